// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "services/local/answer.h"
#include "services/local/lettermint.h"
#include "services/local/lettersender.h"
#include "services/local/outboxpause.h"

#include <QObject>
#include <QTimer>

#include <vector>

namespace latchkey {

/// Sends what the outbox holds, one mail after the other: claim a row, mint its letter and commit
/// that, hand it to the sending thread, note what became of it. All but the sending happens in the
/// thread of the connection, in steps short enough for requests to pass between them. What a
/// process was sending when it died falls due again when its lease runs out.
class Courier : public QObject
{
    Q_OBJECT

public:
    /// The runner, the mint and the clock outlive the courier.
    Courier(SqlRunner &runner, LetterMint &mint, const Clock &clock,
            std::unique_ptr<LetterSender> sender);

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

    void step();
    void startSending(const OutboxRow &row, Letter letter);
    void delivered(const OutboxRow &row, const Result<void> &outcome);
    Result<void> record(const OutboxRow &row, const Result<void> &outcome);
    Result<void> drop(const OutboxRow &row, const Failure &why);
    void rest();
    void restAfter(const Failure &failure);
    void answerDrains();
    Result<int> stillWaiting();

    Outbox m_outbox;
    OutboxPause m_pause;
    LetterMint &m_mint;
    const Clock &m_clock;
    std::unique_ptr<LetterSender> m_sender;
    const QString m_owner;
    QTimer m_timer;
    bool m_sending = false;
    std::vector<Drain> m_drains;
    quint64 m_lastDrain = 0;
};

} // namespace latchkey
