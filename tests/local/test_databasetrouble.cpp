// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/log.h"
#include "tests/local/sqliteprobe.h"
#include "tests/local/storekit.h"

#include <QElapsedTimer>
#include <QProcess>
#include <QTest>

#include <csignal>
#include <fstream>
#include <sched.h>
#include <sys/mount.h>
#include <sys/resource.h>

using namespace latchkey;
using namespace latchkey::testing;

namespace {

/// The sqlite3 shell as the other program, holding what it was told to until it goes.
class OtherProgram
{
public:
    OtherProgram(const QString &path, const QByteArray &sql)
    {
        m_shell.start(QStringLiteral("sqlite3"), {path});
        m_shell.write(sql + "\nSELECT 'held';\n");
        QByteArray said;
        while (!said.contains("held") && m_shell.waitForReadyRead())
            said += m_shell.readAll();
        m_holds = said.contains("held");
    }
    ~OtherProgram()
    {
        m_shell.closeWriteChannel();
        m_shell.waitForFinished();
    }
    Q_DISABLE_COPY_MOVE(OtherProgram)

    bool holds() const { return m_holds; }

private:
    QProcess m_shell;
    bool m_holds = false;
};

/// Asks until that fails; how often it did not.
struct Asked
{
    int done = 0;
    Reason end = Reason::Internal;
};

Asked askUntilRefused(SqlRunner &runner)
{
    Asked asked;
    RequestLedger ledger(runner);
    for (int i = 0; i < 5000; ++i) {
        const auto request = ledger.record(address(QStringLiteral("nobody%1@example.com").arg(i)),
                                           limits(), start + std::chrono::minutes(i));
        if (!request) {
            asked.end = request.error().reason;
            break;
        }
        ++asked.done;
    }
    return asked;
}

/// Whether exactly so many requests are there, and each of them whole.
bool holdsExactly(SqlRunner &runner, int requests)
{
    return checkIntegrity(runner) &&
           numberOf(runner, "SELECT count(*) FROM latchkey_requests") == requests &&
           numberOf(runner, "SELECT count(*) FROM latchkey_outbox o JOIN latchkey_requests r"
                            " ON r.id = o.request_id") == requests &&
           numberOf(runner, "SELECT count(*) FROM latchkey_throttle") == 2 * requests;
}

void writeLine(const char *path, const std::string &line)
{
    std::ofstream(path) << line;
}

/// Puts a disk of so few bytes in the place of the folder, for this process alone.
bool mountSmallDisk(const QByteArray &folder, const char *options)
{
    const uid_t user = geteuid();
    const gid_t group = getegid();
    if (user != 0) { // whom only a namespace of his own lets mount
        if (unshare(CLONE_NEWUSER | CLONE_NEWNS) != 0)
            return false;
        writeLine("/proc/self/setgroups", "deny");
        writeLine("/proc/self/uid_map", "0 " + std::to_string(user) + " 1");
        writeLine("/proc/self/gid_map", "0 " + std::to_string(group) + " 1");
    } else if (unshare(CLONE_NEWNS) != 0) {
        return false;
    }
    return mount(nullptr, "/", nullptr, MS_REC | MS_PRIVATE, nullptr) == 0 &&
           mount("none", folder.constData(), "tmpfs", 0, options) == 0;
}

} // namespace

class TestDatabaseTrouble : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase();
    void waitsFiveSecondsForALockedDatabase();
    void writesNothingWhileAnotherWrites();
    void readsWhileAnotherWrites();
    void stopsCleanAtTheEnginesLimit();
    void stopsCleanAtTheLargestFile();
    void stopsCleanOnAFullDisk();
    void makesNothingOnAFullDisk();
};

void TestDatabaseTrouble::initTestCase()
{
    QLoggingCategory::setFilterRules(QStringLiteral("latchkey.store=false"));
}

void TestDatabaseTrouble::waitsFiveSecondsForALockedDatabase()
{
    const StoreFolder folder;
    folder.create();
    {
        const OtherProgram other(folder.path(), "PRAGMA locking_mode = EXCLUSIVE; BEGIN EXCLUSIVE;"
                                                "UPDATE accounts SET locale = 'de';");
        QVERIFY(other.holds());
        QElapsedTimer timer;
        timer.start();
        const auto opened = openDatabase(folder.path());
        QCOMPARE(reasonOf(opened), Reason::DatabaseBusy);
        QCOMPARE(opened.error().about, folder.path());
        QVERIFY(timer.elapsed() >= 4500);
        QVERIFY(timer.elapsed() < 20'000);
    }
    QVERIFY(openDatabase(folder.path()).has_value());
}

void TestDatabaseTrouble::writesNothingWhileAnotherWrites()
{
    const StoreFolder folder;
    const auto runner = folder.create();
    QVERIFY(runner->rows("PRAGMA busy_timeout = 50").has_value());
    {
        const OtherProgram other(folder.path(), "BEGIN IMMEDIATE;");
        QVERIFY(other.holds());
        const Asked asked = askUntilRefused(*runner);
        QCOMPARE(asked.end, Reason::DatabaseBusy);
        QCOMPARE(asked.done, 0);
    }
    QVERIFY(holdsExactly(*runner, 0));
    QVERIFY(RequestLedger(*runner)
                .record(address(QStringLiteral("anna@example.com")), limits(), start)
                .has_value());
    QVERIFY(holdsExactly(*runner, 1));
}

void TestDatabaseTrouble::readsWhileAnotherWrites()
{
    const StoreFolder folder;
    addAccount(*folder.create(), QStringLiteral("anna@example.com"));
    const OtherProgram other(folder.path(), "BEGIN IMMEDIATE; DELETE FROM accounts;");
    QVERIFY(other.holds());
    QElapsedTimer timer;
    timer.start();
    const auto runner = folder.open();
    QVERIFY(AccountStore(*runner).find(address(QStringLiteral("anna@example.com")))->has_value());
    QVERIFY(timer.elapsed() < 4500);
}

void TestDatabaseTrouble::stopsCleanAtTheEnginesLimit()
{
    const StoreFolder folder;
    {
        const auto runner = folder.create();
        // Some hundred requests, none of which has to outlive this machine.
        QVERIFY(runner->rows("PRAGMA synchronous = OFF").has_value());
        QVERIFY(runner->rows("PRAGMA max_page_count = 100").has_value());
        const Asked asked = askUntilRefused(*runner);
        QCOMPARE(asked.end, Reason::DatabaseFull);
        QVERIFY(asked.done > 100);
        QVERIFY(holdsExactly(*runner, asked.done));
        // What is there can still be used, and room that is made is room.
        QVERIFY(runner->execute("DELETE FROM latchkey_throttle").has_value());
        QVERIFY(askUntilRefused(*runner).done > 0);
    }
    QVERIFY(checkIntegrity(*folder.open()).has_value());
}

void TestDatabaseTrouble::stopsCleanAtTheLargestFile()
{
    // A quota, to the engine: an error that is not ENOSPC.
    const StoreFolder folder;
    folder.create();
    const int code = inChild([&] {
        ::signal(SIGXFSZ, SIG_IGN);
        const rlimit least{400'000, 400'000};
        if (setrlimit(RLIMIT_FSIZE, &least) != 0)
            return 1;
        const auto runner = folder.open();
        const Asked asked = askUntilRefused(*runner);
        if (asked.end != Reason::DatabaseFailed && asked.end != Reason::DatabaseFull)
            return 2;
        if (asked.done < 10)
            return 3;
        return holdsExactly(*runner, asked.done) ? 0 : 4;
    });
    QCOMPARE(code, 0);
    // The next process finds what was promised, and has room.
    const auto runner = folder.open();
    const int requests = numberOf(*runner, "SELECT count(*) FROM latchkey_requests");
    QVERIFY(holdsExactly(*runner, requests));
    QVERIFY(RequestLedger(*runner)
                .record(address(QStringLiteral("anna@example.com")), limits(),
                        start + std::chrono::days(30))
                .has_value());
}

void TestDatabaseTrouble::stopsCleanOnAFullDisk()
{
    const StoreFolder folder;
    const QByteArray disk = QFile::encodeName(folder.file({}));
    const int code = inChild([&] {
        if (!mountSmallDisk(disk, "size=600k,mode=700"))
            return 1;
        int done = 0;
        {
            const auto runner = createDatabase(folder.path());
            if (!runner)
                return 2;
            const Asked asked = askUntilRefused(**runner);
            if (asked.end != Reason::DatabaseFull)
                return 100 + static_cast<int>(asked.end);
            done = asked.done;
            if (done < 10 || !holdsExactly(**runner, done))
                return 3;
        }
        const auto again = openDatabase(folder.path());
        if (!again)
            return 100 + static_cast<int>(again.error().reason);
        return holdsExactly(**again, done) ? 0 : 4;
    });
    QCOMPARE(code, 0);
}

void TestDatabaseTrouble::makesNothingOnAFullDisk()
{
    const StoreFolder folder;
    const QByteArray disk = QFile::encodeName(folder.file({}));
    const int code = inChild([&] {
        if (!mountSmallDisk(disk, "size=40k,mode=700"))
            return 1;
        const auto made = createDatabase(folder.path());
        return made ? 2 : 100 + static_cast<int>(made.error().reason);
    });
    QCOMPARE(static_cast<Reason>(code - 100), Reason::DatabaseFull);
}

QTEST_GUILESS_MAIN(TestDatabaseTrouble)
#include "test_databasetrouble.moc"
