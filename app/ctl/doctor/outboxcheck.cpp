// SPDX-License-Identifier: GPL-3.0-or-later
#include "ctl/doctor/check.h"
#include "ctl/outboxpauseverbs.h"
#include "services/local/database.h"
#include "services/local/outbox.h"
#include "services/local/outboxpause.h"

namespace latchkey {

namespace {

using std::chrono::hours;
using std::chrono::minutes;

// The first retries take 50 minutes; what waits for longer needs somebody to look.
constexpr hours longWait{1};
constexpr hours failuresSince{24 * 7};

QString waitingText(const OutboxRow &oldest, int count, Instant now)
{
    const auto waited = std::chrono::duration_cast<minutes>(now - oldest.createdAt);
    return QStringLiteral("%1 mails wait, the oldest for %2 minutes%3")
        .arg(count)
        .arg(waited.count())
        .arg(oldest.lastError.isEmpty() ? QString()
                                        : QStringLiteral(" (%1)").arg(oldest.lastError));
}

} // namespace

Observations examineOutbox(const Patient &patient)
{
    auto runner = openDatabase(patient.configuration.database.path, DatabaseMode::ReadOnly);
    if (!runner)
        return {};
    Outbox outbox(**runner);
    const Instant now = patient.clock.now();
    const auto count = outbox.pendingCount();
    const auto oldest = outbox.oldestWaiting();
    const auto failed = outbox.failedCount(now - failuresSince);
    const auto paused = OutboxPause(**runner).since();
    if (!count || !oldest || !failed)
        return {faultOf(!count ? count.error() : !oldest ? oldest.error() : failed.error())};
    if (!paused)
        return {faultOf(paused.error())};

    Observations observations;
    if (*paused)
        observations << warning(pausedText(**paused),
                                QStringLiteral("Let mail go out again with 'latchkeyctl outbox "
                                               "resume'"));
    if (!*oldest)
        observations << good(QStringLiteral("no mail waits"));
    else if (!*paused && now - (*oldest)->createdAt > longWait)
        observations << warning(waitingText(**oldest, *count, now),
                                QStringLiteral("Look with 'latchkeyctl outbox list', send with "
                                               "'latchkeyctl outbox flush'"));
    else
        observations << good(waitingText(**oldest, *count, now));
    if (*failed > 0)
        observations << warning(QStringLiteral("%1 mails were given up within a week").arg(*failed),
                                QStringLiteral("See why with 'latchkeyctl outbox list'"));
    return observations;
}

} // namespace latchkey
