// SPDX-License-Identifier: GPL-3.0-or-later
#include "recovery/recoverylink.h"
#include "tests/recovery/sweep.h"

#include <QTest>

namespace latchkey {

namespace {
constexpr QByteArrayView tokenAlphabet{
    "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_."};
constexpr QByteArrayView idAlphabet{"abcdefghijklmnopqrstuvwxyz0123456789-"};

QByteArray raw(QByteArrayView bytes)
{
    return bytes.toByteArray();
}
} // namespace

class TestRecoveryLink : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void takes_data();
    void takes();
    void takesTheTwin();
    void refuses_data();
    void refuses();
    void refusesEveryForeignByte();
    void composeChecksToo();
    void roundTrips();
    void readsNothingButItsGrammar();
};

void TestRecoveryLink::takes_data()
{
    QTest::addColumn<QByteArray>("bytes");
    QTest::addColumn<Purpose>("purpose");
    QTest::addColumn<QString>("serviceId");
    QTest::addColumn<QByteArray>("token");
    QTest::newRow("reset") << QByteArray("latchkey://reset/acme/eyJ.ZkQ.a-_9") << Purpose::Reset
                           << QStringLiteral("acme") << QByteArray("eyJ.ZkQ.a-_9");
    QTest::newRow("confirm") << QByteArray("latchkey://confirm/acme/x") << Purpose::Confirm
                             << QStringLiteral("acme") << QByteArray("x");
    QTest::newRow("scheme in capitals") << QByteArray("LatchKEY://reset/a/x") << Purpose::Reset
                                        << QStringLiteral("a") << QByteArray("x");
    QTest::newRow("id of digits") << QByteArray("latchkey://reset/0-9/x") << Purpose::Reset
                                  << QStringLiteral("0-9") << QByteArray("x");
    QTest::newRow("longest id") << "latchkey://reset/" + QByteArray(63, 'a') + "/x"
                                << Purpose::Reset << QString(63, u'a') << QByteArray("x");
    QTest::newRow("longest token")
        << "latchkey://reset/a/" + QByteArray(2048, 'T') << Purpose::Reset << QStringLiteral("a")
        << QByteArray(2048, 'T');
    QTest::newRow("token of dots") << QByteArray("latchkey://reset/a/...") << Purpose::Reset
                                   << QStringLiteral("a") << QByteArray("...");
}

/// The reverse-domain twin is the same link.
void TestRecoveryLink::takesTheTwin()
{
    for (const QByteArray &prefix :
         {QByteArray("org.latchkey.app:/"), QByteArray("org.latchkey.app://"),
          QByteArray("ORG.LatchKey.App:/")}) {
        const auto link = RecoveryLink::parse(prefix + "reset/acme/eyJ.ZkQ.a-_9");
        QVERIFY(link);
        QCOMPARE(link->text(), QByteArray("latchkey://reset/acme/eyJ.ZkQ.a-_9"));
        QCOMPARE(link->bridgeText("https://acme.example/open/"),
                 QByteArray("https://acme.example/open/#reset/acme/eyJ.ZkQ.a-_9"));
    }
}

void TestRecoveryLink::takes()
{
    QFETCH(QByteArray, bytes);
    const auto link = RecoveryLink::parse(bytes);
    QVERIFY(link);
    QTEST(link->purpose(), "purpose");
    QTEST(link->serviceId(), "serviceId");
    QTEST(link->token()->reveal().toByteArray(), "token");
    QCOMPARE(link->text(), "latchkey" + bytes.sliced(8));
}

void TestRecoveryLink::refuses_data()
{
    QTest::addColumn<QByteArray>("bytes");
    const auto row = [](const char *name, const QByteArray &bytes) {
        QTest::newRow(name) << bytes;
    };
    row("nothing", {});
    row("scheme alone", "latchkey:");
    row("no authority", "latchkey:reset/acme/x");
    row("one slash", "latchkey:/reset/acme/x");
    row("three slashes", "latchkey:///reset/acme/x");
    row("twin without a slash", "org.latchkey.app:reset/acme/x");
    row("twin with three", "org.latchkey.app:///reset/acme/x");
    row("another domain", "org-latchkey-app:/reset/acme/x");
    row("back slashes", "latchkey:\\\\reset\\acme\\x");
    row("other scheme", "https://reset/acme/x");
    row("scheme with a tail", "latchkeys://reset/acme/x");
    row("scheme with a front", "xlatchkey://reset/acme/x");
    row("Kelvin sign in the scheme", "latch\xe2\x84\xaa"
                                     "ey://reset/acme/x");
    row("blank before", " latchkey://reset/acme/x");
    row("blank behind", "latchkey://reset/acme/x ");
    row("byte-order mark", "\xef\xbb\xbflatchkey://reset/acme/x");
    row("verb in capitals", "latchkey://RESET/acme/x");
    row("verb unknown", "latchkey://revoke/acme/x");
    row("verb empty", "latchkey:///acme/x");
    row("verb with a full stop", "latchkey://reset./acme/x");
    row("verb alone", "latchkey://reset");
    row("verb and slash", "latchkey://reset/");
    row("user", "latchkey://user@reset/acme/x");
    row("user and password", "latchkey://user:pass@reset/acme/x");
    row("port", "latchkey://reset:443/acme/x");
    row("empty port", "latchkey://reset:/acme/x");
    row("id empty", "latchkey://reset//x");
    row("id in capitals", "latchkey://reset/Acme/x");
    row("id begins with a dash", "latchkey://reset/-acme/x");
    row("id with a full stop", "latchkey://reset/acme.example/x");
    row("id with an underscore", "latchkey://reset/ac_me/x");
    row("id is ..", "latchkey://reset/../x");
    row("id too long", "latchkey://reset/" + QByteArray(64, 'a') + "/x");
    row("id beyond ASCII", "latchkey://reset/caf\xc3\xa9/x");
    row("id in Latin-1", "latchkey://reset/caf\xe9/x");
    row("id alone", "latchkey://reset/acme");
    row("no token", "latchkey://reset/acme/");
    row("token too long", "latchkey://reset/a/" + QByteArray(2049, 'T'));
    row("one part more", "latchkey://reset/acme/x/y");
    row("slash at the end", "latchkey://reset/acme/x/");
    row("encoded slash", "latchkey://reset/acme/x%2Fy");
    row("encoded slash before the token", "latchkey://reset/acme%2Fx");
    row("encoded letter", "latchkey://reset/acme/%78");
    row("query", "latchkey://reset/acme/x?token=y");
    row("empty query", "latchkey://reset/acme/x?");
    row("token in the query", "latchkey://reset/acme?token=x");
    row("fragment", "latchkey://reset/acme/x#y");
    row("empty fragment", "latchkey://reset/acme/x#");
    row("NUL behind", QByteArray("latchkey://reset/acme/x\0", 24));
    row("NUL within", QByteArray("latchkey://reset/acme/x\0y", 25));
    row("NUL in the id", QByteArray("latchkey://reset/ac\0me/x", 24));
    row("line feed behind", "latchkey://reset/acme/x\n");
    row("carriage return and line feed", "latchkey://reset/acme/x\r\nX: y");
    row("tab within", "latchkey://reset/acme/x\ty");
    row("padding", "latchkey://reset/acme/x=");
    row("plus", "latchkey://reset/acme/x+y");
    row("tilde", "latchkey://reset/acme/x~y");
    row("an option", "--platform=vnc");
    row("an option behind the scheme", "latchkey://-platformtheme");
    row("a megabyte", "latchkey://reset/acme/" + QByteArray(1 << 20, 'x'));
}

void TestRecoveryLink::refuses()
{
    QFETCH(QByteArray, bytes);
    const auto link = RecoveryLink::parse(bytes);
    QVERIFY(!link);
    QCOMPARE(link.error().reason, Reason::LinkMalformed);
    QVERIFY(!link.error().detail.isEmpty());
}

// Each byte that is not of the alphabet, in each part, before and behind.
void TestRecoveryLink::refusesEveryForeignByte()
{
    for (int value = 0; value < 256; ++value) {
        const char c = static_cast<char>(value);
        const bool inToken = value < 128 && tokenAlphabet.contains(c);
        const bool inId = value < 128 && idAlphabet.contains(c);
        QCOMPARE(RecoveryLink::isTokenByte(c), inToken);
        QCOMPARE(RecoveryLink::parse(QByteArray("latchkey://reset/ab/x") + c + 'y').has_value(),
                 inToken);
        QCOMPARE(RecoveryLink::parse(QByteArray("latchkey://reset/ab/x") + c).has_value(), inToken);
        QCOMPARE(RecoveryLink::parse(QByteArray("latchkey://reset/a") + c + "b/x").has_value(),
                 inId);
        QVERIFY(!RecoveryLink::parse(QByteArray("latchkey://res") + c + "et/ab/x"));
        QVERIFY(!RecoveryLink::parse(c + QByteArray("latchkey://reset/ab/x")));
    }
}

void TestRecoveryLink::composeChecksToo()
{
    const auto compose = [](const QString &id, QByteArrayView token) {
        return RecoveryLink::compose(Purpose::Reset, id, token);
    };
    QVERIFY(compose(QStringLiteral("acme"), "x.y"));
    for (const QString &id : {QString(), QStringLiteral("Acme"), QStringLiteral("a/b"),
                              QStringLiteral("caf\u00e9"), QString(64, u'a')})
        QVERIFY2(!compose(id, "x"), qPrintable(id));
    for (const QByteArrayView token :
         {QByteArrayView(), QByteArrayView("a/b"), QByteArrayView("a b"), QByteArrayView("a\n")})
        QVERIFY2(!compose(QStringLiteral("acme"), token), raw(token).data());
}

void TestRecoveryLink::roundTrips()
{
    for (int round = 0; round < 5'000 * Sweep::stretch; ++round) {
        Sweep sweep(round);
        const Purpose purpose = sweep.below(2) == 0 ? Purpose::Reset : Purpose::Confirm;
        const QByteArray id = 'a' + sweep.word(sweep.below(63), idAlphabet);
        const QByteArray token = sweep.word(1 + sweep.below(2048), tokenAlphabet);
        const auto made = RecoveryLink::compose(purpose, QString::fromLatin1(id), token);
        QVERIFY2(made, inRound(round).data());
        const auto read = RecoveryLink::parse(made->text());
        QVERIFY2(read, inRound(round).data());
        QCOMPARE(read->purpose(), purpose);
        QCOMPARE(read->serviceId(), QString::fromLatin1(id));
        QCOMPARE(raw(read->token()->reveal()), token);
    }
}

// Whatever is accepted is, byte for byte, what the grammar writes.
void TestRecoveryLink::readsNothingButItsGrammar()
{
    const QByteArray seed = "latchkey://confirm/acme-1/eyJpZCI6MX0.ZkQwMQ.abcDEF_123-456";
    int accepted = 0;
    for (int round = 0; round < 100'000 * Sweep::stretch; ++round) {
        Sweep sweep(round);
        const QByteArray bytes =
            round % 4 == 0 ? sweep.bytes(sweep.below(64)) : sweep.mutated(seed);
        const auto link = RecoveryLink::parse(bytes);
        if (!link)
            continue;
        ++accepted;
        QVERIFY2(bytes.size() >= 8 && link->text().sliced(8) == bytes.sliced(8),
                 inRound(round).data());
        QVERIFY2(RecoveryLink::isServiceId(link->serviceId().toUtf8()), inRound(round).data());
        QVERIFY2(RecoveryLink::isToken(link->token()->reveal()), inRound(round).data());
    }
    QVERIFY2(accepted > 100, "the mutations are too wild to say anything");
}

} // namespace latchkey

QTEST_GUILESS_MAIN(latchkey::TestRecoveryLink)
#include "test_recoverylink.moc"
