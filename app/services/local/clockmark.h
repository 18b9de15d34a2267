// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/clock.h"
#include "services/local/sqlrunner.h"

namespace latchkey {

/// The newest time that this database has seen, so that setting the clock back revives no expired
/// link (S15).
class ClockMark
{
public:
    static constexpr std::chrono::seconds tolerance{300};

    explicit ClockMark(SqlRunner &runner) : m_sql(runner) {}

    /// ClockWentBack (span: by how much) when `now` is further behind the mark than the tolerance.
    Result<void> check(Instant now);
    /// Moves the mark up to `now`; never back.
    Result<void> advance(Instant now);
    Result<Instant> read();

private:
    SqlRunner &m_sql;
};

} // namespace latchkey
