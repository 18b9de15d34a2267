// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/local/servicekit.h"
#include "tests/support/patience.h"

#include <QElapsedTimer>
#include <QTest>

using namespace latchkey;
using namespace latchkey::contract;
using namespace latchkey::testing;

namespace {

constexpr auto delay = 30ms;

class Watch
{
public:
    Watch() { m_timer.start(); }
    std::chrono::milliseconds elapsed() const
    {
        return std::chrono::milliseconds(m_timer.elapsed());
    }

private:
    QElapsedTimer m_timer;
};

/// How many rows there are of each kind that a request writes.
struct Rows
{
    qint64 requests = 0;
    qint64 mails = 0;
    qint64 throttle = 0;
    qint64 log = 0;

    bool operator==(const Rows &) const = default;
    Rows operator-(const Rows &other) const
    {
        return {requests - other.requests, mails - other.mails, throttle - other.throttle,
                log - other.log};
    }
};

} // namespace

/// Whoever asks learns nothing of whether there is an account: one answer, after one delay, with
/// the same rows written (S01, S02), and mail for nobody but confirmed, enabled accounts (S03).
class TestServiceAnswers : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init();
    void cleanup() { m_harness.reset(); }

    void everyStateHasOneAnswer_data();
    void everyStateHasOneAnswer();
    void ambiguousAddressIsLoggedAndAnsweredAlike();
    void slowWorkIsAnsweredAtTheNextMultiple();
    void refusalOfTheDeviceIsDelayedToo();
    void answersDoNotWaitForEachOther();
    void mailDoesNotHoldUpAnAnswer();
    void whoWasDisabledMeanwhileGetsNoMail_data();
    void whoWasDisabledMeanwhileGetsNoMail();

private:
    Rows rows()
    {
        return {m_harness->number("SELECT count(*) FROM latchkey_requests"),
                m_harness->number("SELECT count(*) FROM latchkey_outbox"),
                m_harness->number("SELECT count(*) FROM latchkey_throttle"),
                m_harness->number("SELECT count(*) FROM latchkey_log")};
    }

    std::unique_ptr<LocalHarness> m_harness;
};

void TestServiceAnswers::init()
{
    m_harness = std::make_unique<LocalHarness>();
    m_harness->options.answerDelay = delay;
    testing::moveIn(*m_harness);
}

void TestServiceAnswers::everyStateHasOneAnswer_data()
{
    QTest::addColumn<QString>("who");
    QTest::addColumn<bool>("postIsBroken");
    QTest::addColumn<bool>("askedJustNow");
    QTest::addColumn<int>("mails");
    QTest::newRow("known") << alice << false << false << 1;
    QTest::newRow("unknown") << nobody << false << false << 0;
    QTest::newRow("unconfirmed") << unconfirmed << false << false << 0;
    QTest::newRow("disabled") << disabled << false << false << 0;
    QTest::newRow("throttled") << alice << false << true << 1;
    QTest::newRow("mail is down") << alice << true << false << 0;
}

void TestServiceAnswers::everyStateHasOneAnswer()
{
    QFETCH(QString, who);
    QFETCH(bool, postIsBroken);
    QFETCH(bool, askedJustNow);
    if (postIsBroken)
        m_harness->breakPost();
    if (askedJustNow)
        LATCHKEY_VERIFY_GOOD(request(*m_harness, who));
    m_harness->drain();
    const Rows before = rows();

    const Watch watch;
    const auto receipt = request(*m_harness, who);
    QVERIFY(watch.elapsed() >= delay);
    LATCHKEY_VERIFY_GOOD(receipt);
    QCOMPARE(receipt->linkExpires, m_harness->now() + 24h);
    QCOMPARE(receipt->resendAfter, 60s);
    m_harness->drain();
    QVERIFY((rows() - before == Rows{.requests = 1, .mails = 1, .throttle = 2, .log = 0}));
    QTEST(m_harness->mailbox->count(), "mails");
}

// Only a table that is not ours can hold two (S04).
void TestServiceAnswers::ambiguousAddressIsLoggedAndAnsweredAlike()
{
    QVERIFY(m_harness->sql().execute("DROP INDEX accounts_by_key"));
    QVERIFY(m_harness->sql().execute(
        "INSERT INTO accounts (email, match_key, confirmed_at, created_at, updated_at)"
        " SELECT email, match_key, confirmed_at, created_at, updated_at FROM accounts"
        " WHERE id = 1"));
    const Rows before = rows();
    LATCHKEY_VERIFY_GOOD(request(*m_harness, alice));
    m_harness->drain();
    QVERIFY((rows() - before == Rows{.requests = 1, .mails = 1, .throttle = 2, .log = 1}));
    QCOMPARE(m_harness->mailbox->count(), 0);
    LATCHKEY_COMPARE_REASON(inspect(*m_harness, codeProof(alice, QStringLiteral("BCDF-GHJK"))),
                            Reason::CodeNotAccepted);
}

// How long the work took shows only in whole delays.
void TestServiceAnswers::slowWorkIsAnsweredAtTheNextMultiple()
{
    LATCHKEY_VERIFY_GOOD(request(*m_harness, bob)); // the database is open now
    for (const QString &who : {alice, nobody}) {
        QVERIFY(m_harness->sql().execute("BEGIN IMMEDIATE"));
        // The service's own watch starts between these two.
        const Watch outer;
        const auto answer = m_harness->service().requestReset(address(who));
        const Watch inner;
        LATCHKEY_TRY_VERIFY(inner.elapsed() > 3 * delay);
        const auto worked = inner.elapsed();
        QVERIFY(!answer.isFinished());
        QVERIFY(m_harness->sql().execute("COMMIT"));
        LATCHKEY_VERIFY_GOOD(take(answer));
        QVERIFY(outer.elapsed() >= (worked / delay + 1) * delay);
    }
}

void TestServiceAnswers::refusalOfTheDeviceIsDelayedToo()
{
    m_harness->options.limits.perDeviceMinute = 1;
    LATCHKEY_VERIFY_GOOD(request(*m_harness, nobody));
    for (const QString &who : {alice, nobody}) {
        const Rows before = rows();
        const Watch watch;
        const auto answer = request(*m_harness, who);
        QVERIFY(watch.elapsed() >= delay);
        LATCHKEY_COMPARE_REASON(answer, Reason::TooManyTries);
        QCOMPARE(answer.error().span, 60s);
        QVERIFY(rows() == before);
    }
}

// The delay is nobody's work: ten that ask at once wait about as long as one.
void TestServiceAnswers::answersDoNotWaitForEachOther()
{
    m_harness->options.answerDelay = 2s;
    std::vector<Future<RequestReceipt>> answers;
    const Watch watch;
    for (int i = 0; i < 10; ++i)
        answers.push_back(m_harness->service().requestReset(
            address(QStringLiteral("user%1@example.com").arg(i))));
    for (const auto &answer : answers)
        LATCHKEY_VERIFY_GOOD(take(answer));
    QVERIFY(watch.elapsed() >= 2s);
    QVERIFY2(watch.elapsed() < 10 * 2s, "they stood in line");
}

void TestServiceAnswers::mailDoesNotHoldUpAnAnswer()
{
    m_harness->mailbox->hang();
    LATCHKEY_VERIFY_GOOD(request(*m_harness, alice));
    LATCHKEY_TRY_COMPARE(m_harness->mailbox->arrived(), 1);
    LATCHKEY_VERIFY_GOOD(request(*m_harness, bob));
    QCOMPARE(m_harness->mailbox->count(), 0);
    m_harness->mailbox->letGo();
    m_harness->drain();
    QCOMPARE(m_harness->mailbox->count(), 2);
}

void TestServiceAnswers::whoWasDisabledMeanwhileGetsNoMail_data()
{
    using Change = std::function<void(LocalHarness &)>;
    QTest::addColumn<Change>("change");
    const auto row = [](const char *name, Change change) { QTest::newRow(name) << change; };
    row("disabled", [](LocalHarness &harness) { harness.disableAccount(alice); });
    row("unconfirmed", [](LocalHarness &harness) {
        (void)AccountStore(harness.sql())
            .setConfirmed(harness.account(alice).id, false, harness.now());
    });
    row("moved", [](LocalHarness &harness) {
        harness.changeAddress(alice, QStringLiteral("alice@new.example"));
    });
    row("removed", [](LocalHarness &harness) {
        (void)AccountStore(harness.sql()).remove(harness.account(alice).id);
    });
}

// Between the asking and the sending. Bob's mail keeps the post busy for so long.
void TestServiceAnswers::whoWasDisabledMeanwhileGetsNoMail()
{
    using Change = std::function<void(LocalHarness &)>;
    QFETCH(Change, change);
    m_harness->mailbox->hang();
    LATCHKEY_VERIFY_GOOD(request(*m_harness, bob));
    LATCHKEY_TRY_COMPARE(m_harness->mailbox->arrived(), 1);
    LATCHKEY_VERIFY_GOOD(request(*m_harness, alice));
    change(*m_harness);
    m_harness->clock.advance(3s);
    m_harness->mailbox->letGo();
    QCOMPARE(m_harness->drain(), 0);
    QCOMPARE(m_harness->mailbox->count(), 1);
    QCOMPARE(m_harness->mailbox->last().recipient, bob);
    QCOMPARE(m_harness->text("SELECT state FROM latchkey_outbox ORDER BY id"),
             QByteArray("2 \n4 \n"));
}

QTEST_GUILESS_MAIN(TestServiceAnswers)
#include "test_serviceanswers.moc"
