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

} // namespace latchkey
