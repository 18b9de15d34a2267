// SPDX-License-Identifier: GPL-3.0-or-later
#include "application/servicelog.h"

#include <algorithm>

namespace latchkey {

std::unique_ptr<LogKeeper> keepLogFor(const std::vector<KnownService> &services, const Clock &clock)
{
    const auto keeps = [](const KnownService &service) { return service.configuration.log.keep; };
    return std::ranges::any_of(services, keeps) ? std::make_unique<LogKeeper>(logFolder(), clock)
                                                : nullptr;
}

} // namespace latchkey
