// SPDX-License-Identifier: GPL-3.0-or-later
#include "services/local/clockmark.h"

#include "services/local/sqlvalues.h"

namespace latchkey {

Result<Instant> ClockMark::read()
{
    const auto row = m_sql.row("SELECT value FROM latchkey_meta WHERE key = 'clock_mark'");
    if (!row)
        return fail(row.error());
    return *row ? instant((**row)[0]) : Instant{};
}

Result<void> ClockMark::check(Instant now)
{
    const auto mark = read();
    if (!mark)
        return fail(mark.error());
    if (now + tolerance < *mark)
        return fail({.reason = Reason::ClockWentBack, .span = *mark - now});
    return {};
}

Result<void> ClockMark::advance(Instant now)
{
    const auto moved = m_sql.execute("UPDATE latchkey_meta SET value = ?"
                                     " WHERE key = 'clock_mark' AND CAST(value AS INTEGER) < ?",
                                     {seconds(now).toString(), seconds(now)});
    if (!moved)
        return fail(moved.error());
    return {};
}

} // namespace latchkey
