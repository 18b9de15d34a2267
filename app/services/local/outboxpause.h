// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/clock.h"
#include "services/local/sqlrunner.h"

#include <optional>

namespace latchkey {

/// Whether operators hold the mail back. Kept in the database, so that it holds for every process
/// that works on it and survives all of them: while it is set, nobody leases a mail (Outbox). What
/// is being sent at that moment is finished. Requests are taken as ever, and hear nothing of it.
class OutboxPause
{
public:
    explicit OutboxPause(SqlRunner &runner) : m_sql(runner) {}

    /// Since when; null while mail goes out.
    Result<std::optional<Instant>> since();
    /// False when it was paused already. Entered in the log, as `resume` is.
    Result<bool> pause(Instant now);
    /// False when it was not paused.
    Result<bool> resume(Instant now);

private:
    Result<bool> entered(const Result<int> &changed, const char *event, Instant now);

    SqlRunner &m_sql;
};

} // namespace latchkey
