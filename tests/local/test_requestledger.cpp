// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/log.h"
#include "services/local/clockmark.h"
#include "services/local/linkledger.h"
#include "services/local/outbox.h"
#include "services/local/requestledger.h"
#include "services/local/throttle.h"
#include "tests/local/sqliteprobe.h"
#include "tests/local/storekit.h"

#include <QTest>

using namespace latchkey;
using namespace latchkey::testing;
using std::chrono::minutes;
using std::chrono::seconds;

namespace {

/// Everybody who can be asked for, by what they are.
const QString known = QStringLiteral("known@example.com");
const QString unknown = QStringLiteral("nobody@example.com");
const QString unconfirmed = QStringLiteral("unconfirmed@example.com");
const QString disabled = QStringLiteral("disabled@example.com");
const QString throttled = QStringLiteral("throttled@example.com");

} // namespace

class TestRequestLedger : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init();
    void cleanup();
    void decides_data();
    void decides();
    void mailsNobodyOnATie();
    void doesTheSameForEverybody_data();
    void doesTheSameForEverybody();
    void changesNothingInTheAccount();
    void holdsNoAddress();
    void drawsEachNonceAnew();
    void writesNothingAtTheDevicesLimit();
    void commitsRequestAndMailTogether();
    void asksForConfirmation();
    void listsAnAccountsRequests();

private:
    Result<RequestId> ask(const QString &who, Instant now = start)
    {
        return RequestLedger(*m_runner).record(address(who), limits(), now);
    }
    QVariant of(RequestId id, const char *sql) { return valueOf(*m_runner, sql, {id}); }

    std::unique_ptr<StoreFolder> m_folder;
    std::unique_ptr<SqlRunner> m_runner;
};

void TestRequestLedger::init()
{
    QLoggingCategory::setFilterRules(QStringLiteral("latchkey.store=false"));
    m_folder = std::make_unique<StoreFolder>();
    m_runner = m_folder->create();
    QVERIFY(m_runner->rows("PRAGMA synchronous = OFF").has_value());
    for (const QString &who : {known, disabled, throttled})
        addAccount(*m_runner, who);
    addAccount(*m_runner, unconfirmed, false);
    AccountStore accounts(*m_runner);
    const auto id = accounts.find(address(disabled)).value()->id;
    QVERIFY(accounts.setDisabled(id, true, start).has_value());
    QVERIFY(ask(throttled, start - seconds(10)).has_value());
}

void TestRequestLedger::cleanup()
{
    m_runner.reset();
    m_folder.reset();
}

void TestRequestLedger::decides_data()
{
    QTest::addColumn<QString>("who");
    QTest::addColumn<int>("decision");
    QTest::addColumn<bool>("mailed");
    const auto row = [](const char *name, const QString &who, Decision decision) {
        QTest::newRow(name) << who << static_cast<int>(decision) << (decision == Decision::Queued);
    };
    row("known", known, Decision::Queued);
    row("known, in capitals", known.toUpper(), Decision::Queued);
    row("unknown", unknown, Decision::Unknown);
    row("unconfirmed", unconfirmed, Decision::Unconfirmed);
    row("disabled", disabled, Decision::Disabled);
    row("throttled", throttled, Decision::Throttled);
}

void TestRequestLedger::decides()
{
    QFETCH(const QString, who);
    QFETCH(const int, decision);
    QFETCH(const bool, mailed);
    const RequestId id = ask(who).value();
    QCOMPARE(of(id, "SELECT decision FROM latchkey_requests WHERE id = ?").toInt(), decision);
    QCOMPARE(of(id, "SELECT requested_at FROM latchkey_requests WHERE id = ?").toLongLong(),
             start.time_since_epoch().count());
    QCOMPARE(of(id, "SELECT account_id FROM latchkey_requests WHERE id = ?").isNull(),
             who == unknown);
    const auto state = static_cast<OutboxState>(
        of(id, "SELECT state FROM latchkey_outbox WHERE request_id = ?").toInt());
    QCOMPARE(state, mailed ? OutboxState::Pending : OutboxState::Dropped);
    QCOMPARE(ClockMark(*m_runner).read().value(), start);
}

void TestRequestLedger::mailsNobodyOnATie()
{
    QVERIFY(m_runner->execute("DROP INDEX accounts_by_key").has_value());
    addAccount(*m_runner, known.toUpper());
    const RequestId id = ask(known).value();
    QCOMPARE(of(id, "SELECT decision FROM latchkey_requests WHERE id = ?").toInt(),
             static_cast<int>(Decision::Ambiguous));
    QCOMPARE(Outbox(*m_runner).pendingCount().value(), 1); // the throttled one's first
    QCOMPARE(valueOf(*m_runner, "SELECT event FROM latchkey_log").toString(),
             QStringLiteral("address-ambiguous"));
}

void TestRequestLedger::doesTheSameForEverybody_data()
{
    QTest::addColumn<QString>("who");
    QTest::newRow("unknown") << unknown;
    QTest::newRow("unconfirmed") << unconfirmed;
    QTest::newRow("disabled") << disabled;
    QTest::newRow("throttled") << throttled;
}

void TestRequestLedger::doesTheSameForEverybody()
{
    // S01, S02: the same statements in the same order, and as many rows changed.
    QFETCH(const QString, who);
    QVERIFY(ask(known, start - minutes(5)).has_value());
    QStringList statements;
    qint64 changes = 0;
    {
        const StatementTrace trace;
        QVERIFY(ask(known).has_value());
        statements = trace.statements();
        changes = trace.changes();
    }
    QVERIFY(statements.size() >= 8);
    QCOMPARE(statements.constFirst(), QStringLiteral("BEGIN IMMEDIATE"));
    QCOMPARE(statements.constLast(), QStringLiteral("COMMIT"));
    QCOMPARE(changes, 5); // two throttle events, request, mail, clock mark

    const StatementTrace trace;
    QVERIFY(ask(who, start + seconds(1)).has_value());
    QCOMPARE(trace.statements(), statements);
    QCOMPARE(trace.changes(), changes);
}

void TestRequestLedger::changesNothingInTheAccount()
{
    const auto before = m_runner->rows("SELECT * FROM accounts").value();
    for (int i = 0; i < 300; ++i) {
        for (const QString &who : {known, unconfirmed, disabled, throttled})
            QVERIFY(ask(who, start + minutes(i)).has_value());
    }
    QCOMPARE(m_runner->rows("SELECT * FROM accounts").value(), before);
}

void TestRequestLedger::holdsNoAddress()
{
    // What a stranger types is kept nowhere.
    QVERIFY(ask(QStringLiteral("canary-7f3a@example.com")).has_value());
    m_runner.reset();
    const QByteArray file =
        contentOf(m_folder->path()) + contentOf(m_folder->path() + QLatin1String("-wal"));
    QVERIFY(file.contains("known@example.com"));
    QVERIFY(!file.contains("canary"));
    m_runner = m_folder->open();
}

void TestRequestLedger::drawsEachNonceAnew()
{
    for (int i = 0; i < 200; ++i)
        QVERIFY(ask(i % 2 == 0 ? known : unknown, start + minutes(i)).has_value());
    const int requests = numberOf(*m_runner, "SELECT count(*) FROM latchkey_requests");
    QCOMPARE(numberOf(*m_runner, "SELECT count(DISTINCT nonce) FROM latchkey_requests"
                                 " WHERE length(nonce) = 16"),
             requests);
}

void TestRequestLedger::writesNothingAtTheDevicesLimit()
{
    for (int i = 0; i < limits().perDeviceMinute - 1; ++i)
        QVERIFY(ask(unknown).has_value());
    {
        const StatementTrace trace;
        for (const QString &who : {known, unknown}) {
            const auto refused = ask(who);
            QCOMPARE(reasonOf(refused), Reason::TooManyTries);
            QCOMPARE(refused.error().span, seconds(50)); // the throttled one's first was 10 s ago
        }
        QCOMPARE(trace.changes(), 0);
    }
    QVERIFY(ask(known, start + seconds(50)).has_value());
}

void TestRequestLedger::commitsRequestAndMailTogether()
{
    const int before = numberOf(*m_runner, "SELECT count(*) FROM latchkey_requests");
    const int events = numberOf(*m_runner, "SELECT count(*) FROM latchkey_throttle");
    QVERIFY(m_runner
                ->execute("CREATE TRIGGER stop BEFORE INSERT ON latchkey_outbox"
                          " BEGIN SELECT raise(FAIL, 'on purpose'); END")
                .has_value());
    QCOMPARE(reasonOf(ask(known)), Reason::DatabaseFailed);
    QCOMPARE(numberOf(*m_runner, "SELECT count(*) FROM latchkey_requests"), before);
    QCOMPARE(numberOf(*m_runner, "SELECT count(*) FROM latchkey_throttle"), events);
}

void TestRequestLedger::asksForConfirmation()
{
    AccountStore accounts(*m_runner);
    RequestLedger ledger(*m_runner);
    const Account account = accounts.find(address(unconfirmed)).value().value();
    const RequestId id = ledger.recordConfirmation(account, start).value();
    QCOMPARE(of(id, "SELECT purpose FROM latchkey_requests WHERE id = ?").toInt(),
             static_cast<int>(Purpose::Confirm));
    QCOMPARE(of(id, "SELECT kind FROM latchkey_outbox WHERE request_id = ?").toInt(),
             static_cast<int>(LetterKind::Confirm));
    QCOMPARE(of(id, "SELECT state FROM latchkey_outbox WHERE request_id = ?").toInt(),
             static_cast<int>(OutboxState::Pending));
    const Account off = accounts.find(address(disabled)).value().value();
    QCOMPARE(reasonOf(ledger.recordConfirmation(off, start)), Reason::AccountUnavailable);
}

void TestRequestLedger::listsAnAccountsRequests()
{
    const AccountId id = AccountStore(*m_runner).find(address(known)).value()->id;
    QVERIFY(ask(known).has_value());
    QVERIFY(ask(known, start + seconds(1)).has_value());
    QVERIFY(ask(unknown, start + seconds(2)).has_value());
    QList<RequestRow> rows = RequestLedger(*m_runner).ofAccount(id, 10).value();
    QCOMPARE(rows.size(), 2);
    QCOMPARE(rows[0].decision, Decision::Throttled);
    QCOMPARE(rows[1].decision, Decision::Queued);
    QCOMPARE(rows[1].requestedAt, start);
    QVERIFY(!rows[1].voided);
    QCOMPARE(RequestLedger(*m_runner).ofAccount(id, 1)->size(), 1);
    QVERIFY(LinkLedger(*m_runner).voidAll(id, VoidedBy::Withdrawn, start).has_value());
    rows = RequestLedger(*m_runner).ofAccount(id, 10).value();
    QVERIFY(rows[0].voided && rows[1].voided);
}

QTEST_GUILESS_MAIN(TestRequestLedger)
#include "test_requestledger.moc"
