// SPDX-License-Identifier: GPL-3.0-or-later
#include "services/local/lettersender.h"
#include "tests/support/manualclock.h"
#include "tests/support/patience.h"
#include "tests/support/recordingmailer.h"

#include <QElapsedTimer>
#include <QTest>

#include <atomic>
#include <set>

using namespace latchkey;
using namespace std::chrono_literals;

namespace {

constexpr Instant start{std::chrono::seconds(1'900'000'000)};

std::vector<Errand> errands(int count, Instant notAfter = start + 60s)
{
    std::vector<Errand> all;
    for (int i = 0; i < count; ++i) {
        Letter letter;
        letter.messageId = QByteArray::number(i);
        letter.link = "latchkey://reset/acme/secret";
        all.push_back({.ticket = i, .letter = letter, .notAfter = notAfter});
    }
    return all;
}

} // namespace

class TestLetterSender : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init()
    {
        m_mailbox = std::make_shared<Mailbox>();
        m_clock = std::make_unique<ManualClock>(start);
    }

    void oneLetterTakesOneConnection()
    {
        m_mailbox->hang();
        const auto sender = make(5);
        sender->send(errands(1));
        LATCHKEY_TRY_COMPARE(m_mailbox->arrived(), 1);
        m_mailbox->letGo();
        LATCHKEY_TRY_COMPARE(taken(*sender), size_t{1});
    }

    void manyTakeAllOfThemAndNoMore()
    {
        m_mailbox->hang();
        const auto sender = make(3);
        QCOMPARE(sender->capacity(), 3 * LetterSender::lettersEach);
        sender->send(errands(sender->capacity()));
        LATCHKEY_TRY_COMPARE(m_mailbox->arrived(), 3);
        QVERIFY(!sender->isRunningLow());
        m_mailbox->letGo();
        LATCHKEY_TRY_COMPARE(taken(*sender), static_cast<size_t>(sender->capacity()));
        QVERIFY(sender->isRunningLow());
        std::set<qint64> tickets;
        for (const Delivery &delivery : m_taken) {
            QVERIFY(delivery.outcome && *delivery.outcome);
            tickets.insert(delivery.ticket);
        }
        QCOMPARE(tickets.size(), m_taken.size());
    }

    void tellsOfTheFirstAndWhenLittleIsLeft()
    {
        std::atomic<int> told = 0;
        const auto sender = make(1);
        sender->whenFinished([&told] { ++told; });
        sender->send(errands(LetterSender::lettersEach));
        LATCHKEY_TRY_COMPARE(m_mailbox->count(), LetterSender::lettersEach);
        LATCHKEY_TRY_COMPARE(told, 2);
        LATCHKEY_TRY_COMPARE(taken(*sender), size_t{LetterSender::lettersEach});
        sender->send(errands(1));
        LATCHKEY_TRY_COMPARE(told, 3);
    }

    void tellsAgainThatLittleIsLeftOfWhatCameMeanwhile()
    {
        std::atomic<int> told = 0;
        const auto sender = make(1);
        sender->whenFinished([&told] { ++told; });
        sender->send(errands(LetterSender::lettersEach));
        LATCHKEY_TRY_COMPARE(told, 2);
        // As a turn does that had collected before.
        sender->send(errands(LetterSender::lettersEach));
        LATCHKEY_TRY_COMPARE(m_mailbox->count(), 2 * LetterSender::lettersEach);
        LATCHKEY_TRY_COMPARE(told, 3);
    }

    void letterWhoseTurnComesTooLateIsNotSent()
    {
        m_mailbox->hang();
        const auto sender = make(1);
        sender->send(errands(3, start + 60s));
        LATCHKEY_TRY_COMPARE(m_mailbox->arrived(), 1);
        m_clock->advance(60s);
        QCOMPARE(taken(*sender), size_t{0});
        m_clock->advance(1s);
        // Although the connection still hangs.
        QCOMPARE(taken(*sender), size_t{2});
        QVERIFY(!m_taken[0].outcome);
        QVERIFY(!m_taken[1].outcome);
        m_mailbox->letGo();
        LATCHKEY_TRY_COMPARE(taken(*sender), size_t{3});
        QVERIFY(m_taken[2].outcome);
        QCOMPARE(m_mailbox->count(), 1);
    }

    void closingGivesBackWhatWasNotBegun()
    {
        m_mailbox->hang();
        const auto sender = make(2);
        sender->send(errands(6));
        LATCHKEY_TRY_COMPARE(m_mailbox->arrived(), 2);
        QElapsedTimer timer;
        timer.start();
        const auto rest = sender->close();
        QVERIFY2(timer.elapsed() < 20'000, "it waited for deliveries that hang");
        QCOMPARE(rest.size(), size_t{4});
        for (const Delivery &delivery : rest)
            QVERIFY(!delivery.outcome);
        QCOMPARE(rest[0].ticket, 2);
        m_mailbox->letGo();
        LATCHKEY_TRY_COMPARE(m_mailbox->count(), 2);
        QCOMPARE(m_mailbox->arrived(), 2);
    }

    void closingTellsWhatHasEnded()
    {
        const auto sender = make(2);
        sender->send(errands(4));
        LATCHKEY_TRY_COMPARE(m_mailbox->count(), 4);
        const auto rest = sender->close();
        QCOMPARE(rest.size(), size_t{4});
        for (const Delivery &delivery : rest)
            QVERIFY(delivery.outcome && *delivery.outcome);
    }

private:
    std::unique_ptr<LetterSender> make(int connections)
    {
        m_taken.clear();
        return std::make_unique<LetterSender>(
            std::make_shared<RecordingMailer>(m_mailbox), *m_clock,
            SenderOptions{.connections = connections, .patience = 100ms});
    }
    size_t taken(LetterSender &sender)
    {
        for (Delivery &delivery : sender.finished())
            m_taken.push_back(std::move(delivery));
        return m_taken.size();
    }

    std::unique_ptr<ManualClock> m_clock;
    std::shared_ptr<Mailbox> m_mailbox;
    std::vector<Delivery> m_taken;
};

QTEST_GUILESS_MAIN(TestLetterSender)
#include "test_lettersender.moc"
