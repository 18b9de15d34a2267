// SPDX-License-Identifier: GPL-3.0-or-later
#include "services/local/retention.h"

#include "services/local/sqlvalues.h"

#include <algorithm>
#include <array>

namespace latchkey {

namespace {

constexpr std::chrono::seconds day{86400};
constexpr std::chrono::seconds longestLink{86400};

/// One kind of what is pruned: how many rows are old enough, and how a few of them go.
struct Kind
{
    const char *count;
    const char *remove;
    std::chrono::seconds age;
    int PruneCounts::*counted;
};

// Mail that still waits keeps its request.
#define FINISHED_MAIL " FROM latchkey_outbox WHERE state IN (2, 3, 4) AND created_at < ?"
#define SETTLED_REQUESTS                                                                           \
    " FROM latchkey_requests r WHERE r.requested_at < ? AND NOT EXISTS"                            \
    " (SELECT 1 FROM latchkey_outbox o WHERE o.request_id = r.id AND o.state IN (0, 1))"

std::array<Kind, 5> kindsFor(std::chrono::seconds keep)
{
    const std::chrono::seconds old = std::max(keep, longestLink + day);
    return {{
        {"SELECT count(*) FROM latchkey_throttle WHERE at < ?",
         "DELETE FROM latchkey_throttle WHERE rowid IN"
         " (SELECT rowid FROM latchkey_throttle WHERE at < ? LIMIT ?)",
         day, &PruneCounts::throttleEvents},
        {"SELECT count(*)" FINISHED_MAIL,
         "DELETE FROM latchkey_outbox WHERE id IN (SELECT id" FINISHED_MAIL " ORDER BY id LIMIT ?)",
         keep, &PruneCounts::mails},
        {"SELECT count(*)" SETTLED_REQUESTS,
         "DELETE FROM latchkey_requests WHERE id IN"
         " (SELECT r.id" SETTLED_REQUESTS " ORDER BY r.id LIMIT ?)",
         old, &PruneCounts::requests},
        {"SELECT count(*) FROM latchkey_links WHERE issued_at < ?",
         "DELETE FROM latchkey_links WHERE digest IN"
         " (SELECT digest FROM latchkey_links WHERE issued_at < ? LIMIT ?)",
         old, &PruneCounts::links},
        {"SELECT count(*) FROM latchkey_log WHERE at < ?",
         "DELETE FROM latchkey_log WHERE id IN"
         " (SELECT id FROM latchkey_log WHERE at < ? ORDER BY id LIMIT ?)",
         keep, &PruneCounts::logEntries},
    }};
}

} // namespace

Result<PruneCounts> prune(SqlRunner &runner, std::chrono::seconds keep, int atMost, Instant now)
{
    return runner.transaction([&]() -> Result<PruneCounts> {
        PruneCounts counts;
        for (const Kind &kind : kindsFor(keep)) {
            const auto removed = runner.execute(kind.remove, {seconds(now - kind.age), atMost});
            if (!removed)
                return fail(removed.error());
            counts.*kind.counted = *removed;
        }
        return counts;
    });
}

Result<PruneCounts> countPrunable(SqlRunner &runner, std::chrono::seconds keep, Instant now)
{
    PruneCounts counts;
    for (const Kind &kind : kindsFor(keep)) {
        const auto row = runner.row(kind.count, {seconds(now - kind.age)});
        if (!row)
            return fail(row.error());
        counts.*kind.counted = (**row)[0].toInt();
    }
    return counts;
}

} // namespace latchkey
