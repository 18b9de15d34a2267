// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "services/local/answer.h"
#include "services/local/lettermint.h"
#include "services/local/lettersender.h"
#include "services/local/outboxpause.h"

#include <QHash>
#include <QObject>
#include <QTimer>

#include <functional>
#include <vector>

namespace latchkey {

/// Sends what the outbox holds, in turns: one transaction notes what became of the mails that have
/// ended, claims others and commits their mints; then those go to the sending threads. All but the
/// sending happens in the thread of the connection, in turns short enough for requests to pass
/// between them. What a process had claimed when it died falls due again when its lease runs out;
/// of that only what was being sent, or had been and was not noted yet, is repeated.
class Courier : public QObject
{
    Q_OBJECT

public:
    /// The runner, the mint and the clock outlive the courier. While `mayMint` says no, asked at
    /// each turn, nothing is claimed; wake() tells that it may say yes again.
    Courier(SqlRunner &runner, LetterMint &mint, const Clock &clock,
            std::unique_ptr<LetterSender> sender, std::function<bool()> mayMint);
    /// Notes what has ended, and gives back what was not begun.
    ~Courier() override;

    /// Something may be due. Returns at once.
    void wake();
    /// Answers once nothing is due and nothing is on its way, or when the time is up, with the
    /// number of mails that still wait. Those that a pause holds back do not count: that is
    /// between operators, and whoever waits for the answer could do nothing about it.
    void drain(std::chrono::milliseconds atMost, const Answer<int> &answer);

private:
    struct Drain
    {
        quint64 id = 0;
        Answer<int> answer;
    };
    struct Turn
    {
        qsizetype wanted = 0;
        QList<OutboxRow> claimed;
        std::vector<Errand> errands;
    };

    void step();
    void collect();
    void heard();
    Result<Turn> takeTurn();
    Result<void> noteEnded();
    Result<void> note(const OutboxRow &row, const Delivery &delivery);
    Result<void> record(const OutboxRow &row, const Result<void> &outcome);
    Result<void> drop(const OutboxRow &row, const Failure &why);
    void startSending(Turn turn);
    Result<void> renewLeases(Instant now);
    void rest();
    void restAfter(const Failure &failure);
    void answerDrains();
    Result<int> stillWaiting();

    SqlRunner &m_sql;
    Outbox m_outbox;
    OutboxPause m_pause;
    LetterMint &m_mint;
    const Clock &m_clock;
    std::unique_ptr<LetterSender> m_sender;
    const std::function<bool()> m_mayMint;
    const QString m_owner;
    QTimer m_timer;
    QTimer m_renewal;
    QHash<OutboxId, OutboxRow> m_underway; ///< with the sender, or ended and not noted yet
    Instant m_renewedAt;
    std::vector<Delivery> m_ended;
    bool m_stuck = false;
    bool m_held = false; ///< by mayMint
    std::vector<Drain> m_drains;
    quint64 m_lastDrain = 0;
};

} // namespace latchkey
