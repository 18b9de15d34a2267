// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "recovery/recoveryservice.h"
#include "settings/configuration.h"

#include <optional>
#include <vector>

namespace latchkey {

/// One service of this machine, as its file describes it.
struct KnownService
{
    QString path = {}; ///< its file; empty for the demo
    Configuration configuration = {};
    ServiceDescription description = {};
    std::optional<Failure> fault = {}; ///< why it cannot be used; the rest is empty then
};

/// What the files say, in their order. A mistake in one leaves the others usable; of two with the
/// same id the second is faulty, because a link could not tell them apart.
std::vector<KnownService> readServices(const QStringList &paths);

} // namespace latchkey
