// SPDX-License-Identifier: GPL-3.0-or-later
#include "services/local/outboxpause.h"

#include "services/local/eventlog.h"
#include "services/local/sqlvalues.h"

namespace latchkey {

Result<std::optional<Instant>> OutboxPause::since()
{
    const auto row = m_sql.row("SELECT value FROM latchkey_meta WHERE key = 'outbox_paused'");
    if (!row)
        return fail(row.error());
    return *row ? std::optional(instant((**row)[0])) : std::nullopt;
}

Result<bool> OutboxPause::entered(const Result<int> &changed, const char *event, Instant now)
{
    if (!changed)
        return fail(changed.error());
    if (*changed == 0)
        return false;
    if (auto entered = EventLog(m_sql).enter(event, std::nullopt, {}, now); !entered)
        return fail(entered.error());
    return true;
}

Result<bool> OutboxPause::pause(Instant now)
{
    return m_sql.transaction([&] {
        return entered(
            m_sql.execute("INSERT INTO latchkey_meta (key, value) VALUES ('outbox_paused', ?)"
                          " ON CONFLICT (key) DO NOTHING",
                          {seconds(now).toString()}),
            "outbox-paused", now);
    });
}

Result<bool> OutboxPause::resume(Instant now)
{
    return m_sql.transaction([&] {
        return entered(m_sql.execute("DELETE FROM latchkey_meta WHERE key = 'outbox_paused'"),
                       "outbox-resumed", now);
    });
}

} // namespace latchkey
