// SPDX-License-Identifier: GPL-3.0-or-later
#include "services/local/codeminter.h"
#include "services/local/hkdf.h"

#include <QRandomGenerator>
#include <QSet>
#include <QTest>

using namespace latchkey;
using std::chrono::seconds;

namespace {

RecoveryCode mintCode(const SigningKey &key, qint64 requestId, Instant time)
{
    return CodeMinter(key).codeFor(requestId, time);
}

constexpr auto minted = Instant(seconds(1'700'000'000));

SigningKey keyOf(QByteArrayView secret)
{
    return {.id = QStringLiteral("k-1"),
            .created = minted,
            .secret = share(Secret::copyOf(secret)),
            .origin = KeyOrigin::Generated};
}

QByteArray lettersOf(const RecoveryCode &code)
{
    return code.letters()->reveal().toByteArray();
}

} // namespace

class TestCodeMinter : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void agreesWithItsDefinition();
    void sameInputSameCode();
    void everyInputCounts();
    void lettersAreEven();
    void matchesUnderAnyKey();
    void refusesOtherCodes();
};

void TestCodeMinter::agreesWithItsDefinition()
{
    // Computed apart from this program, with Python's hmac: HKDF with an empty salt, then HMAC over
    // request 42 and 1,700,000,000; the first 16 bytes as one number, divided by 20 from the right.
    constexpr QByteArrayView secret{"latchkey-test-secret-0001"};
    QCOMPARE(hkdfSha256(secret, {}, "latchkey recovery code", 32).reveal().toByteArray().toHex(),
             QByteArray("7aae3947224ef64b4ad8f256c19d689e0f987c64ef222c3e879d339dd2a73ea2"));
    QCOMPARE(lettersOf(mintCode(keyOf(secret), 42, minted)), QByteArray("HSPWCMLR"));
}

void TestCodeMinter::sameInputSameCode()
{
    const SigningKey key = keyOf("a key of at least thirty-two bytes");
    const QByteArray code = lettersOf(mintCode(key, 7, minted));
    QCOMPARE(code.size(), RecoveryCode::length);
    for (const char letter : code)
        QVERIFY(RecoveryCode::alphabet.contains(letter));
    QCOMPARE(lettersOf(mintCode(key, 7, minted)), code);
}

void TestCodeMinter::everyInputCounts()
{
    QSet<QByteArray> seen;
    for (const QByteArrayView secret : {QByteArrayView("one key of at least thirty-two bytes"),
                                        QByteArrayView("two key of at least thirty-two bytes")}) {
        for (qint64 request = -1; request < 50; ++request) {
            for (int second = 0; second < 50; ++second)
                seen << lettersOf(mintCode(keyOf(secret), request, minted + seconds(second)));
        }
    }
    QCOMPARE(seen.size(), 2 * 51 * 50);
}

void TestCodeMinter::lettersAreEven()
{
    constexpr int codes = 20'000;
    QHash<char, int> count;
    const SigningKey key = keyOf("a key of at least thirty-two bytes");
    for (int request = 0; request < codes; ++request) {
        for (const char letter : lettersOf(mintCode(key, request, minted)))
            ++count[letter];
    }
    QCOMPARE(count.size(), RecoveryCode::alphabet.size());
    const int expected = codes * RecoveryCode::length / static_cast<int>(count.size());
    for (const int times : std::as_const(count))
        QVERIFY(std::abs(times - expected) < expected / 15); // more than five standard deviations
}

void TestCodeMinter::matchesUnderAnyKey()
{
    KeyRing ring = KeyRing::fresh(minted).value();
    const RecoveryCode first = mintCode(ring.signing(), 5, minted);
    for (int turn = 0; turn < 3; ++turn) {
        ring = ring.rotated(minted + seconds(turn)).value();
        QVERIFY(codeMatches(ring, 5, minted, first));
        QVERIFY(codeMatches(ring, 5, minted, mintCode(ring.signing(), 5, minted)));
    }
    QVERIFY(!codeMatches(KeyRing::fresh(minted).value(), 5, minted, first));
}

void TestCodeMinter::refusesOtherCodes()
{
    const KeyRing ring = KeyRing::fresh(minted)->rotated(minted).value();
    const RecoveryCode code = mintCode(ring.signing(), 5, minted);
    QVERIFY(!codeMatches(ring, 6, minted, code));
    QVERIFY(!codeMatches(ring, 5, minted + seconds(1), code));
    for (int i = 0; i < 2000; ++i) {
        const Secret bytes = Secret::random(16).value();
        QVERIFY(!codeMatches(ring, 5, minted, RecoveryCode::fromBytes(bytes.reveal())));
    }
}

QTEST_APPLESS_MAIN(TestCodeMinter)
#include "test_codeminter.moc"
