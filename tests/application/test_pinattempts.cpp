// SPDX-License-Identifier: GPL-3.0-or-later
#include "application/pinattempts.h"

#include <QDir>
#include <QFile>
#include <QTemporaryDir>
#include <QTest>

#include <sys/stat.h>

using namespace latchkey;
using namespace std::chrono_literals;

class TestPinAttempts : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init() { m_folder = std::make_unique<QTemporaryDir>(); }

    void fiveAreFree();
    void waitsLongerEachTime();
    void outlivesTheProcess();
    void theRightOneForgets();
    void clockThatGoesBackWaitsAnew();
    void damagedFileIsNoWayRound_data();
    void damagedFileIsNoWayRound();
    void fileIsItsOwnersAlone();
    void worksWithoutAFile();

private:
    static constexpr Instant start{1'900'000'000s};
    QString path() const { return m_folder->filePath(QStringLiteral("share/kiosk-pin")); }

    std::unique_ptr<QTemporaryDir> m_folder;
};

void TestPinAttempts::fiveAreFree()
{
    PinAttempts attempts(path());
    for (int i = 0; i < PinAttempts::free; ++i) {
        QCOMPARE(attempts.wait(start), 0s);
        attempts.countWrong(start);
    }
    QCOMPARE(attempts.wait(start), 30s);
    QCOMPARE(attempts.wait(start + 29s), 1s);
    QCOMPARE(attempts.wait(start + 30s), 0s);
}

void TestPinAttempts::waitsLongerEachTime()
{
    PinAttempts attempts(path());
    QList<std::chrono::seconds> waits;
    for (int i = 0; i < 14; ++i) {
        attempts.countWrong(start);
        waits << attempts.wait(start);
    }
    const QList<std::chrono::seconds> expected{0s,   0s,   0s,   0s,    30s,   60s,   120s,
                                               240s, 480s, 960s, 1920s, 3600s, 3600s, 3600s};
    QCOMPARE(waits, expected);
}

void TestPinAttempts::outlivesTheProcess()
{
    for (int i = 0; i < 6; ++i)
        PinAttempts(path()).countWrong(start);
    QCOMPARE(PinAttempts(path()).wait(start + 1s), 59s);
}

void TestPinAttempts::theRightOneForgets()
{
    PinAttempts attempts(path());
    for (int i = 0; i < 5; ++i)
        attempts.countWrong(start);
    attempts.forget();
    QCOMPARE(attempts.wait(start), 0s);
    QCOMPARE(PinAttempts(path()).wait(start), 0s);
}

void TestPinAttempts::clockThatGoesBackWaitsAnew()
{
    PinAttempts attempts(path());
    for (int i = 0; i < 5; ++i)
        attempts.countWrong(start);
    QCOMPARE(attempts.wait(start - 1h), 30s);
}

void TestPinAttempts::damagedFileIsNoWayRound_data()
{
    QTest::addColumn<QByteArray>("text");
    QTest::newRow("nothing") << QByteArray();
    QTest::newRow("words") << QByteArray("no number");
    QTest::newRow("half") << QByteArray("3");
    QTest::newRow("negative") << QByteArray("-3 5");
    QTest::newRow("more") << QByteArray("3 5 7");
}

void TestPinAttempts::damagedFileIsNoWayRound()
{
    QFETCH(const QByteArray, text);
    QVERIFY(QDir(m_folder->path()).mkdir(QStringLiteral("share")));
    QFile file(path());
    QVERIFY(file.open(QIODevice::WriteOnly));
    file.write(text);
    file.close();
    PinAttempts attempts(path());
    attempts.countWrong(start);
    QCOMPARE(attempts.wait(start), 60s);
}

void TestPinAttempts::fileIsItsOwnersAlone()
{
    umask(0);
    PinAttempts(path()).countWrong(start);
    struct stat info = {};
    QCOMPARE(::stat(qPrintable(path()), &info), 0);
    QCOMPARE(info.st_mode & 0777U, 0600U);
}

void TestPinAttempts::worksWithoutAFile()
{
    PinAttempts attempts(QStringLiteral("/proc/nowhere/kiosk-pin"));
    for (int i = 0; i < 5; ++i)
        attempts.countWrong(start);
    QCOMPARE(attempts.wait(start), 30s);
}

QTEST_GUILESS_MAIN(TestPinAttempts)
#include "test_pinattempts.moc"
