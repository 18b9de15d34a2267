// SPDX-License-Identifier: GPL-3.0-or-later
#include "services/local/eventlog.h"
#include "services/local/linkledger.h"
#include "services/local/outbox.h"
#include "services/local/retention.h"
#include "services/local/throttle.h"
#include "tests/local/storekit.h"

#include <QTest>

using namespace latchkey;
using namespace latchkey::testing;
using std::chrono::days;
using std::chrono::hours;
using std::chrono::seconds;

namespace {

constexpr auto month = days(30);
constexpr int plenty = 1000;

} // namespace

class TestRetention : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init();
    void cleanup();
    void removesWhatIsOlderAndNothingElse();
    void leavesAccountsAlone();
    void leavesWhatWaitsAndItsRequest();
    void keepsLinksADayLongerThanTheyLive_data();
    void keepsLinksADayLongerThanTheyLive();
    void keepsASpentLinkSpent();
    void looksADayBackForLimits();
    void takesBoundedSteps();

private:
    RequestId addRequest(Instant when, OutboxState state = OutboxState::Sent)
    {
        const auto id = m_runner->insert(
            "INSERT INTO latchkey_requests (account_id, purpose, nonce, requested_at, decision)"
            " VALUES (NULL, 0, randomblob(16), ?, 1)",
            {qint64{when.time_since_epoch().count()}});
        return Outbox(*m_runner).add({.request = *id}, state, when) ? *id : -1;
    }
    int rows(const char *sql) { return numberOf(*m_runner, sql); }

    std::unique_ptr<StoreFolder> m_folder;
    std::unique_ptr<SqlRunner> m_runner;
};

void TestRetention::init()
{
    m_folder = std::make_unique<StoreFolder>();
    m_runner = m_folder->create();
    QVERIFY(m_runner->rows("PRAGMA synchronous = OFF").has_value());
}

void TestRetention::cleanup()
{
    m_runner.reset();
    m_folder.reset();
}

void TestRetention::removesWhatIsOlderAndNothingElse()
{
    EventLog log(*m_runner);
    LinkLedger links(*m_runner);
    int digest = 0;
    for (const Instant when : {start, start + seconds(1)}) {
        addRequest(when);
        addRequest(when, OutboxState::Dropped);
        addRequest(when, OutboxState::Failed);
        QVERIFY(links.add(digestOf(++digest), {.accountId = 1, .issuedAt = when}).has_value());
        QVERIFY(log.enter("password-reset", 1, {}, when).has_value());
    }
    // Exactly as old as may be: kept.
    QCOMPARE(prune(*m_runner, month, plenty, start + month)->total(), 0);
    const auto pruned = prune(*m_runner, month, plenty, start + month + seconds(1));
    QCOMPARE(pruned->requests, 3);
    QCOMPARE(pruned->mails, 3);
    QCOMPARE(pruned->links, 1);
    QCOMPARE(pruned->logEntries, 1);
    QCOMPARE(pruned->throttleEvents, 0);
    QCOMPARE(pruned->total(), 8);
    QCOMPARE(rows("SELECT count(*) FROM latchkey_requests"), 3);
    QCOMPARE(rows("SELECT count(*) FROM latchkey_outbox"), 3);
    QCOMPARE(rows("SELECT count(*) FROM latchkey_links"), 1);
    QCOMPARE(rows("SELECT count(*) FROM latchkey_log"), 1);
    QCOMPARE(prune(*m_runner, month, plenty, start + month + seconds(1))->total(), 0);
}

void TestRetention::leavesAccountsAlone()
{
    addAccount(*m_runner, QStringLiteral("anna@example.com"));
    const auto accounts = m_runner->rows("SELECT * FROM accounts").value();
    const auto meta = m_runner->rows("SELECT * FROM latchkey_meta").value();
    QVERIFY(prune(*m_runner, seconds(0), plenty, start + days(4000)).has_value());
    QCOMPARE(m_runner->rows("SELECT * FROM accounts").value(), accounts);
    QCOMPARE(m_runner->rows("SELECT * FROM latchkey_meta").value(), meta);
}

void TestRetention::leavesWhatWaitsAndItsRequest()
{
    const RequestId pending = addRequest(start, OutboxState::Pending);
    const RequestId sending = addRequest(start, OutboxState::Sending);
    addRequest(start, OutboxState::Sent);
    QCOMPARE(prune(*m_runner, month, plenty, start + days(365))->requests, 1);
    for (const RequestId id : {pending, sending}) {
        QCOMPARE(numberOf(*m_runner,
                          "SELECT count(*) FROM latchkey_requests r JOIN latchkey_outbox"
                          " o ON o.request_id = r.id WHERE r.id = ?",
                          {id}),
                 1);
    }
}

void TestRetention::keepsLinksADayLongerThanTheyLive_data()
{
    QTest::addColumn<qint64>("keep");
    QTest::newRow("nothing to be kept") << qint64{0};
    QTest::newRow("an hour") << qint64{3600};
    QTest::newRow("a link's life") << qint64{86400};
}

void TestRetention::keepsLinksADayLongerThanTheyLive()
{
    QFETCH(const qint64, keep);
    QVERIFY(
        LinkLedger(*m_runner).add(digestOf(1), {.accountId = 1, .issuedAt = start}).has_value());
    addRequest(start);
    QCOMPARE(prune(*m_runner, seconds(keep), plenty, start + days(2))->links, 0);
    QCOMPARE(rows("SELECT count(*) FROM latchkey_requests"), 1);
    QCOMPARE(prune(*m_runner, seconds(keep), plenty, start + days(2) + seconds(1))->links, 1);
    QCOMPARE(rows("SELECT count(*) FROM latchkey_requests"), 0);
}

void TestRetention::keepsASpentLinkSpent()
{
    LinkLedger links(*m_runner);
    QVERIFY(links.add(digestOf(1), {.accountId = 1, .issuedAt = start}).has_value());
    QCOMPARE(links.claim(digestOf(1), start).value(), true);
    QVERIFY(prune(*m_runner, seconds(0), plenty, start + hours(24)).has_value());
    QVERIFY(links.add(digestOf(1), {.accountId = 1, .issuedAt = start}).has_value());
    QCOMPARE(links.claim(digestOf(1), start + hours(24)).value(), false);
}

void TestRetention::looksADayBackForLimits()
{
    Throttle throttle(*m_runner);
    const QString bucket = Throttle::accountBucket(1);
    QVERIFY(throttle.add(bucket, start).has_value());
    QVERIFY(throttle.add(bucket, start + seconds(1)).has_value());
    QCOMPARE(prune(*m_runner, month, plenty, start + days(1))->throttleEvents, 0);
    QCOMPARE(prune(*m_runner, month, plenty, start + days(1) + seconds(1))->throttleEvents, 1);
    QCOMPARE(throttle.countSince(bucket, Instant{}).value(), 1);
}

void TestRetention::takesBoundedSteps()
{
    constexpr int old = 25;
    for (int i = 0; i < old; ++i) {
        addRequest(start + seconds(i));
        QVERIFY(Throttle(*m_runner).add(Throttle::accountBucket(i), start).has_value());
        QVERIFY(LinkLedger(*m_runner)
                    .add(digestOf(i), {.accountId = 1, .issuedAt = start})
                    .has_value());
    }
    for (const int step : {10, 10, 5, 0}) {
        const auto pruned = prune(*m_runner, month, 10, start + days(365));
        QCOMPARE(pruned->requests, step);
        QCOMPARE(pruned->mails, step);
        QCOMPARE(pruned->links, step);
        QCOMPARE(pruned->throttleEvents, step);
    }
}

QTEST_GUILESS_MAIN(TestRetention)
#include "test_retention.moc"
