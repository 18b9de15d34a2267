// SPDX-License-Identifier: GPL-3.0-or-later
#include "services/vault/devicekey.h"
#include "services/vault/keychainvault.h"

#include "vaultkit.h"

#include <QDBusConnection>
#include <QDBusMessage>
#include <QDBusObjectPath>
#include <QProcess>

using namespace latchkey;

namespace {

/// This program again, as somebody who wants the key.
const QString printsTheKey = QStringLiteral("prints-the-key");

std::unique_ptr<DeviceKey> keyNamed(const QString &name)
{
    return std::make_unique<DeviceKey>(std::make_unique<KeychainVault>(), name);
}

void lockKeyring()
{
    auto lock = QDBusMessage::createMethodCall(
        QStringLiteral("org.freedesktop.secrets"), QStringLiteral("/org/freedesktop/secrets"),
        QStringLiteral("org.freedesktop.Secret.Service"), QStringLiteral("Lock"));
    lock << QVariant::fromValue(QList<QDBusObjectPath>{
        QDBusObjectPath(QStringLiteral("/org/freedesktop/secrets/collection/login"))});
    QCOMPARE(QDBusConnection::sessionBus().call(lock).type(), QDBusMessage::ReplyMessage);
}

} // namespace

/// Against a real GNOME Keyring on a session bus of its own, which is locked at the end.
class TestDeviceKey : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void isMadeOnce();
    void isNotMadeByLooking();
    void ofAnotherSizeIsNotReplaced();
    void programsThatMakeItAtOnceGetTheSame();
    void isNotReplacedWhileTheKeyringIsLocked(); // last: it stays locked
};

void TestDeviceKey::isMadeOnce()
{
    const auto key = keyNamed(QStringLiteral("device-key/once"));
    const QByteArray made = bytesOf(answerOf(key->readOrMake()));
    QCOMPARE(made.size(), 32);
    QCOMPARE(bytesOf(answerOf(key->readOrMake())), made);
    QCOMPARE(bytesOf(answerOf(key->read())), made);
    QCOMPARE(bytesOf(answerOf(keyNamed(QStringLiteral("device-key/once"))->read())), made);
    QVERIFY(bytesOf(answerOf(keyNamed(QStringLiteral("device-key/other"))->readOrMake())) != made);
}

void TestDeviceKey::isNotMadeByLooking()
{
    const auto key = keyNamed(QStringLiteral("device-key/looked-for"));
    QCOMPARE(reasonOf(key->read()), Reason::KeyMissing);
    QCOMPARE(reasonOf(key->read()), Reason::KeyMissing);
}

void TestDeviceKey::ofAnotherSizeIsNotReplaced()
{
    const QString name = QStringLiteral("device-key/short");
    KeychainVault vault;
    QVERIFY(answerOf(vault.write(name, secretOf("short"))));
    QCOMPARE(reasonOf(keyNamed(name)->read()), Reason::KeyUnusable);
    QCOMPARE(reasonOf(keyNamed(name)->readOrMake()), Reason::KeyUnusable);
    QCOMPARE(bytesOf(answerOf(vault.read(name))), QByteArray("short"));
}

void TestDeviceKey::programsThatMakeItAtOnceGetTheSame()
{
    constexpr int programs = 6;
    for (int round = 0; round < 3; ++round) {
        const QString name = QStringLiteral("device-key/race-%1").arg(round);
        std::vector<std::unique_ptr<QProcess>> running;
        for (int i = 0; i < programs; ++i) {
            running.push_back(std::make_unique<QProcess>());
            running.back()->start(QCoreApplication::applicationFilePath(), {printsTheKey, name});
        }
        QByteArrayList keys;
        for (const auto &program : running) {
            QVERIFY(program->waitForFinished());
            keys << program->readAllStandardOutput();
            QVERIFY2(keys.last().size() == 64, keys.last().constData());
        }
        QCOMPARE(keys.count(keys.first()), programs);
    }
}

void TestDeviceKey::isNotReplacedWhileTheKeyringIsLocked()
{
    qunsetenv("DISPLAY"); // where its prompt would wait for somebody
    const auto key = keyNamed(QStringLiteral("device-key/locked"));
    QVERIFY(answerOf(key->readOrMake()));
    lockKeyring();
    QCOMPARE(reasonOf(key->readOrMake()), Reason::KeyringLocked);
    QCOMPARE(reasonOf(key->read()), Reason::KeyringLocked);
    // Nobody is asked for a password where there is nothing to be had for it.
    QCOMPARE(reasonOf(keyNamed(QStringLiteral("device-key/never-made"))->read()),
             Reason::KeyMissing);
}

int main(int argc, char *argv[])
{
    const QCoreApplication program(argc, argv);
    const QStringList arguments = QCoreApplication::arguments();
    if (arguments.value(1) == printsTheKey) {
        const auto key = keyNamed(arguments.value(2));
        QTextStream(stdout) << bytesOf(answerOf(key->readOrMake())).toHex();
        return 0;
    }
    TestDeviceKey test;
    return QTest::qExec(&test, argc, argv);
}

#include "test_devicekey.moc"
