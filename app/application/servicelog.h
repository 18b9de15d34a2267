// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "application/servicecatalogue.h"
#include "core/logkeeper.h"

#include <memory>

namespace latchkey {

/// The log in the user's state folder, where one of the services asks for it (log.keep); null
/// where none does. The clock outlives it.
std::unique_ptr<LogKeeper> keepLogFor(const std::vector<KnownService> &services,
                                      const Clock &clock);

} // namespace latchkey
