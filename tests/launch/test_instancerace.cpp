// SPDX-License-Identifier: GPL-3.0-or-later
#include <QProcess>
#include <QtTest>

#include <deque>

/// Cold starts at the same moment, as processes.
class TestInstanceRace : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void oneFirstAndNoLinkLost();
    void aKilledFirstLeavesNothingInTheWay();

private:
    static constexpr int starters = 4;
    static void prepare(QProcess &probe, int number)
    {
        probe.setProgram(QStringLiteral(LATCHKEY_BINARY_DIR "/bin/tests/instanceprobe"));
        probe.setArguments({QStringLiteral("window"), linkOf(number), QString::number(starters)});
        probe.start();
        QVERIFY(probe.waitForStarted());
    }
    static QString linkOf(int number)
    {
        return QStringLiteral("latchkey://reset/acme/start-%1").arg(number);
    }
    static void race();
};

void TestInstanceRace::race()
{
    std::deque<QProcess> probes(starters);
    for (int i = 0; i < starters; ++i)
        prepare(probes[size_t(i)], i);
    for (QProcess &probe : probes) {
        probe.write("go\n");
        QVERIFY(probe.waitForBytesWritten());
    }
    int firsts = 0;
    QStringList arrived;
    for (QProcess &probe : probes) {
        QVERIFY(probe.waitForFinished(10'000));
        QStringList lines =
            QString::fromLatin1(probe.readAllStandardOutput()).split(u'\n', Qt::SkipEmptyParts);
        QVERIFY(!lines.isEmpty());
        const QString role = lines.takeFirst();
        if (role == QLatin1String("first")) {
            ++firsts;
            arrived = lines;
        } else {
            QCOMPARE(role, QStringLiteral("handed-over"));
        }
    }
    QCOMPARE(firsts, 1);
    arrived.sort();
    QStringList sent;
    for (int i = 0; i < starters; ++i)
        sent += linkOf(i);
    QCOMPARE(arrived, sent);
}

void TestInstanceRace::oneFirstAndNoLinkLost()
{
#ifdef LATCHKEY_LONG_SWEEPS
    constexpr int races = 1000;
#else
    constexpr int races = 30;
#endif
    for (int i = 0; i < races && !QTest::currentTestFailed(); ++i)
        race();
}

void TestInstanceRace::aKilledFirstLeavesNothingInTheWay()
{
    for (int round = 0; round < 5; ++round) {
        QProcess killed;
        prepare(killed, 0);
        killed.write("go\n");
        QVERIFY(killed.waitForReadyRead(10'000));
        killed.kill();
        QVERIFY(killed.waitForFinished(10'000));
        race();
    }
}

QTEST_GUILESS_MAIN(TestInstanceRace)
#include "test_instancerace.moc"
