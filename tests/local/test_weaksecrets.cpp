// SPDX-License-Identifier: GPL-3.0-or-later
#include "services/local/keyring.h"
#include "services/local/weaksecrets.h"

#include <QTest>

using namespace latchkey;

namespace {
constexpr auto now = Instant(std::chrono::seconds(1'700'000'000));
} // namespace

class TestWeakSecrets : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void refusesWeakImports_data();
    void refusesWeakImports();
    void takesStrongImports_data();
    void takesStrongImports();
};

void TestWeakSecrets::refusesWeakImports_data()
{
    QTest::addColumn<QByteArray>("secret");
    constexpr std::array weak{"",
                              "x",
                              "under sixteen",
                              "fifteen letters",
                              "secret",
                              "changeme",
                              "dev",
                              "your-secret-key",
                              "this-is-a-secret",
                              "This is a secret key!",
                              "my-super-secret-key",
                              "super-secret-key-123",
                              "your_secret_key_here",
                              "YOUR-SECRET-KEY-HERE",
                              "<your secret key here>",
                              "change-me-in-production",
                              "change this secret key",
                              "please-change-me-please-change-me",
                              "replace-with-your-secret-key",
                              "insert secret key here",
                              "put-your-secret-key-here",
                              "a very secret key",
                              "a-very-secret-key-2024",
                              "the-secret-key-0001",
                              "secret_key_secret_key",
                              "secretsecretsecret",
                              "secret-secret-secret-secret-secret",
                              "changemechangemechangeme",
                              "development-key-1",
                              "development-secret-key",
                              "dev dev dev dev dev dev",
                              "devdevdevdevdevdevdevdevdevdevdev",
                              "test-secret-key-1",
                              "testtesttesttesttest",
                              "not-so-secret-12345",
                              "insecure-key-00001",
                              "hard to guess string",
                              "you-will-never-guess",
                              "you'll never guess",
                              "change-it-change-it",
                              "keyboard cat keyboard cat",
                              "passwordpassword",
                              "Password12345678",
                              "password-salt-000",
                              "qwertyuiopqwertyuiop",
                              "1234567890123456",
                              "12345678901234567890123456789012",
                              "0123456789abcdef0123456789abcdef",
                              "abcdefghijklmnopqrstuvwxyz",
                              "aaaaaaaaaaaaaaaa",
                              "0000000000000000000000000000000000000000",
                              "abababababababab",
                              "xyzxyzxyzxyzxyzxyz",
                              "----------------",
                              "_5#y2L\"F4Q8z\n\xec]/",
                              "192b9bdd22ab9ed4d12e236c78afcb9a393ec15f71bbf5dc987d54727823bcbf",
                              "django-insecure-8!x2$kq@zv^7w#m4p&l9",
                              "default-secret-key",
                              "jwt-secret-key-12",
                              "flask-secret-key",
                              "example-secret-key",
                              "placeholder-00000"};
    int number = 0;
    for (const char *const secret : weak)
        QTest::addRow("%d: %s", ++number, QByteArray(secret).toPercentEncoding(" ").constData())
            << QByteArray(secret);
    QTest::newRow("sixteen NULs") << QByteArray(16, '\0');
    QVERIFY(number >= 50);
}

void TestWeakSecrets::refusesWeakImports()
{
    QFETCH(const QByteArray, secret);
    const auto ring = KeyRing::fresh(now)->withImported(Secret::copyOf(secret), now);
    QVERIFY(!ring);
    QCOMPARE(ring.error().reason, Reason::KeyUnusable);
    QVERIFY(secret.size() < 4 || !ring.error().detail.contains(QString::fromUtf8(secret)));
}

void TestWeakSecrets::takesStrongImports_data()
{
    QTest::addColumn<QByteArray>("secret");
    QTest::newRow("sixteen random letters") << QByteArray("h8Jq-2LwZ_9vTxRb");
    QTest::newRow("secrets.token_hex()") << QByteArray("f9bf78b9a18ce6d46a0cd2b0b86df9da");
    QTest::newRow("os.urandom(24)")
        << QByteArray::fromHex("b7e151628aed2a6abf7158809cf4f3c762e7160f38b4da56");
    QTest::newRow("latchkey-test-secret-0001") << QByteArray("latchkey-test-secret-0001");
    QTest::newRow("a sentence") << QByteArray("eleven purple otters juggle maps");
}

void TestWeakSecrets::takesStrongImports()
{
    QFETCH(const QByteArray, secret);
    QVERIFY(KeyRing::fresh(now)->withImported(Secret::copyOf(secret), now));
    QVERIFY(!isPlaceholderSecret(secret));
}

QTEST_APPLESS_MAIN(TestWeakSecrets)
#include "test_weaksecrets.moc"
