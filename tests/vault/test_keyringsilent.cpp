// SPDX-License-Identifier: GPL-3.0-or-later
#include "services/vault/keychainvault.h"

#include "vaultkit.h"

#include <QDBusConnection>
#include <QDBusMessage>
#include <QDBusObjectPath>
#include <QDBusVirtualObject>

using namespace latchkey;

namespace {

/// A keyring that says it has every entry, locked, and then asks somebody who is not there.
class SilentKeyring : public QDBusVirtualObject
{
public:
    QString introspect(const QString & /*path*/) const override { return {}; }
    bool handleMessage(const QDBusMessage &message, const QDBusConnection &connection) override
    {
        if (message.member() != QLatin1String("SearchItems"))
            return true;
        const QList<QDBusObjectPath> locked{
            QDBusObjectPath(QStringLiteral("/org/freedesktop/secrets/collection/login/1"))};
        connection.send(message.createReply(
            {QVariant::fromValue(QList<QDBusObjectPath>()), QVariant::fromValue(locked)}));
        return true;
    }
};

} // namespace

/// What a person sees whose keyring asks for its password behind all windows.
class TestKeyringSilent : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase();
    void patienceEnds_data();
    void patienceEnds();

private:
    SilentKeyring m_keyring;
    QDBusConnection m_bus =
        QDBusConnection::connectToBus(QDBusConnection::SessionBus, QStringLiteral("keyring"));
};

void TestKeyringSilent::initTestCase()
{
    QVERIFY(m_bus.registerVirtualObject(QStringLiteral("/org/freedesktop/secrets"), &m_keyring,
                                        QDBusConnection::SubPath));
    QVERIFY(m_bus.registerService(QStringLiteral("org.freedesktop.secrets")));
}

void TestKeyringSilent::patienceEnds_data()
{
    QTest::addColumn<int>("call");
    QTest::newRow("read") << 0;
    QTest::newRow("write") << 1;
    QTest::newRow("remove") << 2;
}

void TestKeyringSilent::patienceEnds()
{
    QFETCH(const int, call);
    KeychainVault vault(std::chrono::milliseconds(100));
    const QString name = QStringLiteral("signing-keys/example");
    const Reason reason = call == 0   ? reasonOf(vault.read(name))
                          : call == 1 ? reasonOf(vault.write(name, secretOf("x")))
                                      : reasonOf(vault.remove(name));
    QCOMPARE(reason, Reason::KeyringLocked);
}

QTEST_GUILESS_MAIN(TestKeyringSilent)
#include "test_keyringsilent.moc"
