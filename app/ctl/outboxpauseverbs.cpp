// SPDX-License-Identifier: GPL-3.0-or-later
#include "ctl/outboxpauseverbs.h"

#include "ctl/timetext.h"
#include "services/local/outbox.h"
#include "services/local/outboxpause.h"

namespace latchkey {

namespace {

struct Change
{
    bool made = false; ///< else it was so before
    std::optional<Instant> paused;
    int waiting = 0;
    int underway = 0;
};

Result<Change> change(Workplace &place, Result<bool> (OutboxPause::*how)(Instant))
{
    const auto database = place.database();
    if (!database)
        return fail(database.error());
    OutboxPause pause(**database);
    const auto made = (pause.*how)(place.now());
    if (!made)
        return fail(made.error());
    const auto since = pause.since();
    const auto waiting = Outbox(**database).pendingCount();
    const auto underway = Outbox(**database).underwayCount(place.now());
    if (!since || !waiting || !underway)
        return fail(!since ? since.error() : !waiting ? waiting.error() : underway.error());
    return Change{.made = *made, .paused = *since, .waiting = *waiting, .underway = *underway};
}

QJsonObject jsonOf(const Change &change)
{
    return {{QStringLiteral("changed"), change.made},
            {QStringLiteral("paused"), jsonTime(change.paused)},
            {QStringLiteral("waiting"), change.waiting},
            {QStringLiteral("underway"), change.underway}};
}

} // namespace

QString pausedText(Instant since)
{
    return QStringLiteral("The outbox is paused since ") + localTime(since);
}

Result<ExitCode> pauseOutbox(Workplace &place, const Invocation &)
{
    const auto done = change(place, &OutboxPause::pause);
    if (!done)
        return fail(done.error());
    QString text = !done->made && done->paused
                       ? pausedText(*done->paused) + QStringLiteral(" already.")
                       : QStringLiteral("The outbox is paused: no mail is begun until "
                                        "'latchkeyctl outbox resume'.");
    text += QStringLiteral(" Mails that wait: %1.").arg(done->waiting);
    if (done->underway > 0)
        text +=
            QStringLiteral(" On their way, and finished if they can be: %1.").arg(done->underway);
    place.printer().answer(jsonOf(*done), text);
    return ExitCode::Done;
}

Result<ExitCode> resumeOutbox(Workplace &place, const Invocation &)
{
    const auto done = change(place, &OutboxPause::resume);
    if (!done)
        return fail(done.error());
    QString text = done->made ? QStringLiteral("Mail goes out again.")
                              : QStringLiteral("The outbox was not paused.");
    text += QStringLiteral(" Mails that wait: %1.").arg(done->waiting);
    if (done->made && done->waiting > 0)
        text += QStringLiteral(" What runs sends them within seconds; 'latchkeyctl outbox flush' "
                               "at once.");
    place.printer().answer(jsonOf(*done), text);
    return ExitCode::Done;
}

} // namespace latchkey
