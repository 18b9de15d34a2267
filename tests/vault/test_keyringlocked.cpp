// SPDX-License-Identifier: GPL-3.0-or-later
#include "services/vault/keychainvault.h"

#include "vaultkit.h"

#include <QDBusConnection>
#include <QDBusMessage>
#include <QDBusObjectPath>

using namespace latchkey;

/// A real GNOME Keyring that was locked after the secret went in. Its prompt needs a display, finds
/// none and ends at once: to the program that is the same as a person who dismisses it.
class TestKeyringLocked : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase();
    void readingSaysLockedAndNotMissing();
    void writingSaysLocked();
    void removingSaysLockedAndNotDone();
    void whatIsNotThereIsStillMissing();

private:
    const QString m_name = QStringLiteral("signing-keys/example");
};

void TestKeyringLocked::initTestCase()
{
    qunsetenv("DISPLAY");
    KeychainVault vault;
    QVERIFY(answerOf(vault.write(m_name, secretOf("a secret"))));
    auto lock = QDBusMessage::createMethodCall(
        QStringLiteral("org.freedesktop.secrets"), QStringLiteral("/org/freedesktop/secrets"),
        QStringLiteral("org.freedesktop.Secret.Service"), QStringLiteral("Lock"));
    lock << QVariant::fromValue(QList<QDBusObjectPath>{
        QDBusObjectPath(QStringLiteral("/org/freedesktop/secrets/collection/login"))});
    const auto reply = QDBusConnection::sessionBus().call(lock);
    QCOMPARE(reply.type(), QDBusMessage::ReplyMessage);
}

void TestKeyringLocked::readingSaysLockedAndNotMissing()
{
    KeychainVault vault;
    QCOMPARE(reasonOf(vault.read(m_name)), Reason::KeyringLocked);
}

void TestKeyringLocked::writingSaysLocked()
{
    KeychainVault vault;
    QCOMPARE(reasonOf(vault.write(m_name, secretOf("another"))), Reason::KeyringLocked);
}

void TestKeyringLocked::removingSaysLockedAndNotDone()
{
    KeychainVault vault;
    QCOMPARE(reasonOf(vault.remove(m_name)), Reason::KeyringLocked);
}

void TestKeyringLocked::whatIsNotThereIsStillMissing()
{
    KeychainVault vault;
    QCOMPARE(reasonOf(vault.read(QStringLiteral("absent"))), Reason::KeyMissing);
}

QTEST_GUILESS_MAIN(TestKeyringLocked)
#include "test_keyringlocked.moc"
