// SPDX-License-Identifier: GPL-3.0-or-later
#include "services/vault/keychainvault.h"

#include "vaultkit.h"

using namespace latchkey;

/// Against a real, unlocked GNOME Keyring on a session bus of its own.
class TestKeychainVault : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void absent();
    void writtenReadAndRemoved();
    void replaced();
    void namesAreKeptApart();
    void bytes_data();
    void bytes();
    void anotherVaultSeesIt();
    void manyAtOnce();
    void emptySecretIsRefused();
    void vaultThatDiesCancels();
};

void TestKeychainVault::absent()
{
    KeychainVault vault;
    const auto read = answerOf(vault.read(QStringLiteral("absent")));
    QVERIFY(!read);
    QCOMPARE(read.error().reason, Reason::KeyMissing);
    QCOMPARE(read.error().about, QStringLiteral("absent"));
    QCOMPARE(reasonOf(vault.remove(QStringLiteral("absent"))), Reason::KeyMissing);
}

void TestKeychainVault::writtenReadAndRemoved()
{
    KeychainVault vault;
    const QString name = QStringLiteral("signing-keys/example");
    QVERIFY(answerOf(vault.write(name, secretOf("a secret"))));
    QCOMPARE(bytesOf(answerOf(vault.read(name))), QByteArray("a secret"));
    QVERIFY(answerOf(vault.remove(name)));
    QCOMPARE(reasonOf(vault.read(name)), Reason::KeyMissing);
}

void TestKeychainVault::replaced()
{
    KeychainVault vault;
    const QString name = QStringLiteral("replaced");
    QVERIFY(answerOf(vault.write(name, secretOf("one"))));
    QVERIFY(answerOf(vault.write(name, secretOf("two"))));
    QCOMPARE(bytesOf(answerOf(vault.read(name))), QByteArray("two"));
}

void TestKeychainVault::namesAreKeptApart()
{
    KeychainVault vault;
    const QString first = QStringLiteral("apart/a");
    const QString second = QStringLiteral("apart/b");
    QVERIFY(answerOf(vault.write(first, secretOf("1"))));
    QVERIFY(answerOf(vault.write(second, secretOf("2"))));
    QVERIFY(answerOf(vault.remove(first)));
    QCOMPARE(reasonOf(vault.read(first)), Reason::KeyMissing);
    QCOMPARE(bytesOf(answerOf(vault.read(second))), QByteArray("2"));
}

void TestKeychainVault::bytes_data()
{
    QTest::addColumn<QByteArray>("secret");
    QTest::newRow("with NUL") << QByteArray("a\0b", 3);
    QTest::newRow("not UTF-8") << QByteArray::fromHex("fffe8000");
    QTest::newRow("16 KiB") << QByteArray(16 * 1024, '\xa5');
    QTest::newRow("looks like base64") << QByteArray("Zm9v");
}

void TestKeychainVault::bytes()
{
    QFETCH(const QByteArray, secret);
    KeychainVault vault;
    const QString name = QStringLiteral("bytes");
    QVERIFY(answerOf(vault.write(name, secretOf(secret))));
    QCOMPARE(bytesOf(answerOf(vault.read(name))), secret);
}

void TestKeychainVault::anotherVaultSeesIt()
{
    {
        KeychainVault writer;
        QVERIFY(answerOf(writer.write(QStringLiteral("shared"), secretOf("x"))));
    }
    KeychainVault reader;
    QCOMPARE(bytesOf(answerOf(reader.read(QStringLiteral("shared")))), QByteArray("x"));
}

void TestKeychainVault::manyAtOnce()
{
    KeychainVault vault;
    QList<Future<bool>> writes;
    for (int index = 0; index < 20; ++index)
        writes << vault.write(QStringLiteral("many/%1").arg(index),
                              secretOf(QByteArray(1, 'a' + static_cast<char>(index))));
    for (const auto &write : writes)
        QVERIFY(answerOf(write));
    QList<Future<SharedSecret>> reads;
    for (int index = 0; index < 20; ++index)
        reads << vault.read(QStringLiteral("many/%1").arg(index));
    for (int index = 0; index < 20; ++index)
        QCOMPARE(bytesOf(answerOf(reads[index])), QByteArray(1, static_cast<char>('a' + index)));
}

void TestKeychainVault::emptySecretIsRefused()
{
    KeychainVault vault;
    QCOMPARE(answerOf(vault.write(QStringLiteral("empty"), secretOf(""))).has_value(), false);
    QCOMPARE(answerOf(vault.write(QStringLiteral("empty"), nullptr)).has_value(), false);
    QCOMPARE(reasonOf(vault.read(QStringLiteral("empty"))), Reason::KeyMissing);
}

void TestKeychainVault::vaultThatDiesCancels()
{
    auto vault = std::make_unique<KeychainVault>();
    const auto reading = vault->read(QStringLiteral("whatever"));
    vault.reset();
    QCOMPARE(reasonOf(reading), Reason::Cancelled);
}

QTEST_GUILESS_MAIN(TestKeychainVault)
#include "test_keychainvault.moc"
