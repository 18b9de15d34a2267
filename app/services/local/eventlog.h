// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/clock.h"
#include "services/local/sqlrunner.h"

#include <optional>

namespace latchkey {

struct EventRow
{
    Instant at;
    QString event;
    std::optional<qint64> accountId;
    QString detail;
};

/// What operators may want to look up later: resets, changed addresses, ambiguous accounts. Names
/// no address, no token and no code.
class EventLog
{
public:
    explicit EventLog(SqlRunner &runner) : m_sql(runner) {}

    /// `event` is one of a few fixed words ("password-reset", "request-withdrawn", …).
    Result<void> enter(const char *event, std::optional<qint64> accountId, const QString &detail,
                       Instant now);

    /// The newest first.
    Result<QList<EventRow>> list(int atMost);

private:
    SqlRunner &m_sql;
};

} // namespace latchkey
