// SPDX-License-Identifier: GPL-3.0-or-later
#include "services/local/retention.h"

#include "services/local/sqlvalues.h"

namespace latchkey {

namespace {
constexpr std::chrono::seconds day{86400};
constexpr std::chrono::seconds longestLink{86400};
} // namespace

Result<PruneCounts> prune(SqlRunner &runner, std::chrono::seconds keep, int atMost, Instant now)
{
    return runner.transaction([&]() -> Result<PruneCounts> {
        PruneCounts counts;
        const Instant old = now - qMax(keep, longestLink + day);
        struct Step
        {
            const char *sql;
            Instant before;
            int *count;
        };
        const Step steps[] = {
            {"DELETE FROM latchkey_throttle WHERE rowid IN"
             " (SELECT rowid FROM latchkey_throttle WHERE at < ? LIMIT ?)",
             now - day, &counts.throttleEvents},
            // Mail that still waits keeps its request.
            {"DELETE FROM latchkey_outbox WHERE id IN (SELECT id FROM latchkey_outbox"
             " WHERE state IN (2, 3, 4) AND created_at < ? ORDER BY id LIMIT ?)",
             now - keep, &counts.mails},
            {"DELETE FROM latchkey_requests WHERE id IN (SELECT r.id FROM latchkey_requests r"
             " WHERE r.requested_at < ? AND NOT EXISTS"
             "  (SELECT 1 FROM latchkey_outbox o WHERE o.request_id = r.id AND o.state IN (0, 1))"
             " ORDER BY r.id LIMIT ?)",
             old, &counts.requests},
            {"DELETE FROM latchkey_links WHERE digest IN"
             " (SELECT digest FROM latchkey_links WHERE issued_at < ? LIMIT ?)",
             old, &counts.links},
            {"DELETE FROM latchkey_log WHERE id IN"
             " (SELECT id FROM latchkey_log WHERE at < ? ORDER BY id LIMIT ?)",
             now - keep, &counts.logEntries},
        };
        for (const Step &step : steps) {
            const auto removed = runner.execute(step.sql, {seconds(step.before), atMost});
            if (!removed)
                return fail(removed.error());
            *step.count = *removed;
        }
        return counts;
    });
}

} // namespace latchkey
