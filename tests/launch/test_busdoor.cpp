// SPDX-License-Identifier: GPL-3.0-or-later
#include "launch/busdoor.h"
#include "launch/identity.h"
#include "tests/support/patience.h"

#include <QDBusConnectionInterface>
#include <QDBusMessage>
#include <QDBusPendingCall>
#include <QDBusPendingReply>
#include <QtTest>

using namespace latchkey;

/// The door on a real session bus; who knocks has a connection of their own.
class TestBusDoor : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void opensALink();
    void activates();
    void takesTheActivationToken_data();
    void takesTheActivationToken();
    void refuses_data();
    void refuses();
    void refusesOtherCalls();
    void giveTheNameBackOnClosing();
    void theNextInTheQueueGetsTheName();
    void saysWhatItIs();

private:
    static QString name() { return QString::fromLatin1(applicationId); }
    static QString path() { return u'/' + name().replace(u'.', u'/'); }
    static QDBusMessage callTo(const QString &member, const QList<QVariant> &arguments)
    {
        QDBusMessage call = QDBusMessage::createMethodCall(
            name(), path(), QStringLiteral("org.freedesktop.Application"), member);
        call.setArguments(arguments);
        return call;
    }
    /// The reply's error name; empty for a good one.
    static QString errorOf(const QDBusMessage &call)
    {
        const QDBusPendingCall pending = QDBusConnection::sessionBus().asyncCall(call);
        return QTest::qWaitFor([&pending] { return pending.isFinished(); })
                   ? pending.error().name()
                   : QStringLiteral("no answer");
    }
    static QString open(const QStringList &addresses, const QVariantMap &platform = {})
    {
        return errorOf(callTo(QStringLiteral("Open"), {addresses, platform}));
    }
    static bool isOwned()
    {
        return QDBusConnection::sessionBus().interface()->isServiceRegistered(name());
    }

    const QString m_link = QStringLiteral("latchkey://reset/acme/eyJ.ZkQ.a-_9");
};

void TestBusDoor::opensALink()
{
    LinkInbox inbox;
    BusDoor door(inbox);
    QVERIFY(door.open());
    QCOMPARE(open({m_link}), QString());
    QCOMPARE(inbox.take()->link, m_link.toLatin1());
    QCOMPARE(open({QString::fromLatin1(linkScheme) + QStringLiteral("://reset/acme/x")}),
             QString());
    QCOMPARE(inbox.take()->link, QByteArray("latchkey://reset/acme/x"));
    QVERIFY(!inbox.newest());
}

void TestBusDoor::activates()
{
    LinkInbox inbox;
    BusDoor door(inbox);
    QVERIFY(door.open());
    QCOMPARE(errorOf(callTo(QStringLiteral("Activate"), {QVariantMap()})), QString());
    QCOMPARE(inbox.take()->link, QByteArray());
    QCOMPARE(errorOf(callTo(QStringLiteral("ActivateAction"),
                            {QStringLiteral("any"), QVariantList(), QVariantMap()})),
             QString());
    QCOMPARE(inbox.take()->link, QByteArray());
}

void TestBusDoor::takesTheActivationToken_data()
{
    QTest::addColumn<QVariantMap>("platform");
    QTest::addColumn<QByteArray>("token");
    QTest::newRow("Wayland") << QVariantMap{{QStringLiteral("activation-token"),
                                             QStringLiteral("abc-1")}}
                             << QByteArray("abc-1");
    QTest::newRow("X11") << QVariantMap{{QStringLiteral("desktop-startup-id"),
                                         QStringLiteral("x_TIME12")}}
                         << QByteArray("x_TIME12");
    QTest::newRow("hostile") << QVariantMap{{QStringLiteral("activation-token"),
                                             QStringLiteral("a\nb")}}
                             << QByteArray();
    QTest::newRow("no text") << QVariantMap{{QStringLiteral("activation-token"), 7}}
                             << QByteArray("7");
    QTest::newRow("too long") << QVariantMap{{QStringLiteral("activation-token"),
                                              QString(600, u'a')}}
                              << QByteArray();
}

void TestBusDoor::takesTheActivationToken()
{
    QFETCH(QVariantMap, platform);
    LinkInbox inbox;
    BusDoor door(inbox);
    QVERIFY(door.open());
    QCOMPARE(open({m_link}, platform), QString());
    QTEST(inbox.take()->activationToken, "token");
}

void TestBusDoor::refuses_data()
{
    QTest::addColumn<QStringList>("addresses");
    QTest::newRow("none") << QStringList();
    QTest::newRow("two") << QStringList{m_link, m_link};
    QTest::newRow("a file") << QStringList{QStringLiteral("file:///etc/passwd")};
    QTest::newRow("an option") << QStringList{QStringLiteral("--config")};
    QTest::newRow("empty") << QStringList{QString()};
    QTest::newRow("too long") << QStringList{m_link + QString(5000, u'x')};
}

void TestBusDoor::refuses()
{
    QFETCH(QStringList, addresses);
    LinkInbox inbox;
    BusDoor door(inbox);
    QVERIFY(door.open());
    QCOMPARE(open(addresses), QStringLiteral("org.freedesktop.DBus.Error.InvalidArgs"));
    QVERIFY(!inbox.newest());
}

void TestBusDoor::refusesOtherCalls()
{
    LinkInbox inbox;
    BusDoor door(inbox);
    QVERIFY(door.open());
    QVERIFY(!errorOf(callTo(QStringLiteral("Open"), {m_link})).isEmpty());
    QVERIFY(!errorOf(callTo(QStringLiteral("Open"), {})).isEmpty());
    QVERIFY(!errorOf(callTo(QStringLiteral("Quit"), {})).isEmpty());
    QVERIFY(!inbox.newest());
}

void TestBusDoor::giveTheNameBackOnClosing()
{
    LinkInbox inbox;
    BusDoor door(inbox);
    QVERIFY(door.open());
    QVERIFY(isOwned());
    door.close();
    QVERIFY(!isOwned());
    QVERIFY(!open({m_link}).isEmpty());
    QVERIFY(!inbox.newest());
}

/// A start by the bus has the name while it finds out that another instance runs already.
void TestBusDoor::theNextInTheQueueGetsTheName()
{
    auto other = std::make_unique<QDBusConnection>(
        QDBusConnection::connectToBus(QDBusConnection::SessionBus, QStringLiteral("other")));
    QVERIFY(other->registerService(name()));
    LinkInbox inbox;
    BusDoor door(inbox);
    QVERIFY(door.open());
    QVERIFY(!open({m_link}).isEmpty()); // not ours yet
    QVERIFY(other->unregisterService(name()));
    QCOMPARE(open({m_link}), QString());
    QVERIFY(inbox.newest());
    other.reset();
    QDBusConnection::disconnectFromBus(QStringLiteral("other"));
}

void TestBusDoor::saysWhatItIs()
{
    LinkInbox inbox;
    BusDoor door(inbox);
    QVERIFY(door.open());
    const QDBusPendingReply<QString> reply =
        QDBusConnection::sessionBus().asyncCall(QDBusMessage::createMethodCall(
            name(), path(), QStringLiteral("org.freedesktop.DBus.Introspectable"),
            QStringLiteral("Introspect")));
    LATCHKEY_TRY_VERIFY(reply.isFinished());
    QVERIFY(reply.value().contains(QLatin1String("org.freedesktop.Application")));
}

QTEST_GUILESS_MAIN(TestBusDoor)
#include "test_busdoor.moc"
