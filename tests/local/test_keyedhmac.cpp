// SPDX-License-Identifier: GPL-3.0-or-later
#include "services/local/hkdf.h"
#include "services/local/keyedhmac.h"

#include <QMessageAuthenticationCode>
#include <QRandomGenerator>
#include <QTest>

using namespace latchkey;

namespace {

QByteArray macOf(const KeyedHmac &hmac, QByteArrayView message)
{
    KeyedHmac::Bytes bytes{};
    return hmac.compute(message, bytes)
               ? QByteArray(reinterpret_cast<const char *>(bytes.data()), hmac.size())
               : QByteArray();
}

} // namespace

class TestKeyedHmac : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void agreesWithTheRfcs_data();
    void agreesWithTheRfcs();
    void agreesWithQt();
    void canBeUsedAgain();
    void hkdfAgreesWithRfc5869_data();
    void hkdfAgreesWithRfc5869();
};

void TestKeyedHmac::agreesWithTheRfcs_data()
{
    QTest::addColumn<QByteArray>("digest");
    QTest::addColumn<QByteArray>("key");
    QTest::addColumn<QByteArray>("message");
    QTest::addColumn<QByteArray>("mac");
    const QByteArray longKey(131, '\xaa');
    const QByteArray longMessage = "Test Using Larger Than Block-Size Key - Hash Key First";
    QTest::newRow("RFC 2202 3 case 1")
        << QByteArray("SHA1") << QByteArray(20, '\x0b') << QByteArray("Hi There")
        << QByteArray("b617318655057264e28bc0b6fb378c8ef146be00");
    QTest::newRow("RFC 2202 3 case 2")
        << QByteArray("SHA1") << QByteArray("Jefe") << QByteArray("what do ya want for nothing?")
        << QByteArray("effcdf6ae5eb2fa2d27416d5f184df9c259a7c79");
    QTest::newRow("RFC 2202 3 case 6")
        << QByteArray("SHA1") << QByteArray(80, '\xaa') << longMessage
        << QByteArray("aa4ae5e15272d00e95705637ce8a3b55ed402112");
    QTest::newRow("RFC 4231 4.2, SHA-256")
        << QByteArray("SHA256") << QByteArray(20, '\x0b') << QByteArray("Hi There")
        << QByteArray("b0344c61d8db38535ca8afceaf0bf12b881dc200c9833da726e9376c2e32cff7");
    QTest::newRow("RFC 4231 4.2, SHA-512")
        << QByteArray("SHA512") << QByteArray(20, '\x0b') << QByteArray("Hi There")
        << QByteArray("87aa7cdea5ef619d4ff0b4241a1d6cb02379f4e2ce4ec2787ad0b30545e17cde"
                      "daa833b7d6b8a702038b274eaea3f4e4be9d914eeb61f1702e696c203a126854");
    QTest::newRow("RFC 4231 4.7, SHA-256")
        << QByteArray("SHA256") << longKey << longMessage
        << QByteArray("60e431591ee0b67f0d8a26aacbf5b77f8e0bc6213728c5140546040f0ee37f54");
    QTest::newRow("RFC 4231 4.7, SHA-512")
        << QByteArray("SHA512") << longKey << longMessage
        << QByteArray("80b24263c7c1a3ebb71493c1dd7be8b49b46d1f41b4aeec1121b013783f8f352"
                      "6b56d037e05f2598bd0fd2215d6a1e5295e64f73f63f0aec8b915a985d786598");
}

void TestKeyedHmac::agreesWithTheRfcs()
{
    QFETCH(const QByteArray, digest);
    QFETCH(const QByteArray, key);
    QFETCH(const QByteArray, message);
    QFETCH(const QByteArray, mac);
    QCOMPARE(macOf(KeyedHmac(digest.constData(), key), message).toHex(), mac);
}

void TestKeyedHmac::agreesWithQt()
{
    QRandomGenerator random(1);
    for (int keySize = 0; keySize < 140; ++keySize) {
        QByteArray key(keySize, '\0');
        QByteArray message(random.bounded(300), '\0');
        for (QByteArray *bytes : {&key, &message}) {
            for (char &byte : *bytes)
                byte = static_cast<char>(random.bounded(256));
        }
        using Code = QMessageAuthenticationCode;
        QCOMPARE(macOf(KeyedHmac("SHA1", key), message),
                 Code::hash(message, key, QCryptographicHash::Sha1));
        QCOMPARE(macOf(KeyedHmac("SHA256", key), message),
                 Code::hash(message, key, QCryptographicHash::Sha256));
        QCOMPARE(macOf(KeyedHmac("SHA512", key), message),
                 Code::hash(message, key, QCryptographicHash::Sha512));
        QCOMPARE(hmacSha256(key, message).reveal().toByteArray(),
                 Code::hash(message, key, QCryptographicHash::Sha256));
    }
}

void TestKeyedHmac::canBeUsedAgain()
{
    const KeyedHmac hmac("SHA1", "key");
    const QByteArray first = macOf(hmac, "first");
    QVERIFY(macOf(hmac, "second") != first);
    QCOMPARE(macOf(hmac, "first"), first);
}

void TestKeyedHmac::hkdfAgreesWithRfc5869_data()
{
    QTest::addColumn<QByteArray>("secret");
    QTest::addColumn<QByteArray>("salt");
    QTest::addColumn<QByteArray>("info");
    QTest::addColumn<QByteArray>("output");
    QByteArray counting;
    for (int value = 0; value < 256; ++value)
        counting += static_cast<char>(value);
    QTest::newRow("A.1") << QByteArray(22, '\x0b') << counting.first(13)
                         << counting.sliced(0xf0, 10)
                         << QByteArray(
                                "3cb25f25faacd57a90434f64d0362f2a2d2d0a90cf1a5a4c5db02d56ecc4c5bf"
                                "34007208d5b887185865");
    QTest::newRow("A.2") << counting.first(80) << counting.sliced(0x60, 80)
                         << counting.sliced(0xb0, 80)
                         << QByteArray(
                                "b11e398dc80327a1c8e7f78c596a49344f012eda2d4efad8a050cc4c19afa97c"
                                "59045a99cac7827271cb41c65e590e09da3275600c2f09b8367793a9aca3db71"
                                "cc30c58179ec3e87c14c01d5c1f3434f1d87");
    QTest::newRow("A.3") << QByteArray(22, '\x0b') << QByteArray() << QByteArray()
                         << QByteArray(
                                "8da4e775a563c18f715f802a063c5a31b8a11f5c5ee1879ec3454e5f3c738d2d"
                                "9d201395faa4b61a96c8");
}

void TestKeyedHmac::hkdfAgreesWithRfc5869()
{
    QFETCH(const QByteArray, secret);
    QFETCH(const QByteArray, salt);
    QFETCH(const QByteArray, info);
    QFETCH(const QByteArray, output);
    QCOMPARE(hkdfSha256(secret, salt, info, output.size() / 2).reveal().toByteArray().toHex(),
             output);
}

QTEST_APPLESS_MAIN(TestKeyedHmac)
#include "test_keyedhmac.moc"
