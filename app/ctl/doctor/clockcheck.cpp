// SPDX-License-Identifier: GPL-3.0-or-later
#include "ctl/doctor/check.h"
#include "ctl/timetext.h"
#include "services/local/clockmark.h"
#include "services/local/database.h"

namespace latchkey {

Observations examineClock(const Patient &patient)
{
    auto runner = openDatabase(patient.configuration.database.path, DatabaseMode::ReadOnly);
    if (!runner)
        return {};
    const Instant now = patient.clock.now();
    if (auto forward = ClockMark(**runner).check(now); !forward)
        return {faultOf(forward.error())};
    return {good(
        QStringLiteral("it is %1, and the database has seen no later time").arg(localTime(now)))};
}

} // namespace latchkey
