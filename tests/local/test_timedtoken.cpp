// SPDX-License-Identifier: GPL-3.0-or-later
#include "services/local/deflate.h"
#include "tests/local/tokenkit.h"

#include <QFile>
#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>
#include <QTest>

using namespace latchkey;
using namespace latchkey::testing;
using std::chrono::seconds;

namespace {

/// What Python writes: raw UTF-8, no blanks, the shortest escapes.
QByteArray jsonOf(const QJsonValue &value)
{
    const QByteArray array = QJsonDocument(QJsonArray{value}).toJson(QJsonDocument::Compact);
    return array.sliced(1, array.size() - 2).replace("\\u007f", "\x7f");
}

} // namespace

class TestTimedToken : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void agreesWithTheVectors_data();
    void agreesWithTheVectors();
    void refusesTheVectorOfAnotherSalt();
    void oldKeysGoOnChecking();
    void judgesAge_data();
    void judgesAge();
    void keepsPurposesAndAlgorithmsApart();
    void compressesLikePython();
    void whatWasDeflatedBeforeChangesNothing();
    void digestFollowsContent();
    void canBeMoved();
};

void TestTimedToken::agreesWithTheVectors_data()
{
    QTest::addColumn<QList<QByteArray>>("secrets");
    QTest::addColumn<QByteArray>("json");
    QTest::addColumn<qint64>("time");
    QTest::addColumn<QByteArray>("token");
    QTest::addColumn<int>("digest");
    QTest::addColumn<int>("derivation");

    QFile file(QStringLiteral(LATCHKEY_TEST_DATA "/token-vectors.json"));
    QVERIFY(file.open(QIODevice::ReadOnly));
    for (const QJsonValue value : QJsonDocument::fromJson(file.readAll()).array()) {
        const QJsonObject row = value.toObject();
        const QByteArray name = row[QStringLiteral("name")].toString().toUtf8();
        QList<QByteArray> secrets;
        for (const QJsonValue secret : row[QStringLiteral("secret")].isArray()
                                           ? row[QStringLiteral("secret")].toArray()
                                           : QJsonArray{row[QStringLiteral("secret")]})
            secrets += secret.toString().toUtf8();
        if (name.startsWith("T2 "))
            continue; // of another salt; see below
        if (name.startsWith("T14 "))
            secrets[0] = QByteArray::fromHex(secrets[0]);
        const auto digest = name.startsWith("T10 ")   ? TokenDigest::Sha256
                            : name.startsWith("T11 ") ? TokenDigest::Sha512
                                                      : TokenDigest::Sha1;
        const auto derivation =
            name.startsWith("T11 ") ? KeyDerivation::Hmac : KeyDerivation::DjangoConcat;
        QTest::newRow(name.constData())
            << secrets << jsonOf(row[QStringLiteral("obj")]) << row[QStringLiteral("t")].toInteger()
            << row[QStringLiteral("token")].toString().toLatin1() << static_cast<int>(digest)
            << static_cast<int>(derivation);
    }
}

void TestTimedToken::agreesWithTheVectors()
{
    QFETCH(const QList<QByteArray>, secrets);
    QFETCH(const QByteArray, json);
    QFETCH(const qint64, time);
    QFETCH(const QByteArray, token);
    QFETCH(const int, digest);
    QFETCH(const int, derivation);

    std::vector<SharedSecret> keys;
    for (const QByteArray &secret : secrets)
        keys.push_back(secretOf(secret));
    const TimedTokenSigner tokens(keys, recoverySalt,
                                  {.digest = static_cast<TokenDigest>(digest),
                                   .derivation = static_cast<KeyDerivation>(derivation)});
    const MintedToken minted = tokens.sign(json, Instant(seconds(time)));
    QCOMPARE(minted.token, token);

    const auto content = tokens.verify(token);
    QVERIFY(content);
    QCOMPARE(content->payload, json);
    QCOMPARE(content->issuedAt, Instant(seconds(time)));
    QCOMPARE(content->digest, minted.digest);
}

void TestTimedToken::refusesTheVectorOfAnotherSalt()
{
    constexpr QByteArrayView activation{
        "ImFsaWNlQGV4YW1wbGUuY29tIg.ZVPxAA.mASX7rXt42QIt8s0Lkap4_uXqYo"};
    QCOMPARE(reasonOf(signer(), activation), Reason::LinkDamaged);
    QVERIFY(signer("activate-key").verify(activation));
}

void TestTimedToken::oldKeysGoOnChecking()
{
    const auto first = secretOf("first key, thirty-two bytes long");
    const auto second = secretOf("second key, thirty-two bytes lon");
    const auto third = secretOf("third key, thirty-two bytes long");
    const QByteArray old = TimedTokenSigner({first}, recoverySalt).sign(alice, issued).token;
    const TimedTokenSigner rotated({first, second, third}, recoverySalt);
    QVERIFY(rotated.verify(old));
    QCOMPARE(rotated.sign(alice, issued).token,
             TimedTokenSigner({third}, recoverySalt).sign(alice, issued).token);
    const TimedTokenSigner retired({second, third}, recoverySalt);
    QCOMPARE(reasonOf(retired, old), Reason::LinkDamaged);
}

void TestTimedToken::judgesAge_data()
{
    QTest::addColumn<qint64>("age");
    QTest::addColumn<bool>("isGood");
    QTest::addColumn<Reason>("reason");
    QTest::addColumn<qint64>("span");
    QTest::newRow("a day in the future")
        << qint64(-86400) << false << Reason::LinkFromFuture << qint64(86400);
    QTest::newRow("a second in the future")
        << qint64(-1) << false << Reason::LinkFromFuture << qint64(1);
    QTest::newRow("now") << qint64(0) << true << Reason::Internal << qint64(0);
    QTest::newRow("a second old") << qint64(1) << true << Reason::Internal << qint64(0);
    QTest::newRow("a second left") << qint64(86399) << true << Reason::Internal << qint64(0);
    QTest::newRow("exactly the lifetime") << qint64(86400) << true << Reason::Internal << qint64(0);
    QTest::newRow("one more") << qint64(86401) << false << Reason::LinkExpired << qint64(1);
    QTest::newRow("of 2011") << qint64(400'000'000) << false << Reason::LinkExpired
                             << qint64(399'913'600);
}

void TestTimedToken::judgesAge()
{
    QFETCH(const qint64, age);
    QFETCH(const bool, isGood);
    QFETCH(const Reason, reason);
    QFETCH(const qint64, span);
    const auto verdict = checkAge(issued, issued + seconds(age), seconds(86400));
    QCOMPARE(verdict.has_value(), isGood);
    if (!isGood) {
        QCOMPARE(verdict.error().reason, reason);
        QCOMPARE(verdict.error().span, seconds(span));
    }
}

void TestTimedToken::keepsPurposesAndAlgorithmsApart()
{
    std::vector<TimedTokenSigner> signers;
    for (const QByteArrayView salt : {recoverySalt, confirmSalt, QByteArrayView("activate-key"),
                                      QByteArrayView("itsdangerous"), QByteArrayView("")}) {
        for (const auto digest : {TokenDigest::Sha1, TokenDigest::Sha256, TokenDigest::Sha512}) {
            for (const auto derivation :
                 {KeyDerivation::DjangoConcat, KeyDerivation::Concat, KeyDerivation::Hmac})
                signers.push_back(signer(salt, {.digest = digest, .derivation = derivation}));
        }
    }
    int crossed = 0;
    for (size_t one = 0; one < signers.size(); ++one) {
        const QByteArray token = signers[one].sign(alice, issued).token;
        for (size_t other = 0; other < signers.size(); ++other) {
            QCOMPARE(signers[other].verify(token).has_value(), one == other);
            crossed += one == other ? 0 : 1;
        }
    }
    QCOMPARE(crossed, 45 * 44);
}

void TestTimedToken::compressesLikePython()
{
    // As long as it does not pay, by more than the full stop that marks it, the payload stays
    // plain.
    const QByteArray random = QByteArray::fromHex("8f3ac1905be27d46");
    QVERIFY(!signer().sign('"' + random.toHex() + '"', issued).token.startsWith('.'));
    const QByteArray most(TimedTokenSigner::longestPayload, 'x');
    const QByteArray token = signer().sign(most, issued).token;
    QVERIFY(token.startsWith('.'));
    QVERIFY(token.size() < 200);
    QCOMPARE(signer().verify(token)->payload, most);
}

void TestTimedToken::whatWasDeflatedBeforeChangesNothing()
{
    const QByteArray first = deflate(alice);
    (void)deflate(alice.toByteArray().repeated(100'000));
    (void)deflate({});
    QCOMPARE(deflate(alice), first);
}

void TestTimedToken::digestFollowsContent()
{
    const QByteArray digest = signer().verify(aliceToken)->digest;
    QCOMPARE(digest.size(), 32);
    // SHA-256 of `"alice@example.com"`, a full stop and 1,700,000,000 in eight bytes.
    QCOMPARE(digest, QCryptographicHash::hash(alice.toByteArray() + '.' +
                                                  QByteArray::fromHex("000000006553f100"),
                                              QCryptographicHash::Sha256));
    // Compressed or not, by this key or that: what is the same is spent together.
    const QByteArray compressed = signedText('.' + base64url::encode(deflate(alice)) + ".ZVPxAA");
    QCOMPARE(signer().verify(compressed)->digest, digest);
    const TimedTokenSigner other({secretOf("another key")}, recoverySalt);
    QCOMPARE(other.sign(alice, issued).digest, digest);
    QCOMPARE(other.digestOf(alice, issued), digest);
    QVERIFY(signer().sign(alice, issued + seconds(1)).digest != digest);
    QVERIFY(signer().sign(R"("bob@example.com")", issued).digest != digest);
}

void TestTimedToken::canBeMoved()
{
    TimedTokenSigner one = signer();
    TimedTokenSigner two = std::move(one);
    QVERIFY(two.verify(aliceToken));
    one = signer(confirmSalt);
    std::swap(one, two);
    QVERIFY(one.verify(aliceToken));
    QVERIFY(!two.verify(aliceToken));
}

QTEST_APPLESS_MAIN(TestTimedToken)
#include "test_timedtoken.moc"
