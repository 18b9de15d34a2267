// SPDX-License-Identifier: GPL-3.0-or-later
#include "ctl/outboxflush.h"

#include "ctl/progressbar.h"

#include <QElapsedTimer>
#include <QThread>

#include <algorithm>
#include <limits>

namespace latchkey {

namespace {

using std::chrono::milliseconds;

// How often to look, and so to move the progress bar.
constexpr milliseconds look{250};

bool isOpen(const OutboxRow &mail, Instant now)
{
    return mail.state == OutboxState::Sending ||
           (mail.state == OutboxState::Pending && mail.dueAt <= now);
}

qsizetype openCount(const QList<OutboxRow> &mails, Instant now)
{
    return std::ranges::count_if(mails, [now](const OutboxRow &mail) { return isOpen(mail, now); });
}

/// As the rows are now; one that was pruned meanwhile had been finished.
Result<QList<OutboxRow>> reread(Outbox &outbox, const QList<OutboxRow> &mails)
{
    QList<OutboxRow> now;
    for (const OutboxRow &mail : mails) {
        const auto row = outbox.byId(mail.id);
        if (!row)
            return fail(row.error());
        if (*row)
            now << **row;
    }
    return now;
}

/// TimedOut says only that keys or database have not answered yet: somebody may be unlocking the
/// keyring.
Result<void> sendFor(Workplace &place, milliseconds time)
{
    const auto backend = place.backend();
    if (!backend)
        return fail(backend.error());
    const auto pending = Workplace::wait((*backend)->drainOutbox(time));
    if (!pending && pending.error().reason != Reason::TimedOut)
        return fail(pending.error());
    return {};
}

FlushReport reportOn(const QList<OutboxRow> &mails)
{
    FlushReport report;
    for (const OutboxRow &mail : mails) {
        switch (mail.state) {
        case OutboxState::Sent:
            ++report.sent;
            break;
        case OutboxState::Dropped:
            ++report.dropped;
            break;
        case OutboxState::Pending:
        case OutboxState::Sending:
        case OutboxState::Failed:
            report.left << mail;
            break;
        }
    }
    return report;
}

} // namespace

Result<FlushReport> flushOutbox(Workplace &place, std::chrono::seconds atMost)
{
    const auto database = place.database();
    if (!database)
        return fail(database.error());
    Outbox outbox(**database);
    if (auto hurried = outbox.hurry(place.now()); !hurried)
        return fail(hurried.error());
    auto mails = outbox.waiting(std::numeric_limits<int>::max());

    ProgressBar bar(place.printer().style(), QStringLiteral("sending"));
    QElapsedTimer timer;
    timer.start();
    while (mails) {
        const qsizetype open = openCount(*mails, place.now());
        bar.show(mails->size() - open, mails->size());
        const milliseconds left = atMost - milliseconds(timer.elapsed());
        if (open == 0 || left <= milliseconds::zero())
            return reportOn(*mails);
        if (auto sent = sendFor(place, std::min(look, left)); !sent)
            return fail(sent.error());
        mails = reread(outbox, *mails);
        // Nothing left for us: what is open is being sent by another program.
        if (mails && openCount(*mails, place.now()) > 0)
            QThread::msleep(static_cast<unsigned long>(look.count()) / 10);
    }
    return fail(mails.error());
}

} // namespace latchkey
