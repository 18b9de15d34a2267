// SPDX-License-Identifier: GPL-3.0-or-later
#include "services/local/deflate.h"
#include "tests/local/tokenkit.h"

#include <QRandomGenerator>
#include <QTest>

#include <dlfcn.h>
#include <zlib.h>

using namespace latchkey;
using namespace latchkey::testing;
using std::chrono::seconds;

namespace {
int inflations = 0;
} // namespace

// Stands before zlib's own, to count how often anything is inflated.
extern "C" int uncompress2(Bytef *to, uLongf *toSize, const Bytef *from, uLong *fromSize)
{
    ++inflations;
    const auto real = reinterpret_cast<decltype(&uncompress2)>(dlsym(RTLD_NEXT, "uncompress2"));
    return real(to, toSize, from, fromSize);
}

class TestTimedTokenRefusals : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void refusesEveryOtherSpelling_data();
    void refusesEveryOtherSpelling();
    void refusesStrangeContentUnderAGoodSignature_data();
    void refusesStrangeContentUnderAGoodSignature();
    void refusesEveryMutant();
    void inflatesOnlyAfterAGoodSignature();
};

void TestTimedTokenRefusals::refusesEveryOtherSpelling_data()
{
    QTest::addColumn<QByteArray>("token");
    const QByteArray good = aliceToken.toByteArray();
    const auto without = [&](qsizetype at, qsizetype count) {
        return QByteArray(good).remove(at, count);
    };
    const auto with = [&](qsizetype at, const char *text) {
        return QByteArray(good).insert(at, text);
    };
    const qsizetype signature = good.lastIndexOf('.') + 1;

    // Python takes the first group for the same token.
    for (const char last : {'F', 'G', 'H'})
        QTest::addRow("last letter %c", last)
            << QByteArray(good).replace(good.size() - 1, 1, QByteArray(1, last));
    QTest::newRow("padding") << good + "=";
    QTest::newRow("double padding") << good + "==";
    QTest::newRow("quadruple padding") << good + "====";
    QTest::newRow("exclamation marks") << good + "!!!!";
    QTest::newRow("two accented letters") << good + "éé";
    QTest::newRow("four line ends") << good + "\n\n\n\n";
    QTest::newRow("per cents in the signature") << with(signature + 5, "%%%%");
    QTest::newRow("padding and line end") << good + "=\n";
    QTest::newRow("accented letter in the signature") << with(signature + 5, "é");

    QTest::newRow("empty") << QByteArray();
    QTest::newRow("no parts") << QByteArray("abc");
    QTest::newRow("full stop") << QByteArray(".");
    QTest::newRow("full stops") << QByteArray("..");
    QTest::newRow("one exclamation mark") << good + "!";
    QTest::newRow("line end behind") << good + "\n";
    QTest::newRow("line end before") << "\n" + good;
    QTest::newRow("blank behind") << good + " ";
    QTest::newRow("blank before") << " " + good;
    QTest::newRow("NUL behind") << good + '\0';
    QTest::newRow("full stop behind") << good + ".";
    QTest::newRow("full stop before") << "." + good;
    QTest::newRow("payload only") << good.first(good.indexOf('.'));
    QTest::newRow("no signature") << good.first(signature - 1);
    QTest::newRow("empty signature") << good.first(signature);
    QTest::newRow("signature cut") << good.chopped(1);
    QTest::newRow("signature cut by a group") << good.chopped(4);
    QTest::newRow("signature longer") << good + "AAAA";
    QTest::newRow("no time") << without(good.indexOf('.'), signature - 1 - good.indexOf('.'));
    QTest::newRow("first letter missing") << good.sliced(1);
    QTest::newRow("payload padded") << with(good.indexOf('.'), "=");
    QTest::newRow("another time") << QByteArray(good).replace("ZVPxAA", "ZVPxAB");
    QTest::newRow("time in an older spelling") << QByteArray(good).replace("ZVPxAA", "AGVT8QA");
    QTest::newRow("twice") << good + good;
    QTest::newRow("longer than a token can be")
        << QByteArray(TimedTokenSigner::longestToken + 1 - good.size(), 'A') + good;
}

void TestTimedTokenRefusals::refusesEveryOtherSpelling()
{
    QFETCH(const QByteArray, token);
    QVERIFY(signer().verify(aliceToken));
    QCOMPARE(reasonOf(signer(), token), Reason::LinkDamaged);
}

void TestTimedTokenRefusals::refusesStrangeContentUnderAGoodSignature_data()
{
    QTest::addColumn<QByteArray>("value");
    const QByteArray payload = "ImFsaWNlQGV4YW1wbGUuY29tIg";
    QTest::newRow("no time at all") << payload;
    QTest::newRow("time with a leading zero byte") << payload + ".AGVT8QA";
    QTest::newRow("time 0 as one zero byte") << payload + ".AA";
    QTest::newRow("time with spare bits") << payload + ".ZVPxAB";
    QTest::newRow("time padded") << payload + ".ZVPxAA==";
    QTest::newRow("time with foreign letters") << payload + ".ZVP!AA";
    QTest::newRow("time of nine bytes") << payload + ".AQEBAQEBAQEB";
    QTest::newRow("time of fifteen bytes")
        << payload + '.' + base64url::encode(QByteArray(15, 'x'));
    QTest::newRow("time beyond any clock")
        << payload + '.' + base64url::encode(QByteArray(8, '\xff'));
    QTest::newRow("payload not in base64") << QByteArray("!!notb64.ZVPxAA");
    QTest::newRow("payload with spare bits") << QByteArray("ImFsaWNlQGV4YW1wbGUuY29tIh.ZVPxAA");
    QTest::newRow("payload padded") << payload + "==.ZVPxAA";
    QTest::newRow("bad zlib") << QByteArray(".bm90IHpsaWI.ZVPxAA");
    const QByteArray stream = deflate(alice);
    QTest::newRow("zlib cut off") << '.' + base64url::encode(stream.chopped(3)) + ".ZVPxAA";
    QTest::newRow("bytes behind zlib") << '.' + base64url::encode(stream + 'x') + ".ZVPxAA";
    QTest::newRow("nothing in zlib's place") << QByteArray(".") + ".ZVPxAA";
    QTest::newRow("two full stops before zlib") << ".." + base64url::encode(stream) + ".ZVPxAA";
    const QByteArray bomb = deflate(QByteArray(TimedTokenSigner::longestPayload + 1, 'x'));
    QTest::newRow("one byte more than 64 KiB") << '.' + base64url::encode(bomb) + ".ZVPxAA";
}

void TestTimedTokenRefusals::refusesStrangeContentUnderAGoodSignature()
{
    QFETCH(const QByteArray, value);
    QCOMPARE(signedText(QByteArray(aliceToken.first(aliceToken.lastIndexOf('.')).toByteArray())),
             aliceToken.toByteArray());
    QCOMPARE(reasonOf(signer(), signedText(value)), Reason::LinkDamaged);
}

void TestTimedTokenRefusals::refusesEveryMutant()
{
    QRandomGenerator random(20231114);
    const TimedTokenSigner tokens = signer();
    int tried = 0;
    for (int i = 0; i < 1000; ++i) {
        QByteArray json = R"({"d":"AAAAAAAAAAAA","i":")";
        for (int letter = 0; letter < 22; ++letter)
            json += "abcdefghijklmnop"[random.bounded(16)];
        const QByteArray good =
            tokens.sign(json + "\"}", Instant(seconds(random.bounded(2'000'000'000)))).token;
        QVERIFY(tokens.verify(good));
        for (qsizetype at = 0; at < good.size(); ++at) {
            QByteArray mutant = good;
            mutant[at] = static_cast<char>(mutant[at] ^ (1 << random.bounded(8)));
            QVERIFY2(!tokens.verify(mutant), mutant.constData());
            mutant = good;
            mutant[at] = mutant[at] == 'A' ? 'B' : 'A';
            QVERIFY2(!tokens.verify(mutant), mutant.constData());
            tried += 2;
        }
    }
    QVERIFY(tried > 190'000);
}

void TestTimedTokenRefusals::inflatesOnlyAfterAGoodSignature()
{
    const QByteArray good = signer().sign(QByteArray(4000, 'x'), issued).token;
    QVERIFY(good.startsWith('.'));
    inflations = 0;
    QCOMPARE(signer().verify(good)->payload, QByteArray(4000, 'x'));
    QCOMPARE(inflations, 1);

    inflations = 0;
    for (int bit = 0; bit < 8; ++bit) {
        QByteArray bad = good;
        bad[5] = static_cast<char>(bad[5] ^ (1 << bit));
        QCOMPARE(reasonOf(signer(), bad), Reason::LinkDamaged);
    }
    QCOMPARE(reasonOf(signer(confirmSalt), good), Reason::LinkDamaged);
    QCOMPARE(inflations, 0);
}

QTEST_APPLESS_MAIN(TestTimedTokenRefusals)
#include "test_timedtokenrefusals.moc"
