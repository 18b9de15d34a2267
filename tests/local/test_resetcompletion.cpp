// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/log.h"
#include "services/local/clockmark.h"
#include "services/local/outbox.h"
#include "services/local/resetcompletion.h"
#include "tests/local/storekit.h"

#include <QTest>

using namespace latchkey;
using namespace latchkey::testing;
using std::chrono::seconds;

class TestResetCompletion : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init();
    void cleanup();
    void doesEverythingThatASavedPasswordMeans();
    void leavesOthersAlone();
    void savesOnce();
    void spendsForeignTokensOnce();
    void changesNothingForALostAccount_data();
    void changesNothingForALostAccount();
    void changesNothingAfterAnotherChange_data();
    void changesNothingAfterAnotherChange();
    void changesNothingHalfway_data();
    void changesNothingHalfway();
    void confirmsOnce();

private:
    ResetCompletion completion() const { return ResetCompletion(*m_runner); }
    LinkRow link(Purpose purpose = Purpose::Reset) const
    {
        return {.accountId = m_anna, .purpose = purpose, .issuedAt = start};
    }
    QList<SqlRow> everything() const
    {
        QList<SqlRow> all;
        for (const char *sql : {"SELECT * FROM accounts", "SELECT * FROM latchkey_links",
                                "SELECT * FROM latchkey_requests", "SELECT * FROM latchkey_outbox",
                                "SELECT * FROM latchkey_log", "SELECT * FROM latchkey_meta"})
            all += m_runner->rows(sql).value();
        return all;
    }

    std::unique_ptr<StoreFolder> m_folder;
    std::unique_ptr<SqlRunner> m_runner;
    AccountId m_anna = 0;
    const Instant m_now = start + seconds(30);
};

void TestResetCompletion::init()
{
    QLoggingCategory::setFilterRules(QStringLiteral("latchkey.store=false"));
    m_folder = std::make_unique<StoreFolder>();
    m_runner = m_folder->create();
    QVERIFY(m_runner->rows("PRAGMA synchronous = OFF").has_value());
    m_anna = addAccount(*m_runner, QStringLiteral("anna@example.com"));
    LinkLedger links(*m_runner);
    QVERIFY(links.add(digestOf(1), link()).has_value());
    QVERIFY(links.add(digestOf(2), link()).has_value());
}

void TestResetCompletion::cleanup()
{
    m_runner.reset();
    m_folder.reset();
}

void TestResetCompletion::doesEverythingThatASavedPasswordMeans()
{
    const auto asked = RequestLedger(*m_runner).record(address(QStringLiteral("anna@example.com")),
                                                       limits(), start);
    QVERIFY(asked.has_value());
    QVERIFY(completion().saveNewPassword(digestOf(1), link(), "new hash", m_now).has_value());
    const Account anna = accountOf(*m_runner, m_anna);
    QCOMPARE(anna.passwordHash, QByteArray("new hash"));
    QCOMPARE(anna.sessionGeneration, 1);
    QCOMPARE(anna.linksVoidBefore, m_now);
    LinkLedger links(*m_runner);
    QCOMPARE((*links.find(digestOf(1)))->usedAt, std::optional(m_now));
    QCOMPARE((*links.find(digestOf(2)))->voidedBy, std::optional(VoidedBy::PasswordSaved));
    const QList<OutboxRow> mails = Outbox(*m_runner).list(10).value();
    QCOMPARE(mails.size(), 2);
    QCOMPARE(mails[0].entry.kind, LetterKind::Notice);
    QCOMPARE(mails[0].entry.account, std::optional(m_anna));
    QCOMPARE(mails[0].state, OutboxState::Pending);
    QCOMPARE(mails[1].state, OutboxState::Dropped);
    QCOMPARE(valueOf(*m_runner, "SELECT event FROM latchkey_log").toString(),
             QStringLiteral("password-reset"));
    QCOMPARE(ClockMark(*m_runner).read().value(), m_now);
}

void TestResetCompletion::leavesOthersAlone()
{
    const AccountId bert = addAccount(*m_runner, QStringLiteral("bert@example.com"));
    QVERIFY(LinkLedger(*m_runner).add(digestOf(3), {.accountId = bert, .issuedAt = start}));
    const auto before = m_runner->rows("SELECT * FROM accounts WHERE id = ?", {bert}).value();
    QVERIFY(completion().saveNewPassword(digestOf(1), link(), "new hash", m_now).has_value());
    QCOMPARE(m_runner->rows("SELECT * FROM accounts WHERE id = ?", {bert}).value(), before);
    QVERIFY(!(*LinkLedger(*m_runner).find(digestOf(3)))->voidedAt);
}

void TestResetCompletion::savesOnce()
{
    QVERIFY(completion().saveNewPassword(digestOf(1), link(), "first", m_now).has_value());
    const QList<SqlRow> before = everything();
    for (const int digest : {1, 2}) {
        QCOMPARE(reasonOf(completion().saveNewPassword(digestOf(digest), link(), "second", m_now)),
                 Reason::LinkUsed);
    }
    QCOMPARE(everything(), before);
}

void TestResetCompletion::spendsForeignTokensOnce()
{
    // One that a Flask application signed: it has no row until it is used.
    QVERIFY(completion().saveNewPassword(digestOf(9), link(), "first", m_now).has_value());
    QCOMPARE(reasonOf(completion().saveNewPassword(digestOf(9), link(), "second", m_now)),
             Reason::LinkUsed);
    QCOMPARE(accountOf(*m_runner, m_anna).passwordHash, QByteArray("first"));
}

void TestResetCompletion::changesNothingForALostAccount_data()
{
    QTest::addColumn<bool>("removed");
    QTest::newRow("disabled") << false;
    QTest::newRow("removed") << true;
}

void TestResetCompletion::changesNothingForALostAccount()
{
    QFETCH(const bool, removed);
    AccountStore accounts(*m_runner);
    QVERIFY((removed ? accounts.remove(m_anna) : accounts.setDisabled(m_anna, true, start))
                .has_value());
    const QList<SqlRow> before = everything();
    QCOMPARE(reasonOf(completion().saveNewPassword(digestOf(1), link(), "hash", m_now)),
             Reason::AccountUnavailable);
    QCOMPARE(reasonOf(completion().confirmAddress(digestOf(1), link(), m_now)),
             Reason::AccountUnavailable);
    // The token is not spent either: an account that was disabled by mistake can go on with it.
    QCOMPARE(everything(), before);
}

void TestResetCompletion::changesNothingAfterAnotherChange_data()
{
    QTest::addColumn<bool>("ours");
    QTest::addColumn<int>("changedAfter");
    QTest::addColumn<Reason>("reason");
    QTest::newRow("our link") << true << 1 << Reason::LinkWithdrawn;
    QTest::newRow("another's token") << false << 1 << Reason::LinkUsed;
    QTest::newRow("another's, in the same second") << false << 0 << Reason::LinkUsed;
}

// By a road that knows of no rows, between the look at the link and the saving.
void TestResetCompletion::changesNothingAfterAnotherChange()
{
    QFETCH(bool, ours);
    QFETCH(int, changedAfter);
    QFETCH(Reason, reason);
    LinkRow row = link();
    if (ours)
        row.requestId = 1;
    QVERIFY(AccountStore(*m_runner)
                .setPassword(m_anna, "hash by another road", start + seconds(changedAfter))
                .has_value());
    const QList<SqlRow> before = everything();
    QCOMPARE(reasonOf(completion().saveNewPassword(digestOf(ours ? 1 : 3), row, "hash", m_now)),
             reason);
    QCOMPARE(everything(), before);
}

void TestResetCompletion::changesNothingHalfway_data()
{
    // Each statement of the transaction fails in turn.
    QTest::addColumn<QByteArray>("trigger");
    for (const char *on : {"UPDATE ON accounts", "UPDATE OF used_at ON latchkey_links",
                           "UPDATE OF voided_at ON latchkey_links", "INSERT ON latchkey_outbox",
                           "INSERT ON latchkey_log", "UPDATE ON latchkey_meta"})
        QTest::newRow(on) << QByteArray("CREATE TRIGGER stop BEFORE ") + on +
                                 " BEGIN SELECT raise(FAIL, 'on purpose'); END";
}

void TestResetCompletion::changesNothingHalfway()
{
    QFETCH(const QByteArray, trigger);
    QVERIFY(m_runner->execute(trigger.constData()).has_value());
    const QList<SqlRow> before = everything();
    QCOMPARE(reasonOf(completion().saveNewPassword(digestOf(1), link(), "hash", m_now)),
             Reason::DatabaseFailed);
    QCOMPARE(everything(), before);
    QVERIFY(m_runner->execute("DROP TRIGGER stop").has_value());
    QVERIFY(completion().saveNewPassword(digestOf(1), link(), "hash", m_now).has_value());
}

void TestResetCompletion::confirmsOnce()
{
    QVERIFY(AccountStore(*m_runner).setConfirmed(m_anna, false, start).has_value());
    QVERIFY(LinkLedger(*m_runner).add(digestOf(5), link(Purpose::Confirm)).has_value());
    QVERIFY(completion().confirmAddress(digestOf(5), link(Purpose::Confirm), m_now).has_value());
    const Account anna = accountOf(*m_runner, m_anna);
    QCOMPARE(anna.confirmedAt, std::optional(m_now));
    QVERIFY(anna.passwordHash.isEmpty());
    QCOMPARE(anna.sessionGeneration, 0);
    // Links that reset the password live on, and nobody is told that it changed.
    QVERIFY(!(*LinkLedger(*m_runner).find(digestOf(1)))->voidedAt);
    QVERIFY(Outbox(*m_runner).list(10)->isEmpty());
    QCOMPARE(reasonOf(completion().confirmAddress(digestOf(5), link(Purpose::Confirm), m_now)),
             Reason::LinkUsed);
}

QTEST_GUILESS_MAIN(TestResetCompletion)
#include "test_resetcompletion.moc"
