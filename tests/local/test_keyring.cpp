// SPDX-License-Identifier: GPL-3.0-or-later
#include "services/local/base64url.h"
#include "services/local/keyring.h"
#include "services/local/timedtoken.h"

#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>
#include <QRandomGenerator>
#include <QSet>
#include <QTest>

using namespace latchkey;
using std::chrono::days;
using std::chrono::hours;
using std::chrono::seconds;

namespace {

constexpr auto now = Instant(seconds(1'700'000'000));
constexpr QByteArrayView shared{"f9bf78b9a18ce6d46a0cd2b0b86df9da"};

QByteArray text(const KeyRing &ring)
{
    return ring.serialise().reveal().toByteArray();
}

QByteArray ringOf(const QByteArray &keys)
{
    return R"({"latchkey_keys":1,"keys":[)" + keys + "]}";
}

QByteArray key(const QByteArray &id, const QByteArray &secret,
               const QByteArray &origin = "generated", const QByteArray &created = "1700000000")
{
    return R"({"id":")" + id + R"(","created":)" + created + R"(,"origin":")" + origin +
           R"(","secret":")" + base64url::encode(secret) + R"("})";
}

const QByteArray strong =
    QByteArray::fromHex("b7e151628aed2a6abf7158809cf4f3c762e7160f38b4da56a784d9045190cfef");
const QByteArray stronger =
    QByteArray::fromHex("243f6a8885a308d313198a2e03707344a4093822299f31d0082efa98ec4e6c89");

} // namespace

class TestKeyRing : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void freshRingsDiffer();
    void survivesItsText();
    void textIsJson();
    void rotationKeepsOldTokensGood();
    void rotationSurvivesAClockThatWentBack();
    void retiresOnlyWhatNoLiveLinkNeeds();
    void importedKeysCheckAndNeverSign();
    void removesByName();
    void holdsOnlySoMany();
    void readsOtherBlanksAndOrder();
    void refusesFaultyText_data();
    void refusesFaultyText();
    void survivesMutatedText();
};

void TestKeyRing::freshRingsDiffer()
{
    const auto one = KeyRing::fresh(now);
    const auto two = KeyRing::fresh(now);
    QVERIFY(one && two);
    QCOMPARE(one->keys().size(), 1U);
    QCOMPARE(one->signing().created, now);
    QCOMPARE(one->signing().secret->size(), KeyRing::generatedSize);
    QVERIFY(!equalInConstantTime(one->signing().secret->reveal(), two->signing().secret->reveal()));
    QVERIFY(one->signing().id != two->signing().id);
}

void TestKeyRing::survivesItsText()
{
    const KeyRing ring = KeyRing::fresh(now)
                             ->rotated(now + days(30))
                             ->withImported(Secret::copyOf(shared), now + days(40))
                             .value();
    const auto again = KeyRing::parse(text(ring));
    QVERIFY(again);
    QCOMPARE(text(*again), text(ring));
    QCOMPARE(again->keys().size(), 3U);
    for (size_t i = 0; i < 3; ++i) {
        QCOMPARE(again->keys()[i].id, ring.keys()[i].id);
        QCOMPARE(again->keys()[i].created, ring.keys()[i].created);
        QCOMPARE(again->keys()[i].origin, ring.keys()[i].origin);
        QVERIFY(equalInConstantTime(again->secrets()[i]->reveal(), ring.secrets()[i]->reveal()));
    }
}

void TestKeyRing::textIsJson()
{
    const KeyRing ring = KeyRing::fresh(now)->rotated(now).value();
    const QJsonObject json = QJsonDocument::fromJson(text(ring)).object();
    QCOMPARE(json[QStringLiteral("latchkey_keys")].toInt(), 1);
    const QJsonArray keys = json[QStringLiteral("keys")].toArray();
    QCOMPARE(keys.size(), 2);
    QCOMPARE(keys[1][QStringLiteral("id")].toString(), ring.signing().id);
    QCOMPARE(keys[1][QStringLiteral("secret")].toString().toLatin1(),
             base64url::encode(ring.signing().secret->reveal()));
}

void TestKeyRing::rotationKeepsOldTokensGood()
{
    KeyRing ring = KeyRing::fresh(now).value();
    std::vector<QByteArray> tokens;
    for (int turn = 0; turn < 4; ++turn) {
        const TimedTokenSigner signer(ring.secrets(), recoverySalt);
        tokens.push_back(signer.sign(R"("a@b.c")", now).token);
        for (const QByteArray &token : tokens)
            QVERIFY(signer.verify(token));
        const KeyRing next = ring.rotated(now + days(turn + 1)).value();
        QVERIFY(next.signing().id != ring.signing().id);
        ring = next;
    }
    QCOMPARE(QSet<QByteArray>(tokens.begin(), tokens.end()).size(), 4);
}

void TestKeyRing::rotationSurvivesAClockThatWentBack()
{
    const KeyRing ring = KeyRing::fresh(now).value();
    const KeyRing rotated = ring.rotated(now - days(400)).value();
    QCOMPARE(rotated.keys().size(), 2U);
    QVERIFY(rotated.signing().id != ring.signing().id);
    QCOMPARE(KeyRing::parse(text(rotated))->signing().id, rotated.signing().id);
}

void TestKeyRing::retiresOnlyWhatNoLiveLinkNeeds()
{
    const KeyRing ring = KeyRing::fresh(now)
                             ->rotated(now + days(10))
                             ->rotated(now + days(20))
                             ->withImported(Secret::copyOf(shared), now)
                             .value();
    // A link of the first key may have been made until the second came.
    QCOMPARE(ring.withoutKeysReplacedBefore(now + days(10)).keys().size(), 4U);
    const KeyRing later = ring.withoutKeysReplacedBefore(now + days(10) + seconds(1));
    QCOMPARE(later.keys().size(), 3U);
    QCOMPARE(later.keys().front().origin, KeyOrigin::Imported);
    QCOMPARE(later.keys()[1].created, now + days(10));
    const KeyRing muchLater = ring.withoutKeysReplacedBefore(now + days(4000));
    QCOMPARE(muchLater.keys().size(), 2U);
    QCOMPARE(muchLater.signing().id, ring.signing().id);
}

void TestKeyRing::importedKeysCheckAndNeverSign()
{
    const KeyRing ring = KeyRing::fresh(now).value();
    const KeyRing both = ring.withImported(Secret::copyOf(shared), now + days(1)).value();
    QCOMPARE(both.signing().id, ring.signing().id);
    const TimedTokenSigner flask({share(Secret::copyOf(shared))}, recoverySalt);
    const QByteArray token = flask.sign(R"("a@b.c")", now).token;
    QVERIFY(TimedTokenSigner(both.secrets(), recoverySalt).verify(token));
    QVERIFY(!TimedTokenSigner(ring.secrets(), recoverySalt).verify(token));
    QVERIFY(!flask.verify(TimedTokenSigner(both.secrets(), recoverySalt).sign("1", now).token));
    const auto twice = both.withImported(Secret::copyOf(shared), now);
    QVERIFY(!twice);
    QCOMPARE(twice.error().reason, Reason::KeyUnusable);
}

void TestKeyRing::removesByName()
{
    const KeyRing ring = KeyRing::fresh(now)->rotated(now).value();
    QCOMPARE(ring.without(ring.keys()[0].id)->keys().size(), 1U);
    QCOMPARE(ring.without(ring.signing().id).error().reason, Reason::KeyUnusable);
    const auto unknown = ring.without(QStringLiteral("k-00000000"));
    QCOMPARE(unknown.error().reason, Reason::KeyMissing);
    QCOMPARE(unknown.error().about, QStringLiteral("k-00000000"));
}

void TestKeyRing::holdsOnlySoMany()
{
    KeyRing ring = KeyRing::fresh(now).value();
    for (int i = 1; i < KeyRing::mostKeys; ++i)
        ring = ring.rotated(now + hours(i)).value();
    const auto full = ring.rotated(now + days(99));
    QVERIFY(!full);
    QCOMPARE(full.error().reason, Reason::KeyUnusable);
    QVERIFY(ring.withoutKeysReplacedBefore(now + hours(5)).rotated(now + days(99)));
}

void TestKeyRing::readsOtherBlanksAndOrder()
{
    const QByteArray secret = base64url::encode(strong);
    const auto ring =
        KeyRing::parse(" {\r\n \"latchkey_keys\" : 1 ,\t\"keys\" : [ { \"secret\" : \"" + secret +
                       "\" , \"origin\" : \"generated\", \"created\" : 5, \"id\" : "
                       "\"k-1\" } ] } \n");
    QVERIFY(ring);
    QCOMPARE(ring->signing().id, QStringLiteral("k-1"));
    QCOMPARE(ring->signing().created, Instant(seconds(5)));
}

void TestKeyRing::refusesFaultyText_data()
{
    QTest::addColumn<QByteArray>("json");
    const auto row = [](const char *name, const QByteArray &json) { QTest::newRow(name) << json; };
    const QByteArray good = key("k-1", strong);
    row("nothing", "");
    row("not JSON", "secret");
    row("no keys", ringOf(""));
    row("another format", R"({"keys":[)" + good + "]}");
    row("a newer format", R"({"latchkey_keys":2,"keys":[)" + good + "]}");
    row("bytes behind", ringOf(good) + "x");
    row("comma behind", ringOf(good + ","));
    row("cut off", ringOf(good).chopped(1));
    row("member twice", ringOf(QByteArray(good).replace("}", R"(,"created":1})")));
    row("member unknown", ringOf(QByteArray(good).replace("}", R"(,"note":"x"})")));
    row("member missing", ringOf(QByteArray(good).replace(R"("origin":"generated",)", "")));
    row("origin unknown", ringOf(key("k-1", strong, "found")));
    row("time not a number", ringOf(key("k-1", strong, "generated", "\"now\"")));
    row("time beyond numbers", ringOf(key("k-1", strong, "generated", "99999999999999999999")));
    row("id empty", ringOf(key("", strong)));
    row("id in capitals", ringOf(key("K-1", strong)));
    row("id with an escape", ringOf(key("k\\u0031", strong)));
    row("id with a control character", ringOf(key("k\n1", strong)));
    row("id too long", ringOf(key(QByteArray(33, 'k'), strong)));
    row("same id twice", ringOf(key("k-1", strong) + "," + key("k-1", stronger)));
    row("same secret twice", ringOf(key("k-1", strong) + "," + key("k-2", strong)));
    row("secret of 31 bytes", ringOf(key("k-1", strong.first(31))));
    row("secret empty", ringOf(key("k-1", "")));
    row("secret not base64url", ringOf(QByteArray(good).replace("\"}", "=\"}")));
    row("secret of one byte repeated", ringOf(key("k-1", QByteArray(32, 'x'))));
    row("imported alone", ringOf(key("k-1", shared.toByteArray(), "imported")));
    row("imported of 15 bytes",
        ringOf(key("k-0", shared.first(15).toByteArray(), "imported") + "," + good));
    row("imported placeholder",
        ringOf(key("k-0", "change-me-in-production", "imported") + "," + good));
    row("longer than 64 KiB", QByteArray(70'000, ' ') + ringOf(good));
    QByteArray many;
    for (int i = 0; i < KeyRing::mostKeys; ++i)
        many += key("k-0" + QByteArray::number(i), strong + static_cast<char>(i)) + ",";
    row("seventeen keys", ringOf(many + good));
}

void TestKeyRing::refusesFaultyText()
{
    QVERIFY(KeyRing::parse(ringOf(key("k-1", strong))));
    QFETCH(const QByteArray, json);
    const auto ring = KeyRing::parse(json);
    QVERIFY(!ring);
    QCOMPARE(ring.error().reason, Reason::KeyUnusable);
    QVERIFY(!ring.error().detail.isEmpty());
    // What is told names no secret.
    QVERIFY(!ring.error().detail.contains(QString::fromLatin1(base64url::encode(strong).first(8))));
}

void TestKeyRing::survivesMutatedText()
{
    QRandomGenerator random(7);
    const QByteArray good = ringOf(key("k-1", strong) + "," + key("k-2", stronger));
    int refused = 0;
    for (int i = 0; i < 20'000; ++i) {
        QByteArray mutant = good;
        for (int changes = random.bounded(1, 4); changes > 0; --changes) {
            const auto at = static_cast<qsizetype>(random.bounded(mutant.size()));
            switch (random.bounded(3)) {
            case 0:
                mutant[at] = static_cast<char>(random.bounded(256));
                break;
            case 1:
                mutant.remove(at, random.bounded(1, 9));
                break;
            default:
                mutant.insert(at, "{}[]\",:0k"[random.bounded(9)]);
                break;
            }
        }
        const auto ring = KeyRing::parse(mutant);
        if (ring)
            QCOMPARE(ring->keys().size(), 2U);
        else
            ++refused;
    }
    QVERIFY(refused > 10'000);
}

QTEST_APPLESS_MAIN(TestKeyRing)
#include "test_keyring.moc"
