// SPDX-License-Identifier: GPL-3.0-or-later
#include "services/local/eventlog.h"

#include "services/local/sqlvalues.h"

namespace latchkey {

Result<void> EventLog::enter(const char *event, std::optional<qint64> accountId,
                             const QString &detail, Instant now)
{
    const auto entered =
        m_sql.insert("INSERT INTO latchkey_log (at, event, account_id, detail) VALUES (?, ?, ?, ?)",
                     {seconds(now), QString::fromLatin1(event),
                      accountId ? QVariant(*accountId) : QVariant(), textOrEmpty(detail)});
    if (!entered)
        return fail(entered.error());
    return {};
}

Result<QList<EventRow>> EventLog::list(int atMost)
{
    const auto rows = m_sql.rows(
        "SELECT at, event, account_id, detail FROM latchkey_log ORDER BY id DESC LIMIT ?",
        {atMost});
    if (!rows)
        return fail(rows.error());
    QList<EventRow> events;
    for (const SqlRow &row : *rows) {
        events << EventRow{.at = instant(row[0]),
                           .event = row[1].toString(),
                           .accountId = std::nullopt,
                           .detail = row[3].toString()};
        if (!row[2].isNull())
            events.last().accountId = row[2].toLongLong();
    }
    return events;
}

} // namespace latchkey
