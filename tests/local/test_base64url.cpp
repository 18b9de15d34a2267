// SPDX-License-Identifier: GPL-3.0-or-later
#include "services/local/base64url.h"

#include <QTest>

using namespace latchkey;

namespace {
constexpr QByteArrayView alphabet{
    "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_"};
} // namespace

class TestBase64Url : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void agreesWithRfc4648_data();
    void agreesWithRfc4648();
    void everyShortTextIsTheOnlySpelling();
    void refusesOtherSpellings_data();
    void refusesOtherSpellings();
    void refusesWhatDoesNotFit();
};

void TestBase64Url::agreesWithRfc4648_data()
{
    QTest::addColumn<QByteArray>("bytes");
    QTest::addColumn<QByteArray>("text");
    QTest::newRow("none") << QByteArray("") << QByteArray("");
    QTest::newRow("f") << QByteArray("f") << QByteArray("Zg");
    QTest::newRow("fo") << QByteArray("fo") << QByteArray("Zm8");
    QTest::newRow("foo") << QByteArray("foo") << QByteArray("Zm9v");
    QTest::newRow("foob") << QByteArray("foob") << QByteArray("Zm9vYg");
    QTest::newRow("fooba") << QByteArray("fooba") << QByteArray("Zm9vYmE");
    QTest::newRow("foobar") << QByteArray("foobar") << QByteArray("Zm9vYmFy");
    QTest::newRow("both special letters") << QByteArray::fromHex("fbff") << QByteArray("-_8");
}

void TestBase64Url::agreesWithRfc4648()
{
    QFETCH(const QByteArray, bytes);
    QFETCH(const QByteArray, text);
    QCOMPARE(base64url::encode(bytes), text);
    QCOMPARE(base64url::decode(text), bytes);
    QCOMPARE(base64url::encodedSize(bytes.size()), text.size());
    QCOMPARE(base64url::decodedSize(text.size()), bytes.size());
}

// All texts of two letters stand for the 256 bytes, and all of three for the 65,536 pairs: so there
// is one spelling for each, and 15 of 16 (3 of 4) texts are refused.
void TestBase64Url::everyShortTextIsTheOnlySpelling()
{
    int ofTwo = 0;
    int ofThree = 0;
    QByteArray text(3, Qt::Uninitialized);
    for (const char a : alphabet) {
        for (const char b : alphabet) {
            text[0] = a;
            text[1] = b;
            if (const auto bytes = base64url::decode(QByteArrayView(text).first(2))) {
                ++ofTwo;
                QCOMPARE(base64url::encode(*bytes), text.first(2));
            }
            for (const char c : alphabet) {
                text[2] = c;
                if (const auto bytes = base64url::decode(text)) {
                    ++ofThree;
                    QCOMPARE(base64url::encode(*bytes), text);
                }
            }
        }
    }
    QCOMPARE(ofTwo, 256);
    QCOMPARE(ofThree, 65536);
}

void TestBase64Url::refusesOtherSpellings_data()
{
    QTest::addColumn<QByteArray>("text");
    QTest::newRow("impossible length") << QByteArray("Z");
    QTest::newRow("impossible length, longer") << QByteArray("Zm9vY");
    QTest::newRow("spare bits of two letters") << QByteArray("Zh");
    QTest::newRow("spare bits of three letters") << QByteArray("Zm9");
    QTest::newRow("padding") << QByteArray("Zg==");
    QTest::newRow("half padding") << QByteArray("Zg=");
    QTest::newRow("padding in the middle") << QByteArray("Zg==Zm9v");
    QTest::newRow("line end") << QByteArray("Zm9v\n");
    QTest::newRow("blank in the middle") << QByteArray("Zm 9");
    QTest::newRow("plus") << QByteArray("+_8A");
    QTest::newRow("slash") << QByteArray("-/8A");
    QTest::newRow("full stop") << QByteArray("Zm.v");
    QTest::newRow("NUL") << QByteArray("Zm\0v", 4);
    QTest::newRow("eighth bit") << QByteArray("Zm\xC3\xA9");
    QTest::newRow("foreign last of two") << QByteArray("Z!");
    QTest::newRow("foreign last of three") << QByteArray("Zm!");
}

void TestBase64Url::refusesOtherSpellings()
{
    QFETCH(const QByteArray, text);
    QVERIFY(!base64url::decode(text));
}

void TestBase64Url::refusesWhatDoesNotFit()
{
    std::array<unsigned char, 5> five{};
    QCOMPARE(base64url::decodeTo(five, "Zm9vYmE"), 5);
    QCOMPARE(QByteArrayView(five), QByteArrayView("fooba"));
    QCOMPARE(base64url::decodeTo(five, "Zm9vYmFy"), -1);
    QCOMPARE(base64url::decodeTo({}, "Zg"), -1);
    QCOMPARE(base64url::decodeTo({}, ""), 0);
}

QTEST_APPLESS_MAIN(TestBase64Url)
#include "test_base64url.moc"
