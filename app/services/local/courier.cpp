// SPDX-License-Identifier: GPL-3.0-or-later
#include "services/local/courier.h"

#include "core/log.h"

#include <QUuid>

#include <algorithm>
#include <utility>

namespace latchkey {

namespace {

// How long to leave a database alone that could not be used just now.
constexpr std::chrono::seconds pauseAfterTrouble{5};
// The next row is looked for at least so often: other processes fill the outbox too, and clocks
// jump.
constexpr std::chrono::seconds longestRest{60};
// How often to look whether a pause has ended: whoever ended it waits for the mail.
constexpr std::chrono::seconds pauseLook{5};

enum class Fate : quint8 { Sent, Delayed, GivenUp };

Fate fateOf(const Result<void> &outcome)
{
    if (outcome)
        return Fate::Sent;
    const Reason reason = outcome.error().reason;
    const bool final = reason == Reason::MailRefused || reason == Reason::MailUnsafe ||
                       reason == Reason::MailMisconfigured;
    return final ? Fate::GivenUp : Fate::Delayed;
}

/// Whether the letter could not be made because nobody should get it any more.
bool isMoot(Reason reason)
{
    return reason == Reason::AccountUnavailable || reason == Reason::LinkWithdrawn ||
           reason == Reason::LinkExpired;
}

QString reasonText(const Failure &failure)
{
    const QString name = reasonName(failure.reason);
    return failure.detail.isEmpty() ? name : name + QStringLiteral(": ") + failure.detail;
}

} // namespace

Courier::Courier(SqlRunner &runner, LetterMint &mint, const Clock &clock,
                 std::unique_ptr<LetterSender> sender)
    : m_outbox(runner), m_pause(runner), m_mint(mint), m_clock(clock), m_sender(std::move(sender)),
      m_owner(QUuid::createUuid().toString(QUuid::WithoutBraces)), m_timer(this)
{
    m_timer.setSingleShot(true);
    connect(&m_timer, &QTimer::timeout, this, &Courier::step);
}

void Courier::wake()
{
    m_timer.start(0);
}

void Courier::drain(std::chrono::milliseconds atMost, const Answer<int> &answer)
{
    const quint64 id = ++m_lastDrain;
    m_drains.push_back({.id = id, .answer = answer});
    QTimer::singleShot(atMost, this, [this, id] {
        const auto late = std::find_if(m_drains.begin(), m_drains.end(),
                                       [id](const Drain &drain) { return drain.id == id; });
        if (late == m_drains.end())
            return;
        const Drain drain = std::move(*late);
        m_drains.erase(late);
        drain.answer.give(stillWaiting());
    });
    wake();
}

void Courier::step()
{
    if (m_sending)
        return;
    const auto row = m_outbox.claimDue(m_owner, m_clock.now());
    if (!row) {
        restAfter(row.error());
        return;
    }
    if (!*row) {
        rest();
        return;
    }
    Result<Letter> letter = m_mint.letterFor(**row, m_clock.now());
    if (letter) {
        startSending(**row, std::move(*letter));
        return;
    }
    if (auto dropped = drop(**row, letter.error()); !dropped)
        restAfter(dropped.error());
    else
        wake();
}

void Courier::startSending(const OutboxRow &row, Letter letter)
{
    m_sending = true;
    m_sender->send(std::move(letter), [this, row](const Result<void> &outcome) {
        QMetaObject::invokeMethod(
            this, [this, row, outcome] { delivered(row, outcome); }, Qt::QueuedConnection);
    });
}

void Courier::delivered(const OutboxRow &row, const Result<void> &outcome)
{
    m_sending = false;
    // What cannot be noted now is known again when the lease runs out, as one more delivery of the
    // same mint (RFC 1047).
    if (auto noted = record(row, outcome); !noted)
        restAfter(noted.error());
    else
        wake();
}

Result<void> Courier::record(const OutboxRow &row, const Result<void> &outcome)
{
    const Instant now = m_clock.now();
    switch (fateOf(outcome)) {
    case Fate::Sent:
        qCInfo(logMail) << "mail" << row.id << "sent";
        return m_outbox.markSent(row.id, now);
    case Fate::Delayed:
        qCInfo(logMail) << "mail" << row.id << "delayed:" << reasonText(outcome.error());
        return m_outbox.markDelayed(row, reasonText(outcome.error()), now);
    case Fate::GivenUp:
        qCWarning(logMail) << "mail" << row.id << "given up:" << reasonText(outcome.error());
        return m_outbox.markFailed(row, reasonText(outcome.error()), now);
    }
    return {};
}

/// A row for which no letter could be made: forgotten where nobody should get one, put off where
/// the trouble is our own.
Result<void> Courier::drop(const OutboxRow &row, const Failure &why)
{
    if (isMoot(why.reason))
        return m_outbox.markDropped(row.id, reasonText(why), m_clock.now());
    qCWarning(logMail) << "mail" << row.id << "could not be made:" << reasonText(why);
    return m_outbox.markDelayed(row, reasonText(why), m_clock.now());
}

/// Nothing is due: sleeps until something is.
void Courier::rest()
{
    answerDrains();
    const auto next = m_outbox.nextDue();
    const auto paused = m_pause.since();
    if (!next || !paused) {
        restAfter(next ? paused.error() : next.error());
        return;
    }
    if (!*next)
        return;
    if (*paused) {
        m_timer.start(pauseLook);
        return;
    }
    const std::chrono::seconds wait = std::clamp<std::chrono::seconds>(
        **next - m_clock.now(), std::chrono::seconds(1), longestRest);
    m_timer.start(wait);
}

void Courier::restAfter(const Failure &failure)
{
    for (const Drain &drain : std::exchange(m_drains, {}))
        drain.answer.give(fail(failure));
    m_timer.start(pauseAfterTrouble);
}

void Courier::answerDrains()
{
    if (m_drains.empty())
        return;
    const Result<int> pending = stillWaiting();
    for (const Drain &drain : std::exchange(m_drains, {}))
        drain.answer.give(pending);
}

Result<int> Courier::stillWaiting()
{
    const auto paused = m_pause.since();
    if (!paused)
        return fail(paused.error());
    return *paused ? (m_sending ? 1 : 0) : m_outbox.pendingCount();
}

} // namespace latchkey
