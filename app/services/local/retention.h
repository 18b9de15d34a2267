// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/clock.h"
#include "services/local/sqlrunner.h"

namespace latchkey {

struct PruneCounts
{
    int requests = 0;
    int links = 0;
    int mails = 0;
    int throttleEvents = 0;
    int logEntries = 0;

    int total() const { return requests + links + mails + throttleEvents + logEntries; }
};

/// Removes what is older than `keep`: requests, links' digests, finished mail, throttle events (a
/// day is all that any limit looks back), log entries. At most `atMost` rows of each kind, so that
/// a step can be taken with every request and strangers cannot grow the file. Links are kept at
/// least a day longer than any can live, or a spent one would come back to life. One transaction.
Result<PruneCounts> prune(SqlRunner &runner, std::chrono::seconds keep, int atMost, Instant now);

/// How much of each kind is old enough. Changes nothing.
Result<PruneCounts> countPrunable(SqlRunner &runner, std::chrono::seconds keep, Instant now);

} // namespace latchkey
