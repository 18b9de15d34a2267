// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/log.h"
#include "services/local/sqlrunner.h"
#include "tests/local/sqliteprobe.h"
#include "tests/local/storekit.h"

#include <QRandomGenerator>
#include <QSqlError>
#include <QTest>

using namespace latchkey;
using namespace latchkey::testing;

class TestSqlRunner : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase();
    void init();
    void cleanup();
    void givesRowsChangesAndIds();
    void takesAnyTextAsAValue();
    void tellsNothingFromEmpty();
    void rollsBackWhatFails();
    void commitsWhatDoesNot();
    void undoesAStepAlone();
    void givesUpWhatTheEngineGaveUp();
    void namesEachError_data();
    void namesEachError();
    void goesOnAfterAFailure();
    void failsWhenRowsBreakOff();
    void leavesNoConnectionBehind();

private:
    std::unique_ptr<StoreFolder> m_folder;
    std::unique_ptr<SqlRunner> m_runner;
};

void TestSqlRunner::initTestCase()
{
    QLoggingCategory::setFilterRules(QStringLiteral("latchkey.store=false"));
}

void TestSqlRunner::init()
{
    m_folder = std::make_unique<StoreFolder>();
    m_runner = m_folder->create();
    QVERIFY(m_runner->rows("PRAGMA synchronous = OFF").has_value());
    QVERIFY(m_runner->execute("CREATE TABLE things (id INTEGER PRIMARY KEY, word TEXT NOT NULL)")
                .has_value());
}

void TestSqlRunner::cleanup()
{
    m_runner.reset();
    m_folder.reset();
}

void TestSqlRunner::givesRowsChangesAndIds()
{
    for (qint64 id = 1; id <= 3; ++id) {
        QCOMPARE(
            m_runner->insert("INSERT INTO things (word) VALUES (?)", {QStringLiteral("a")}).value(),
            id);
    }
    QCOMPARE(m_runner->execute("UPDATE things SET word = ? WHERE id > ?", {QStringLiteral("b"), 1})
                 .value(),
             2);
    QCOMPARE(m_runner->execute("DELETE FROM things WHERE id > ?", {7}).value(), 0);
    const auto rows = m_runner->rows("SELECT id, word FROM things ORDER BY id");
    QCOMPARE(rows.value(),
             (QList<SqlRow>{
                 {1, QStringLiteral("a")}, {2, QStringLiteral("b")}, {3, QStringLiteral("b")}}));
    QVERIFY(m_runner->row("SELECT id FROM things WHERE id = ?", {2}).value().has_value());
    QVERIFY(!m_runner->row("SELECT id FROM things WHERE id = ?", {9}).value().has_value());
}

void TestSqlRunner::takesAnyTextAsAValue()
{
    QStringList words{QStringLiteral("'; DROP TABLE things; --"), QStringLiteral("\" OR 1=1"),
                      QStringLiteral("?1"), QStringLiteral(":name"), QStringLiteral("%_\\")};
    QRandomGenerator random(20);
    for (int i = 0; i < 1000; ++i) {
        QString word;
        for (int left = random.bounded(1, 30); left > 0; --left)
            word += QChar(random.bounded(1, 0xd800));
        words << word;
    }
    const auto stored = m_runner->transaction([&]() -> Result<void> {
        for (const QString &word : std::as_const(words)) {
            if (auto done = m_runner->insert("INSERT INTO things (word) VALUES (?)", {word}); !done)
                return fail(done.error());
        }
        return {};
    });
    QVERIFY(stored.has_value());
    QCOMPARE(PlainConnection(m_folder->path()).column("SELECT word FROM things ORDER BY id"),
             words);
    for (const QString &word : std::as_const(words))
        QVERIFY(m_runner->row("SELECT id FROM things WHERE word = ?", {word}).value().has_value());
}

void TestSqlRunner::tellsNothingFromEmpty()
{
    QVERIFY(valueOf(*m_runner, "SELECT ?", {QVariant()}).isNull());
    QVERIFY(!valueOf(*m_runner, "SELECT ?", {QStringLiteral("")}).isNull());
    QCOMPARE(valueOf(*m_runner, "SELECT typeof(?)", {QByteArray("\0\1", 2)}).toString(),
             QStringLiteral("blob"));
}

void TestSqlRunner::rollsBackWhatFails()
{
    const auto outcome = m_runner->transaction([&]() -> Result<int> {
        if (auto done = m_runner->insert("INSERT INTO things (word) VALUES ('a')", {}); !done)
            return fail(done.error());
        return fail(Reason::LinkUsed, QStringLiteral("on purpose"));
    });
    QCOMPARE(reasonOf(outcome), Reason::LinkUsed);
    QCOMPARE(outcome.error().detail, QStringLiteral("on purpose"));
    QCOMPARE(numberOf(*m_runner, "SELECT count(*) FROM things"), 0);
}

void TestSqlRunner::commitsWhatDoesNot()
{
    const auto outcome = m_runner->transaction(
        [&] { return m_runner->insert("INSERT INTO things (word) VALUES ('a')", {}); });
    QCOMPARE(outcome.value(), 1);
    QCOMPARE(PlainConnection(m_folder->path()).value("SELECT count(*) FROM things"),
             QStringLiteral("1"));
}

void TestSqlRunner::undoesAStepAlone()
{
    constexpr const char *insert = "INSERT INTO things (word) VALUES (?)";
    const auto outcome = m_runner->transaction([&]() -> Result<int> {
        const auto kept = m_runner->insert(insert, {QStringLiteral("a")});
        const auto undone = m_runner->transaction([&]() -> Result<qint64> {
            (void)m_runner->insert(insert, {QStringLiteral("b")});
            return fail(Reason::LinkWithdrawn);
        });
        const auto step =
            m_runner->transaction([&] { return m_runner->insert(insert, {QStringLiteral("c")}); });
        return kept && step && reasonOf(undone) == Reason::LinkWithdrawn ? 1 : 0;
    });
    QCOMPARE(outcome.value(), 1);
    const PlainConnection plain(m_folder->path());
    QCOMPARE(plain.column("SELECT word FROM things ORDER BY id").join(u' '), QStringLiteral("a c"));
    // A step lasts no longer than what it is a step of.
    (void)m_runner->transaction([&]() -> Result<void> {
        (void)m_runner->transaction(
            [&] { return m_runner->insert(insert, {QStringLiteral("d")}); });
        return fail(Reason::Cancelled);
    });
    QCOMPARE(plain.value("SELECT count(*) FROM things"), QStringLiteral("2"));
}

// The engine may roll all of it back by itself. What comes next must not become transactions of its
// own.
void TestSqlRunner::givesUpWhatTheEngineGaveUp()
{
    constexpr const char *insert = "INSERT INTO things (word) VALUES (?)";
    const auto outcome = m_runner->transaction([&]() -> Result<int> {
        (void)m_runner->insert(insert, {QStringLiteral("a")});
        const auto lost = m_runner->transaction([&]() -> Result<void> {
            (void)m_runner->execute("ROLLBACK");
            return fail(Reason::DatabaseFull);
        });
        const auto next = m_runner->insert(insert, {QStringLiteral("b")});
        return reasonOf(lost) == Reason::DatabaseFull && reasonOf(next) == Reason::DatabaseFull ? 1
                                                                                                : 0;
    });
    QCOMPARE(reasonOf(outcome), Reason::DatabaseFull);
    const PlainConnection plain(m_folder->path());
    QCOMPARE(plain.value("SELECT count(*) FROM things"), QStringLiteral("0"));
    QVERIFY(m_runner->transaction([&] { return m_runner->insert(insert, {QStringLiteral("e")}); }));
    QCOMPARE(plain.value("SELECT count(*) FROM things"), QStringLiteral("1"));
}

void TestSqlRunner::namesEachError_data()
{
    // Result codes of sqlite3.h, some of them extended, in the form in which Qt gives them.
    QTest::addColumn<QString>("code");
    QTest::addColumn<Reason>("reason");
    const auto row = [](int code, Reason reason) {
        QTest::addRow("%d", code) << QString::number(code) << reason;
    };
    row(SQLITE_BUSY, Reason::DatabaseBusy);
    row(SQLITE_BUSY_SNAPSHOT, Reason::DatabaseBusy);
    row(SQLITE_LOCKED, Reason::DatabaseBusy);
    row(SQLITE_FULL, Reason::DatabaseFull);
    row(SQLITE_READONLY, Reason::DatabaseReadOnly);
    row(SQLITE_READONLY_DIRECTORY, Reason::DatabaseReadOnly);
    row(SQLITE_PERM, Reason::DatabaseUnreadable);
    row(SQLITE_CANTOPEN, Reason::DatabaseUnreadable);
    row(SQLITE_CORRUPT, Reason::DatabaseDamaged);
    row(SQLITE_CORRUPT_INDEX, Reason::DatabaseDamaged);
    row(SQLITE_NOTADB, Reason::DatabaseDamaged);
    row(SQLITE_IOERR_FSYNC, Reason::DatabaseFailed);
    row(SQLITE_CONSTRAINT_UNIQUE, Reason::DatabaseFailed);
    row(SQLITE_ERROR, Reason::DatabaseFailed);
    QTest::newRow("none") << QString() << Reason::DatabaseFailed;
}

void TestSqlRunner::namesEachError()
{
    QFETCH(const QString, code);
    QFETCH(const Reason, reason);
    const Failure failure =
        databaseFailure(QSqlError(QStringLiteral("driver"), QStringLiteral("said so"),
                                  QSqlError::StatementError, code),
                        QStringLiteral("/a/file"));
    QCOMPARE(failure.reason, reason);
    QCOMPARE(failure.about, QStringLiteral("/a/file"));
    QVERIFY(failure.detail.contains(QStringLiteral("said so")));
}

void TestSqlRunner::goesOnAfterAFailure()
{
    constexpr const char *insert = "INSERT INTO things (id, word) VALUES (?, ?)";
    QVERIFY(m_runner->insert(insert, {1, QStringLiteral("a")}).has_value());
    const auto twice = m_runner->insert(insert, {1, QStringLiteral("b")});
    QCOMPARE(reasonOf(twice), Reason::DatabaseFailed);
    QVERIFY(twice.error().detail.contains(QStringLiteral("UNIQUE")));
    QCOMPARE(reasonOf(m_runner->insert(insert, {2, QVariant()})), Reason::DatabaseFailed);
    QVERIFY(m_runner->insert(insert, {2, QStringLiteral("c")}).has_value());
    QCOMPARE(reasonOf(m_runner->rows("SELECT nothing FROM nowhere")), Reason::DatabaseFailed);
    QCOMPARE(numberOf(*m_runner, "SELECT count(*) FROM things"), 2);
}

void TestSqlRunner::failsWhenRowsBreakOff()
{
    // The first row is good, a later one is not: half an answer is none.
    const auto rows = m_runner->rows("SELECT abs(column1) FROM (VALUES (1), (2),"
                                     " (-9223372036854775807 - 1))");
    QCOMPARE(reasonOf(rows), Reason::DatabaseFailed);
    QCOMPARE(numberOf(*m_runner, "SELECT 7"), 7);
}

void TestSqlRunner::leavesNoConnectionBehind()
{
    QCOMPARE(QSqlDatabase::connectionNames().size(), 1);
    m_runner.reset();
    QVERIFY(QSqlDatabase::connectionNames().isEmpty());
    QCOMPARE(reasonOf(openDatabase(m_folder->file(QStringLiteral("none")))),
             Reason::DatabaseMissing);
    QVERIFY(QSqlDatabase::connectionNames().isEmpty());
}

QTEST_GUILESS_MAIN(TestSqlRunner)
#include "test_sqlrunner.moc"
