// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/clock.h"

#include <QString>

#include <chrono>

namespace latchkey {

/// "3 minutes", in the largest unit that fits, rounded; never less than one second.
QString spokenSpan(std::chrono::seconds span);
/// "3 minutes ago": languages with cases need it whole.
QString spokenAgo(std::chrono::seconds span);
/// "in 3 minutes".
QString spokenIn(std::chrono::seconds span);

/// "today at 14:32 CET", "tomorrow at 09:10 CET" or "3 May 2027 at 09:10 CEST": local time with its
/// zone, in the system's format.
QString spokenTime(Instant when, Instant now);

} // namespace latchkey
