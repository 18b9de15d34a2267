// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/log.h"
#include "tests/local/servicekit.h"
#include "tests/local/sqliteprobe.h"
#include "tests/local/storekit.h"

using namespace latchkey;
using namespace latchkey::contract;
using namespace latchkey::testing;

namespace {

constexpr const char *columnsOfRequests =
    "SELECT name || ' ' || type || ' ' || \"notnull\" || ' ' || coalesce(dflt_value, '')"
    " FROM pragma_table_info('latchkey_requests')";

QByteArray hex(const QByteArray &bytes)
{
    return "x'" + bytes.toHex() + "'";
}

} // namespace

/// A file that version 1 of the schema left on a disk, with people and mails in it, is one of
/// today's after it was opened: nothing is lost, and what was promised then is kept.
class TestSchemaUpgrade : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase();
    void init();
    void cleanup() { m_harness.reset(); }

    void becomesWhatANewOneIs();
    void keepsEveryRow();
    void keepsACopyOfVersionOne();
    void isUpgradedByOneOfMany();
    void isLeftAloneWithoutACopy();
    void isNotWrittenWhereOnlyReadIsWanted();
    void linksOfVersionOneStillOpen();
    void mailsOfVersionOneStillGoOut();

private:
    /// The statements of version 1 and rows of its time: a live link of the first person, a mail of
    /// the second that waits, and one that was used.
    void makeVersionOne(const QString &path);
    QString path() const { return m_harness->options.databasePath; }
    QString copy() const { return path() + QStringLiteral(".before-v2"); }

    const QByteArray m_nonce = QByteArray(16, 'n');
    QByteArray m_token;
    std::unique_ptr<LocalHarness> m_harness;
};

void TestSchemaUpgrade::initTestCase()
{
    QLoggingCategory::setFilterRules(QStringLiteral("latchkey.store=false"));
}

void TestSchemaUpgrade::init()
{
    m_harness = std::make_unique<LocalHarness>();
    m_harness->closeConnection();
    QVERIFY(QFile::remove(path()));
    makeVersionOne(path());
}

void TestSchemaUpgrade::makeVersionOne(const QString &path)
{
    writeFile(path, {});
    const PlainConnection plain(path);
    const QByteArray tables = contentOf(QStringLiteral(LATCHKEY_TEST_DATA "/version1.sql"));
    QCOMPARE(plain.execute(tables.constData()), SQLITE_OK);
    QCOMPARE(plain.value("PRAGMA journal_mode = WAL"), QStringLiteral("wal"));

    const QByteArray databaseId("AAAABBBBCCCC");
    const Instant asked = m_harness->now() - 60s;
    const MintedToken minted =
        TimedTokenSigner({m_harness->ring.keys().back().secret}, recoverySalt)
            .sign(composeTokenPayload(databaseId, m_nonce), asked);
    m_token = minted.token;
    const QByteArray at = QByteArray::number(asked.time_since_epoch().count());
    const QByteArray rows =
        "INSERT INTO latchkey_meta VALUES ('schema_version', '1'), ('database_id', '" + databaseId +
        "'), ('clock_mark', '" + at +
        "');"
        "INSERT INTO accounts (id, email, match_key, password_hash, confirmed_at, created_at,"
        " updated_at) VALUES (1, 'anna@example.com', 'anna@example.com', '$x', 1, 1, 1),"
        " (2, 'bert@example.com', 'bert@example.com', '$y', 1, 1, 1);"
        "INSERT INTO latchkey_requests (id, account_id, purpose, nonce, requested_at, decision,"
        " code_tries, voided_at) VALUES (1, 1, 0, " +
        hex(m_nonce) + ", " + at + ", 0, 2, NULL), (2, 2, 0, " + hex(QByteArray(16, 'o')) + ", " +
        at + ", 0, 0, NULL), (3, NULL, 0, " + hex(QByteArray(16, 'p')) + ", " + at +
        ", 1, 0, 7);"
        "INSERT INTO latchkey_links (digest, request_id, account_id, purpose, issued_at) VALUES (" +
        hex(minted.digest) + ", 1, 1, 0, " + at +
        ");"
        "INSERT INTO latchkey_outbox (request_id, account_id, kind, created_at, state, due_at)"
        " VALUES (1, 1, 0, " +
        at + ", 2, " + at + "), (2, 2, 0, " + at + ", 0, " + at + "), (3, NULL, 0, " + at +
        ", 4, " + at +
        ");"
        "INSERT INTO latchkey_throttle VALUES ('device:x', " +
        at + "); INSERT INTO latchkey_log (at, event) VALUES (" + at + ", 'password-reset');";
    QCOMPARE(plain.execute(rows.constData()), SQLITE_OK);
}

void TestSchemaUpgrade::becomesWhatANewOneIs()
{
    m_harness->openConnection();
    QCOMPARE(readSchemaVersion(m_harness->sql()).value(), 2);
    QCOMPARE(readDatabaseId(m_harness->sql()).value(), QByteArray("AAAABBBBCCCC"));
    const StoreFolder fresh;
    fresh.create();
    QCOMPARE(PlainConnection(path()).column(columnsOfRequests),
             PlainConnection(fresh.path()).column(columnsOfRequests));
    for (const char *refused :
         {"UPDATE latchkey_requests SET asked_by = 9", "UPDATE latchkey_requests SET origin = NULL",
          "UPDATE latchkey_requests SET origin = hex(zeroblob(51))",
          "UPDATE latchkey_requests SET binding = 'text'",
          "UPDATE latchkey_requests SET binding = zeroblob(31)"}) {
        QVERIFY2(!m_harness->sql().execute(refused).has_value(), refused);
    }
    // Once; the next opening finds nothing to do.
    m_harness->closeConnection();
    QVERIFY(QFile::remove(copy()));
    m_harness->openConnection();
    QVERIFY(!QFileInfo::exists(copy()));
}

void TestSchemaUpgrade::keepsEveryRow()
{
    constexpr const char *content[] = {
        "SELECT email || password_hash || confirmed_at FROM accounts ORDER BY id",
        "SELECT id || coalesce(account_id, '-') || purpose || hex(nonce) || requested_at || "
        "decision"
        " || code_tries || coalesce(voided_at, '-') FROM latchkey_requests ORDER BY id",
        "SELECT hex(digest) || request_id || issued_at FROM latchkey_links",
        "SELECT request_id || state || due_at FROM latchkey_outbox ORDER BY id",
        "SELECT bucket || at FROM latchkey_throttle",
        "SELECT at || event FROM latchkey_log"};
    QStringList before;
    for (const char *sql : content)
        before << PlainConnection(path()).column(sql);
    QCOMPARE(before.size(), 2 + 3 + 1 + 3 + 1 + 1);
    m_harness->openConnection();
    QStringList after;
    for (const char *sql : content)
        after << PlainConnection(path()).column(sql);
    QCOMPARE(after, before);
    // Of those nobody knows who asked, or where.
    const auto row = RequestLedger(m_harness->sql()).byId(1).value().value();
    QCOMPARE(row.asker, Asker::Unknown);
    QVERIFY(row.origin.isEmpty());
}

void TestSchemaUpgrade::keepsACopyOfVersionOne()
{
    writeFile(copy(), "left behind by an attempt that failed");
    m_harness->openConnection();
    const PlainConnection kept(copy());
    QCOMPARE(kept.value("SELECT value FROM latchkey_meta WHERE key = 'schema_version'"),
             QStringLiteral("1"));
    QCOMPARE(kept.value("PRAGMA integrity_check"), QStringLiteral("ok"));
    QCOMPARE(kept.value("SELECT count(*) FROM latchkey_requests"), QStringLiteral("3"));
    QCOMPARE(QFile::permissions(copy()) & (QFile::ReadGroup | QFile::ReadOther),
             QFile::Permissions{});
}

/// Each of them finds version 1 and wants to bring it up; one does, and its copy is of version 1.
void TestSchemaUpgrade::isUpgradedByOneOfMany()
{
    std::vector<pid_t> children;
    for (int i = 0; i < 8; ++i) {
        children.push_back(startChild([this] {
            const auto opened = openDatabase(path());
            return opened && readSchemaVersion(**opened).value() == 2 ? 0 : 1;
        }));
    }
    for (const pid_t child : children)
        QCOMPARE(waitForChild(child), 0);
    QCOMPARE(PlainConnection(copy()).value(
                 "SELECT value FROM latchkey_meta WHERE key = 'schema_version'"),
             QStringLiteral("1"));
}

void TestSchemaUpgrade::isLeftAloneWithoutACopy()
{
    QVERIFY(QDir().mkdir(copy()));
    QVERIFY(!openDatabase(path()).has_value());
    QCOMPARE(PlainConnection(path()).value(
                 "SELECT value FROM latchkey_meta WHERE key = 'schema_version'"),
             QStringLiteral("1"));
    QCOMPARE(PlainConnection(path()).value("SELECT count(*) FROM latchkey_requests"),
             QStringLiteral("3"));
    QVERIFY(QDir().rmdir(copy()));
    m_harness->openConnection();
}

void TestSchemaUpgrade::isNotWrittenWhereOnlyReadIsWanted()
{
    QCOMPARE(testing::reasonOf(openDatabase(path(), DatabaseMode::ReadOnly)),
             Reason::DatabaseReadOnly);
    QVERIFY(openDatabase(path(), DatabaseMode::AsItIs).has_value());
    QVERIFY(!QFileInfo::exists(copy()));
}

void TestSchemaUpgrade::linksOfVersionOneStillOpen()
{
    LATCHKEY_VERIFY_GOOD(inspect(*m_harness, proofOf(m_token)));
    LATCHKEY_VERIFY_GOOD(
        reset(*m_harness, proofOf(m_token), QByteArray("a brand new pass phrase")));
    LATCHKEY_COMPARE_REASON(inspect(*m_harness, proofOf(m_token)), Reason::LinkUsed);
}

void TestSchemaUpgrade::mailsOfVersionOneStillGoOut()
{
    const Letter letter = m_harness->onlyLetter();
    QCOMPARE(letter.recipient, QStringLiteral("bert@example.com"));
    QVERIFY(!letter.link.isEmpty());
    QVERIFY(!letter.code.isEmpty());
    QVERIFY(letter.origin.isEmpty());
}

QTEST_GUILESS_MAIN(TestSchemaUpgrade)
#include "test_schemaupgrade.moc"
