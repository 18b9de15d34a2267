// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/log.h"
#include "services/local/databasebackup.h"
#include "tests/local/sqliteprobe.h"
#include "tests/local/storekit.h"

#include <QDir>
#include <QFileInfo>
#include <QTest>

#include <sys/stat.h>

using namespace latchkey;
using namespace latchkey::testing;

/// Copies. What puts one back in place is tested with the verbs that do so.
class TestDatabaseBackup : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init();
    void cleanup();
    void copiesEverything();
    void overwritesNothing_data();
    void overwritesNothing();
    void leavesNothingBehindWhenItFails();
    void copiesWhileOthersWrite();

private:
    std::unique_ptr<StoreFolder> m_folder;
    std::unique_ptr<SqlRunner> m_runner;
    QString m_copy;
};

void TestDatabaseBackup::init()
{
    QLoggingCategory::setFilterRules(QStringLiteral("latchkey.store=false"));
    m_folder = std::make_unique<StoreFolder>();
    m_copy = m_folder->file(QStringLiteral("it's a copy.db"));
    m_runner = m_folder->create();
    for (int i = 0; i < 20; ++i)
        addAccount(*m_runner, QStringLiteral("person%1@example.com").arg(i));
}

void TestDatabaseBackup::cleanup()
{
    m_runner.reset();
    m_folder.reset();
}

void TestDatabaseBackup::copiesEverything()
{
    // All of it is still in the log at this moment.
    QVERIFY(!contentOf(m_folder->path()).contains("person7@example.com"));
    QVERIFY(backUpDatabase(*m_runner, m_copy).has_value());
    struct stat file = {};
    QCOMPARE(lstat(QFile::encodeName(m_copy).constData(), &file), 0);
    QCOMPARE(file.st_mode & 07777, 0600U);
    const PlainConnection copy(m_copy);
    const PlainConnection original(m_folder->path());
    for (const char *sql : {"SELECT id || email || created_at FROM accounts",
                            "SELECT key || value FROM latchkey_meta",
                            "SELECT name || coalesce(sql, '') FROM sqlite_master ORDER BY name"})
        QCOMPARE(copy.column(sql), original.column(sql));
    QVERIFY(openDatabase(m_copy).has_value());
}

void TestDatabaseBackup::overwritesNothing_data()
{
    QTest::addColumn<QByteArray>("what");
    for (const char *what : {"file", "folder", "link", "link that leads nowhere"})
        QTest::newRow(what) << QByteArray(what);
}

void TestDatabaseBackup::overwritesNothing()
{
    QFETCH(const QByteArray, what);
    const QString kept = m_folder->file(QStringLiteral("kept"));
    writeFile(kept, "kept");
    if (what == "file")
        writeFile(m_copy, "kept");
    else if (what == "folder")
        QVERIFY(QDir().mkdir(m_copy));
    else
        QVERIFY(QFile::link(what == "link" ? kept : kept + QLatin1String("2"), m_copy));
    const auto done = backUpDatabase(*m_runner, m_copy);
    QCOMPARE(reasonOf(done), Reason::FileUnreadable);
    QCOMPARE(done.error().about, m_copy);
    QCOMPARE(contentOf(kept), QByteArray("kept"));
    QVERIFY(what != "file" || contentOf(m_copy) == "kept");
    QVERIFY(!QFileInfo::exists(kept + QLatin1String("2")));
}

void TestDatabaseBackup::leavesNothingBehindWhenItFails()
{
    QVERIFY(!backUpDatabase(*m_runner, m_folder->file(QStringLiteral("none/copy.db"))).has_value());
    // VACUUM cannot run within a transaction.
    QVERIFY(m_runner->execute("BEGIN").has_value());
    QVERIFY(!backUpDatabase(*m_runner, m_copy).has_value());
    QVERIFY(m_runner->execute("ROLLBACK").has_value());
    QVERIFY(!QFileInfo::exists(m_copy));
    QVERIFY(backUpDatabase(*m_runner, m_copy).has_value());
}

void TestDatabaseBackup::copiesWhileOthersWrite()
{
    m_runner.reset();
    std::array<int, 2> said{};
    QCOMPARE(pipe(said.data()), 0);
    const pid_t child = startChild([&] {
        const auto runner = m_folder->open();
        for (int i = 0;; ++i) {
            const auto who = address(QStringLiteral("nobody%1@example.com").arg(i));
            const auto id =
                RequestLedger(*runner).record(who, limits(), start + std::chrono::minutes(i));
            if (!id || write(said[1], &*id, sizeof *id) != sizeof *id)
                return 1;
        }
    });
    ::close(said[1]);
    qint64 before = 0;
    QCOMPARE(read(said[0], &before, sizeof before), qint64{sizeof before});
    m_runner = m_folder->open();
    for (int i = 0; i < 5; ++i) {
        const QString name = m_copy + QString::number(i);
        QVERIFY(backUpDatabase(*m_runner, name).has_value());
        const PlainConnection copy(name);
        const int requests = copy.value("SELECT max(id) FROM latchkey_requests").toInt();
        QVERIFY(requests >= before);
        // One moment of it: every request with its mail.
        QCOMPARE(copy.value("SELECT count(*) FROM latchkey_outbox o JOIN latchkey_requests r"
                            " ON r.id = o.request_id")
                     .toInt(),
                 requests);
        QVERIFY(read(said[0], &before, sizeof before) == sizeof before);
    }
    ::kill(child, SIGKILL);
    QCOMPARE(waitForChild(child), -1);
    ::close(said[0]);
}

QTEST_GUILESS_MAIN(TestDatabaseBackup)
#include "test_databasebackup.moc"
