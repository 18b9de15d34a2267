// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/logfile.h"

#include <QDir>
#include <QFile>
#include <QFileInfo>
#include <QTemporaryDir>
#include <QtTest>

#include <csignal>
#include <set>
#include <vector>

#include <sys/mount.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

using namespace latchkey;

namespace {

/// What process `who` writes as its line `number`: long enough to tell a torn one.
QByteArray lineOf(int who, int number)
{
    const QByteArray body(40 + number % 60, static_cast<char>('a' + who));
    return QByteArray::number(who) + ' ' + QByteArray::number(number) + ' ' + body + " end";
}

QByteArray contentOf(const QString &path)
{
    QFile file(path);
    return file.open(QIODevice::ReadOnly) ? file.readAll() : QByteArray();
}

/// Of all files, the oldest first.
/// Of the oldest file first. A file that was set aside may end with half a line, which is none of
/// the next file's: a page of the disk ends where a file is full.
QByteArrayList linesIn(const QString &folder)
{
    QByteArrayList lines;
    for (const QString &file : logFilesIn(folder))
        lines = contentOf(file).split('\n') + lines;
    lines.removeAll(QByteArray());
    return lines;
}

mode_t modeOf(const QString &path)
{
    struct stat facts = {};
    return ::lstat(QFile::encodeName(path).constData(), &facts) == 0 ? facts.st_mode & 07777 : 0;
}

template <class Work>
pid_t inChild(Work work)
{
    const pid_t child = ::fork();
    if (child == 0) {
        work();
        ::_exit(0);
    }
    return child;
}

} // namespace

class TestLogFile : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init();
    void isForItsOwnerAlone();
    void nothingIsMadeBeforeTheFirstLine();
    void addsToWhatIsThere();
    void setsAsideBySize();
    void longLinesAreCut();
    void unsafePlacesAreRefused_data();
    void unsafePlacesAreRefused();
    void processesLoseAndTearNothing();
    void killedInTheMiddle();
    void halfALineIsEnded();
    void noRoomHurtsNobody();
    void fullDisk();
    void threadsShareOne();
    void placeFollowsTheEnvironment();

private:
    QString folder() const { return m_home->filePath(QStringLiteral("state/latchkey")); }
    QString file() const { return folder() + QStringLiteral("/latchkey.log"); }

    std::unique_ptr<QTemporaryDir> m_home;
};

void TestLogFile::init()
{
    m_home = std::make_unique<QTemporaryDir>();
}

void TestLogFile::isForItsOwnerAlone()
{
    const mode_t before = ::umask(0);
    LogFile log(folder(), {.bytes = 10, .kept = 1});
    QVERIFY(log.write("first, and long enough"));
    QVERIFY(log.write("second"));
    ::umask(before);
    QCOMPARE(modeOf(folder()), mode_t{0700});
    QCOMPARE(modeOf(m_home->filePath(QStringLiteral("state"))), mode_t{0700});
    for (const QString &each : QDir(folder()).entryList(QDir::Files))
        QCOMPARE(modeOf(folder() + u'/' + each), mode_t{0600});
}

void TestLogFile::nothingIsMadeBeforeTheFirstLine()
{
    {
        const LogFile log(folder());
    }
    QVERIFY(!QFileInfo::exists(m_home->filePath(QStringLiteral("state"))));
    QCOMPARE(logFilesIn(folder()), QStringList());
}

void TestLogFile::addsToWhatIsThere()
{
    QVERIFY(LogFile(folder()).write("one"));
    LogFile log(folder());
    QVERIFY(log.write("two"));
    QVERIFY(log.write({}));
    QCOMPARE(contentOf(file()), QByteArray("one\ntwo\n\n"));
    // Somebody clears up while it is open.
    QVERIFY(QDir(folder()).removeRecursively());
    QVERIFY(log.write("three"));
    QCOMPARE(contentOf(file()), QByteArray("three\n"));
}

void TestLogFile::setsAsideBySize()
{
    LogFile log(folder(), {.bytes = 100, .kept = 3});
    for (int number = 0; number < 50; ++number)
        QVERIFY(log.write(lineOf(0, number)));
    const QStringList files = logFilesIn(folder());
    QCOMPARE(files.size(), 4);
    QCOMPARE(files.constFirst(), file());
    for (const QString &each : files)
        QVERIFY(QFileInfo(each).size() < 100 + 120);
    const QByteArrayList lines = linesIn(folder());
    QCOMPARE(lines.last(), lineOf(0, 49));
    for (qsizetype i = 0; i < lines.size(); ++i)
        QCOMPARE(lines[i], lineOf(0, static_cast<int>(50 - lines.size() + i)));
}

void TestLogFile::longLinesAreCut()
{
    LogFile log(folder());
    QVERIFY(log.write(QByteArray(10000, 'x')));
    QVERIFY(log.write("next"));
    QCOMPARE(contentOf(file()), QByteArray(4000, 'x') + "\nnext\n");
}

void TestLogFile::unsafePlacesAreRefused_data()
{
    QTest::addColumn<QString>("what");
    QTest::addColumn<QString>("words");
    QTest::newRow("link") << "link" << "a symbolic link";
    QTest::newRow("link to nothing") << "dangling" << "a symbolic link";
    QTest::newRow("folder is a link") << "folder link" << "not a folder";
    QTest::newRow("folder open to others") << "open folder" << "open to other users";
    QTest::newRow("file open to others") << "open file" << "open to other users";
    QTest::newRow("a folder in its place") << "folder" << "";
    QTest::newRow("a pipe in its place") << "pipe" << "not an ordinary file";
    QTest::newRow("a file in the folder's place") << "no folder" << "not a folder";
}

void TestLogFile::unsafePlacesAreRefused()
{
    QFETCH(const QString, what);
    QFETCH(const QString, words);
    const QString target = m_home->filePath(QStringLiteral("precious"));
    QFile precious(target);
    QVERIFY(precious.open(QIODevice::WriteOnly));
    precious.close();
    QVERIFY(QDir().mkpath(what == QLatin1String("folder link") || what == QLatin1String("no folder")
                              ? QFileInfo(folder()).path()
                              : folder()));
    const QByteArray path = QFile::encodeName(file());
    ::chmod(QFile::encodeName(folder()).constData(), 0700);
    if (what == QLatin1String("link"))
        QVERIFY(QFile::link(target, file()));
    else if (what == QLatin1String("dangling"))
        QVERIFY(QFile::link(target + u'x', file()));
    else if (what == QLatin1String("folder link"))
        QVERIFY(QFile::link(m_home->path(), folder()));
    else if (what == QLatin1String("open folder"))
        QCOMPARE(::chmod(QFile::encodeName(folder()).constData(), 0750), 0);
    else if (what == QLatin1String("open file"))
        QVERIFY(QFile::copy(target, file()) && ::chmod(path.constData(), 0640) == 0);
    else if (what == QLatin1String("folder"))
        QVERIFY(QDir().mkpath(file()));
    else if (what == QLatin1String("pipe"))
        QCOMPARE(::mkfifo(path.constData(), 0600), 0);
    else
        QVERIFY(QFile::copy(target, folder()));

    LogFile log(folder());
    for (int round = 0; round < 2; ++round) {
        const auto written = log.write("line");
        QVERIFY(!written);
        QCOMPARE(written.error().reason, Reason::FileUnreadable);
        QVERIFY2(written.error().detail.contains(words), qPrintable(written.error().detail));
    }
    QCOMPARE(contentOf(target), QByteArray());
    QVERIFY(!QFileInfo::exists(target + u'x'));
}

void TestLogFile::processesLoseAndTearNothing()
{
    constexpr int processes = 4;
    constexpr int lines = 10000;
    // Small enough to be set aside some fifty times, while all of them write.
    const LogLimits limits{.bytes = qint64{64} * 1024, .kept = 200};
    std::vector<pid_t> children;
    for (int who = 0; who < processes; ++who) {
        children.push_back(inChild([&] {
            LogFile log(folder(), limits);
            for (int number = 0; number < lines; ++number) {
                if (!log.write(lineOf(who, number)))
                    ::_exit(1);
            }
        }));
    }
    for (const pid_t child : children) {
        int status = -1;
        QCOMPARE(::waitpid(child, &status, 0), child);
        QCOMPARE(status, 0);
    }
    std::set<QByteArray> seen;
    const QByteArrayList found = linesIn(folder());
    for (const QByteArray &line : found)
        QVERIFY2(seen.insert(line).second, line.constData());
    QCOMPARE(found.size(), processes * lines);
    for (int who = 0; who < processes; ++who) {
        for (int number = 0; number < lines; ++number)
            QVERIFY(seen.contains(lineOf(who, number)));
    }
    QVERIFY(logFilesIn(folder()).size() > 20);
}

void TestLogFile::killedInTheMiddle()
{
    const LogLimits limits{.bytes = qint64{16} * 1024, .kept = 3};
    for (int round = 0; round < 30; ++round) {
        const pid_t child = inChild([&] {
            LogFile log(folder(), limits);
            for (int number = 0;; ++number)
                (void)log.write(lineOf(round % 26, number));
        });
        const QByteArray beginning = QByteArray::number(round % 26) + ' ';
        // Long, since a busy machine lets a child wait. Looked at once for each answer: between two
        // looks the file may have been set aside.
        const bool writes = QTest::qWaitFor(
            [&] {
                const QByteArray content = contentOf(file());
                return content.startsWith(beginning) || content.contains('\n' + beginning);
            },
            60'000);
        // Before anything is verified: a child that is left behind writes for ever.
        QCOMPARE(::kill(child, SIGKILL), 0);
        QCOMPARE(::waitpid(child, nullptr, 0), child);
        QVERIFY(writes);
        // Whoever comes next writes on, whatever lock or half rotation is left.
        QVERIFY(LogFile(folder(), limits).write("after " + QByteArray::number(round)));
        QCOMPARE(linesIn(folder()).last(), "after " + QByteArray::number(round));
        // Each of the killed ones may have left the beginning of one line, and nothing is joined to
        // it.
        int cut = 0;
        for (const QByteArray &line : linesIn(folder())) {
            if (line.startsWith("after ") || line.endsWith(" end"))
                continue;
            ++cut;
            const QByteArrayList parts = line.split(' ');
            const bool tellsWhich = parts.size() > 2; // else it was cut in its number
            QVERIFY2(!tellsWhich || lineOf(parts[0].toInt(), parts[1].toInt()).startsWith(line),
                     line.constData());
        }
        QVERIFY2(cut <= round + 1, QByteArray::number(cut).constData());
    }
}

void TestLogFile::halfALineIsEnded()
{
    QVERIFY(LogFile(folder()).write("whole"));
    QFile half(file());
    QVERIFY(half.open(QIODevice::Append));
    half.write("half");
    half.close();
    LogFile log(folder());
    QVERIFY(log.write("next"));
    QVERIFY(log.write("last"));
    QCOMPARE(contentOf(file()), QByteArray("whole\nhalf\nnext\nlast\n"));
}

void TestLogFile::noRoomHurtsNobody()
{
    (void)::signal(SIGXFSZ, SIG_IGN);
    LogFile log(folder());
    QVERIFY(log.write("before"));
    rlimit before = {};
    QCOMPARE(::getrlimit(RLIMIT_FSIZE, &before), 0);
    const rlimit small{.rlim_cur = 10, .rlim_max = before.rlim_max};
    QCOMPARE(::setrlimit(RLIMIT_FSIZE, &small), 0);
    const auto half = log.write("no room for this");
    const auto none = log.write("nor for this");
    QCOMPARE(::setrlimit(RLIMIT_FSIZE, &before), 0);
    QVERIFY(!half);
    QVERIFY(!none);
    QVERIFY(log.write("after"));
    QCOMPARE(contentOf(file()), QByteArray("before\nno \nafter\n"));
}

void TestLogFile::fullDisk()
{
    const QString disk = m_home->filePath(QStringLiteral("disk"));
    QVERIFY(QDir().mkpath(disk));
    const QByteArray place = QFile::encodeName(disk);
    if (::geteuid() != 0 ||
        ::mount("tmpfs", place.constData(), "tmpfs", 0, "size=64k,mode=700") != 0)
        QSKIP("only root can make a disk that is full");
    const auto unmounting = qScopeGuard([&] { ::umount2(place.constData(), MNT_DETACH); });
    const QString state = disk + QStringLiteral("/latchkey");
    LogFile log(state);
    int refused = 0;
    for (int number = 0; number < 2000; ++number)
        refused += log.write(lineOf(0, number)) ? 0 : 1;
    QVERIFY(refused > 1000);
    QVERIFY(QFile::resize(state + QStringLiteral("/latchkey.log"), 1000));
    QVERIFY(log.write("room again"));
    QVERIFY(contentOf(state + QStringLiteral("/latchkey.log")).endsWith("\nroom again\n"));
}

void TestLogFile::threadsShareOne()
{
    LogFile log(folder(), {.bytes = qint64{32} * 1024, .kept = 100});
    std::vector<std::unique_ptr<QThread>> threads;
    for (int who = 0; who < 4; ++who) {
        threads.emplace_back(QThread::create([&log, who] {
            for (int number = 0; number < 1000; ++number)
                (void)log.write(lineOf(who, number));
        }));
        threads.back()->start();
    }
    for (const auto &thread : threads)
        thread->wait();
    const QByteArrayList lines = linesIn(folder());
    QCOMPARE(lines.size(), 4000);
    QCOMPARE(std::set<QByteArray>(lines.begin(), lines.end()).size(), size_t{4000});
}

void TestLogFile::placeFollowsTheEnvironment()
{
    qputenv("XDG_STATE_HOME", "/somewhere/state");
    QCOMPARE(logFilePath(), QStringLiteral("/somewhere/state/latchkey/latchkey.log"));
    for (const char *nothing : {"", "relative"}) {
        qputenv("XDG_STATE_HOME", nothing);
        QCOMPARE(logFolder(), QDir::homePath() + QStringLiteral("/.local/state/latchkey"));
    }
    qunsetenv("XDG_STATE_HOME");
}

QTEST_GUILESS_MAIN(TestLogFile)
#include "test_logfile.moc"
