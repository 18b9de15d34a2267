// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "services/http/httpservice.h"
#include "settings/configuration.h"

namespace latchkey {

/// The rules of the network that the settings give: address, authorities, pins. FileUnreadable,
/// FileFaulty and ConfigurationFaulty where they cannot be read.
Result<TransportRules> transportRulesOf(const Configuration &configuration);

/// Everything that a remote service is made of, from its settings; its secrets are read from the
/// vault when they are first needed. Fails with what the settings lack. The clock outlives it.
Result<HttpParts> httpPartsOf(const Configuration &configuration, const Clock &clock);

} // namespace latchkey
