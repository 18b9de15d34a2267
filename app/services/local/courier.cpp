// SPDX-License-Identifier: GPL-3.0-or-later
#include "services/local/courier.h"

#include "core/log.h"

#include <QUuid>

#include <algorithm>
#include <iterator>
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
// How long what has ended may wait for more of its kind, so that they share a transaction.
constexpr std::chrono::milliseconds gathering{25};
// Claimed together at most, so that the transaction stays short.
constexpr qsizetype claimedAtOnce = 32;
// A letter whose turn comes so late goes back and is looked at again: meanwhile its account may
// have been disabled, or have another address.
constexpr std::chrono::seconds longestQueue{2};
static_assert(longestQueue < Outbox::lease / 2);
constexpr std::chrono::seconds renewEvery = Outbox::lease / 4;

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
                 std::unique_ptr<LetterSender> sender, std::function<bool()> mayMint)
    : m_sql(runner), m_outbox(runner), m_pause(runner), m_mint(mint), m_clock(clock),
      m_sender(std::move(sender)), m_mayMint(std::move(mayMint)),
      m_owner(QUuid::createUuid().toString(QUuid::WithoutBraces)), m_timer(this), m_renewal(this)
{
    m_timer.setSingleShot(true);
    connect(&m_timer, &QTimer::timeout, this, &Courier::step);
    m_renewal.setInterval(renewEvery);
    connect(&m_renewal, &QTimer::timeout, this, &Courier::step);
    m_sender->whenFinished(
        [this] { QMetaObject::invokeMethod(this, &Courier::heard, Qt::QueuedConnection); });
}

Courier::~Courier()
{
    for (Delivery &delivery : m_sender->close())
        m_ended.push_back(std::move(delivery));
    if (m_ended.empty())
        return;
    if (auto noted = m_sql.transaction([this] { return noteEnded(); }); !noted)
        qCWarning(logMail) << "not noted at the end:" << reasonText(noted.error());
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

void Courier::heard()
{
    if (m_sender->isRunningLow())
        step();
    else if (!m_timer.isActive() || m_timer.remainingTimeAsDuration() > gathering)
        m_timer.start(gathering);
}

/// Where letters come back unsent and nothing else ends, all connections hang: no more is claimed
/// until one of them moves, so that other processes can send it.
void Courier::collect()
{
    std::vector<Delivery> ended = m_sender->finished();
    if (!ended.empty())
        m_stuck = std::ranges::none_of(
            ended, [](const Delivery &delivery) { return delivery.outcome.has_value(); });
    std::ranges::move(ended, std::back_inserter(m_ended));
}

void Courier::step()
{
    collect();
    auto turn = m_sql.transaction([this] { return takeTurn(); });
    if (!turn) {
        // What could not be noted is tried again. Should this process end before, it is known again
        // when the lease runs out, as one more delivery of the same mint (RFC 1047).
        restAfter(turn.error());
        return;
    }
    for (const Delivery &delivery : std::exchange(m_ended, {}))
        m_underway.remove(delivery.ticket);
    const bool more = turn->wanted > 0 && turn->claimed.size() == turn->wanted;
    startSending(std::move(*turn));
    if (!more)
        rest();
    else if (m_underway.size() < m_sender->capacity())
        wake();
}

/// In one transaction. Letters go to the sender only once it has been committed.
Result<Courier::Turn> Courier::takeTurn()
{
    if (auto noted = noteEnded(); !noted)
        return fail(noted.error());
    const Instant now = m_clock.now();
    if (auto renewed = renewLeases(now); !renewed)
        return fail(renewed.error());
    const auto room = m_sender->capacity() - m_underway.size() + qsizetype(m_ended.size());
    const bool hangs = m_stuck && m_underway.size() > qsizetype(m_ended.size());
    m_held = !m_mayMint();
    Turn turn{.wanted = hangs || m_held ? 0 : qMin<qsizetype>(room, claimedAtOnce)};
    auto claimed = m_outbox.claimDue(m_owner, now, static_cast<int>(turn.wanted));
    if (!claimed)
        return fail(claimed.error());
    turn.claimed = std::move(*claimed);
    for (const OutboxRow &row : std::as_const(turn.claimed)) {
        Result<Letter> letter = m_mint.letterFor(row, now);
        if (letter) {
            turn.errands.push_back(
                {.ticket = row.id, .letter = std::move(*letter), .notAfter = now + longestQueue});
        } else if (auto dropped = drop(row, letter.error()); !dropped) {
            return fail(dropped.error());
        }
    }
    return turn;
}

void Courier::startSending(Turn turn)
{
    for (const OutboxRow &row : std::as_const(turn.claimed)) {
        const bool sending = std::ranges::any_of(
            turn.errands, [&row](const Errand &errand) { return errand.ticket == row.id; });
        if (sending)
            m_underway.insert(row.id, row);
    }
    m_sender->send(std::move(turn.errands));
    if (m_underway.isEmpty())
        m_renewal.stop();
    else if (!m_renewal.isActive())
        m_renewal.start();
}

/// A server that takes its time must not make another process send the same mail.
Result<void> Courier::renewLeases(Instant now)
{
    if (now - m_renewedAt < renewEvery)
        return {};
    m_renewedAt = now;
    for (const OutboxRow &row : std::as_const(m_underway)) {
        if (auto renewed = m_outbox.renew(row, now); !renewed)
            return renewed;
    }
    return {};
}

Result<void> Courier::noteEnded()
{
    for (const Delivery &delivery : m_ended) {
        if (auto noted = note(m_underway.value(delivery.ticket), delivery); !noted)
            return noted;
    }
    return {};
}

Result<void> Courier::note(const OutboxRow &row, const Delivery &delivery)
{
    return delivery.outcome ? record(row, *delivery.outcome) : m_outbox.giveBack(row);
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
    if (m_underway.isEmpty() && !m_held)
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
    return *paused ? static_cast<int>(m_underway.size()) : m_outbox.pendingCount();
}

} // namespace latchkey
