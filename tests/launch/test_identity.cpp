// SPDX-License-Identifier: GPL-3.0-or-later
#include "launch/identity.h"

#include <QtTest>

using namespace latchkey;

class TestIdentity : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void knowsItsSchemes_data();
    void knowsItsSchemes();
    void knowsALinkOfTheWeb_data();
    void knowsALinkOfTheWeb();
    void readsTheOwnSchemeAsThePlainOne();
    void aHelloComesBack();
    void refusesOtherHellos_data();
    void refusesOtherHellos();
};

void TestIdentity::knowsItsSchemes_data()
{
    QTest::addColumn<QByteArray>("word");
    QTest::addColumn<bool>("ours");
    QTest::newRow("plain") << QByteArray("latchkey://reset/acme/x") << true;
    QTest::newRow("capitals") << QByteArray("LatchKey:anything") << true;
    QTest::newRow("twin") << QByteArray("org.latchkey.app:/reset/acme/x") << true;
    QTest::newRow("own") << linkScheme.toByteArray() + "://reset/acme/x" << true;
    QTest::newRow("own twin") << twinScheme.toByteArray() + ":/reset/acme/x" << true;
    QTest::newRow("no colon") << QByteArray("latchkey") << false;
    QTest::newRow("a longer scheme") << QByteArray("latchkeys:x") << false;
    QTest::newRow("another twin") << QByteArray("orgxlatchkey.app:/x") << false;
    QTest::newRow("https") << QByteArray("https://latchkey:x") << false;
    QTest::newRow("nothing") << QByteArray() << false;
    QTest::newRow("an option") << QByteArray("-latchkey:x") << false;
}

void TestIdentity::knowsItsSchemes()
{
    QFETCH(QByteArray, word);
    QTEST(isOurLink(word), "ours");
}

void TestIdentity::knowsALinkOfTheWeb_data()
{
    QTest::addColumn<QByteArray>("word");
    QTest::addColumn<bool>("is");
    QTest::newRow("https") << QByteArray("https://shop.example/reset/x?y#z") << true;
    QTest::newRow("http") << QByteArray("HTTP://localhost:5000/x") << true;
    QTest::newRow("no host") << QByteArray("https://") << false;
    QTest::newRow("one slash") << QByteArray("https:/shop.example") << false;
    QTest::newRow("a blank") << QByteArray("https://shop.example/a b") << false;
    QTest::newRow("a line end") << QByteArray("https://shop.example/\n") << false;
    QTest::newRow("a byte of UTF-8") << QByteArray("https://shop.example/\xc3\xa9") << false;
    QTest::newRow("file") << QByteArray("file:///etc/passwd") << false;
    QTest::newRow("ours") << QByteArray("latchkey://reset/a/b") << false;
    QTest::newRow("nothing") << QByteArray() << false;
}

void TestIdentity::knowsALinkOfTheWeb()
{
    QFETCH(QByteArray, word);
    QTEST(isWebLink(word), "is");
}

void TestIdentity::readsTheOwnSchemeAsThePlainOne()
{
    QCOMPARE(plainLink(linkScheme.toByteArray() + "://reset/acme/x"),
             QByteArray("latchkey://reset/acme/x"));
    // Whatever stands in it: what is not a link of ours stays what it is.
    for (const QByteArray &word : {QByteArray("latchkey://reset/acme/x"), QByteArray("https:x"),
                                   QByteArray("org.latchkey.app:/reset/acme/x"), QByteArray()})
        QCOMPARE(plainLink(word), word);
}

void TestIdentity::aHelloComesBack()
{
    const QByteArray nonce = "0123456789abcdefABCDEF";
    QCOMPARE(helloNonce(helloLink(nonce)), std::optional(nonce));
    QCOMPARE(helloNonce(plainLink(helloLink(nonce))), std::optional(nonce));
    QVERIFY(isOurLink(helloLink(nonce)));
}

void TestIdentity::refusesOtherHellos_data()
{
    QTest::addColumn<QByteArray>("link");
    QTest::newRow("too short") << helloLink(QByteArray(15, 'a'));
    QTest::newRow("too long") << helloLink(QByteArray(65, 'a'));
    QTest::newRow("empty") << helloLink("");
    QTest::newRow("other bytes") << helloLink("0123456789abcde%");
    QTest::newRow("a slash") << helloLink("0123456789abcdef/");
    QTest::newRow("another scheme") << QByteArray("https://hello/0123456789abcdef");
    QTest::newRow("another verb") << QByteArray("latchkey://reset/0123456789abcdef");
    QTest::newRow("one slash") << QByteArray("latchkey:/hello/0123456789abcdef");
}

void TestIdentity::refusesOtherHellos()
{
    QFETCH(QByteArray, link);
    QVERIFY(!helloNonce(link));
}

QTEST_GUILESS_MAIN(TestIdentity)
#include "test_identity.moc"
