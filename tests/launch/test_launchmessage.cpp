// SPDX-License-Identifier: GPL-3.0-or-later
#include "launch/launchmessage.h"

#include <QRandomGenerator>
#include <QtTest>

using namespace latchkey;

class TestLaunchMessage : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void comesBackAsItWas_data();
    void comesBackAsItWas();
    void cutsWhatCannotBeALink();
    void leavesOutAHostileToken_data();
    void leavesOutAHostileToken();
    void takesTheTokenOfTheProcess();
    void refusesWhatItDoesNotMake_data();
    void refusesWhatItDoesNotMake();
    void mutantsAreRefusedOrReadBackExactly();
};

namespace {
const QByteArray good = "latchkey://reset/acme/eyJ.ZkQ.a-_9";
}

void TestLaunchMessage::comesBackAsItWas_data()
{
    QTest::addColumn<QByteArray>("link");
    QTest::addColumn<QByteArray>("token");
    QTest::newRow("nothing but the wish") << QByteArray() << QByteArray();
    QTest::newRow("a link") << good << QByteArray();
    QTest::newRow("a link of the web") << QByteArray("https://a.example/r?t=x") << QByteArray();
    QTest::newRow("a token") << QByteArray() << QByteArray("host-1234_TIME5678");
    QTest::newRow("both") << good << QByteArray(512, '~');
    QTest::newRow("bytes that are none of ours") << good + "\xff\n\x01" << QByteArray();
    QTest::newRow("the longest") << "latchkey:" + QByteArray(3072 - 9, 'x') << QByteArray(512, '!');
}

void TestLaunchMessage::comesBackAsItWas()
{
    QFETCH(QByteArray, link);
    QFETCH(QByteArray, token);
    const QByteArray packet = encodeMessage({.link = link, .activationToken = token});
    QVERIFY(packet.size() <= longestMessage);
    const auto message = decodeMessage(packet);
    QVERIFY(message);
    QCOMPARE(message->link, link);
    QCOMPARE(message->activationToken, token);
}

void TestLaunchMessage::cutsWhatCannotBeALink()
{
    const auto message =
        decodeMessage(encodeMessage({.link = "latchkey:" + QByteArray(100'000, 'x')}));
    QVERIFY(message);
    QCOMPARE(message->link.size(), 3072);
}

void TestLaunchMessage::leavesOutAHostileToken_data()
{
    QTest::addColumn<QByteArray>("token");
    QTest::newRow("line end") << QByteArray("a\nb");
    QTest::newRow("blank") << QByteArray("a b");
    QTest::newRow("NUL") << QByteArray("a\0b", 3);
    QTest::newRow("beyond ASCII") << QByteArray("caf\xc3\xa9");
    QTest::newRow("too long") << QByteArray(513, 'a');
}

void TestLaunchMessage::leavesOutAHostileToken()
{
    QFETCH(QByteArray, token);
    const auto message = decodeMessage(encodeMessage({.link = good, .activationToken = token}));
    QVERIFY(message);
    QCOMPARE(message->link, good);
    QCOMPARE(message->activationToken, QByteArray());
}

void TestLaunchMessage::takesTheTokenOfTheProcess()
{
    qunsetenv("XDG_ACTIVATION_TOKEN");
    qputenv("DESKTOP_STARTUP_ID", "older");
    QCOMPARE(activationTokenOfProcess(), QByteArray("older"));
    qputenv("XDG_ACTIVATION_TOKEN", "newer");
    QCOMPARE(activationTokenOfProcess(), QByteArray("newer"));
    qputenv("XDG_ACTIVATION_TOKEN", "hos\ntile");
    QCOMPARE(activationTokenOfProcess(), QByteArray("older"));
    qunsetenv("DESKTOP_STARTUP_ID");
    QCOMPARE(activationTokenOfProcess(), QByteArray());
}

void TestLaunchMessage::refusesWhatItDoesNotMake_data()
{
    const QByteArray head("latchkey-launch-1\0", 18);
    const QByteArray end("\0", 1);
    QTest::addColumn<QByteArray>("packet");
    QTest::newRow("nothing") << QByteArray();
    QTest::newRow("magic alone") << head.chopped(1);
    QTest::newRow("no token") << head;
    QTest::newRow("no end of the token") << head + "token";
    QTest::newRow("older") << "latchkey-launch-0" + end + end;
    QTest::newRow("token with a blank") << head + "a b" + end + good;
    QTest::newRow("token too long") << head + QByteArray(513, 'a') + end;
    QTest::newRow("another scheme") << head + end + "file:///etc/passwd";
    QTest::newRow("an option") << head + end + "--config";
    QTest::newRow("NUL in the link") << head + end + good + end + "x";
    QTest::newRow("link too long") << head + end + "latchkey:" + QByteArray(3064, 'x');
    QTest::newRow("packet too long") << head + end + "latchkey:" + QByteArray(5000, 'x');
}

void TestLaunchMessage::refusesWhatItDoesNotMake()
{
    QFETCH(QByteArray, packet);
    QVERIFY(!decodeMessage(packet));
}

void TestLaunchMessage::mutantsAreRefusedOrReadBackExactly()
{
#ifdef LATCHKEY_LONG_SWEEPS
    constexpr int rounds = 5'000'000;
#else
    constexpr int rounds = 100'000;
#endif
    QRandomGenerator random(4); // the same mutants at every run
    const QByteArray seed = encodeMessage({.link = good, .activationToken = "token"});
    int read = 0;
    for (int round = 0; round < rounds; ++round) {
        QByteArray packet = seed;
        for (int edits = random.bounded(1, 4); edits > 0 && !packet.isEmpty(); --edits) {
            const qsizetype at = random.bounded(int(packet.size()));
            switch (random.bounded(4)) {
            case 0:
                packet[at] = char(random.bounded(256));
                break;
            case 1:
                packet.truncate(at);
                break;
            case 2:
                packet.insert(at, char(random.bounded(256)));
                break;
            default:
                packet.insert(at, QByteArray(random.bounded(5000), char(random.bounded(256))));
            }
        }
        const auto message = decodeMessage(packet);
        if (!message)
            continue;
        ++read;
        QCOMPARE(encodeMessage(*message), packet);
    }
    QVERIFY(read > 0 && read < rounds);
}

QTEST_GUILESS_MAIN(TestLaunchMessage)
#include "test_launchmessage.moc"
