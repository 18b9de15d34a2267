// SPDX-License-Identifier: GPL-3.0-or-later
#include "launch/busdoor.h"

#include "core/log.h"
#include "launch/arguments.h"
#include "launch/identity.h"

#include <QDBusConnectionInterface>
#include <QDBusMessage>
#include <QDBusMetaType>

namespace latchkey {

namespace {

const QString connectionName = QStringLiteral("latchkey-launch");

QString interfaceName()
{
    return QStringLiteral("org.freedesktop.Application");
}

QString busName()
{
    return QString::fromLatin1(applicationId);
}

/// "/org/latchkey/app", as the specification makes it from the name.
QString objectPath()
{
    return u'/' + busName().replace(u'.', u'/').replace(u'-', u'_');
}

QByteArray tokenOf(const QVariantMap &platformData)
{
    for (const char *key : {"activation-token", "desktop-startup-id"}) {
        const QByteArray token = platformData.value(QLatin1String(key)).toString().toLatin1();
        if (!token.isEmpty() && isActivationToken(token))
            return token;
    }
    return {};
}

/// The message that a call stands for; nothing when it is not one of ours.
std::optional<LaunchMessage> messageOf(const QDBusMessage &call)
{
    const QList<QVariant> arguments = call.arguments();
    if (call.member() == QLatin1String("Activate") && call.signature() == QLatin1String("a{sv}"))
        return LaunchMessage{.activationToken = tokenOf(qdbus_cast<QVariantMap>(arguments[0]))};
    if (call.member() == QLatin1String("ActivateAction") &&
        call.signature() == QLatin1String("sava{sv}"))
        return LaunchMessage{.activationToken = tokenOf(qdbus_cast<QVariantMap>(arguments[2]))};
    if (call.member() != QLatin1String("Open") || call.signature() != QLatin1String("asa{sv}"))
        return std::nullopt;
    const QStringList addresses = qdbus_cast<QStringList>(arguments[0]);
    const QByteArray link = addresses.size() == 1 ? addresses.constFirst().toUtf8() : QByteArray();
    if ((!isOurLink(link) && !isWebLink(link)) || link.size() > longestLink)
        return std::nullopt;
    return LaunchMessage{.link = plainLink(link),
                         .activationToken = tokenOf(qdbus_cast<QVariantMap>(arguments[1]))};
}

} // namespace

BusDoor::BusDoor(LinkInbox &inbox, QObject *parent)
    : QDBusVirtualObject(parent), m_inbox(inbox), m_bus(QString())
{
}

BusDoor::~BusDoor()
{
    close();
}

bool BusDoor::open()
{
    m_bus = QDBusConnection::connectToBus(QDBusConnection::SessionBus, connectionName);
    m_open = m_bus.isConnected() && m_bus.registerVirtualObject(objectPath(), this);
    if (m_open) {
        // Object first: who started us by the name calls as soon as it is there.
        m_bus.interface()->registerService(busName(), QDBusConnectionInterface::QueueService,
                                           QDBusConnectionInterface::DontAllowReplacement);
    }
    return m_open;
}

void BusDoor::close()
{
    if (!m_open)
        return;
    m_open = false;
    m_bus.interface()->unregisterService(busName());
    m_bus.unregisterObject(objectPath());
    QDBusConnection::disconnectFromBus(connectionName);
}

QString BusDoor::introspect(const QString & /*path*/) const
{
    return QStringLiteral(
               "<interface name=\"%1\">"
               "<method name=\"Activate\"><arg type=\"a{sv}\" direction=\"in\"/></method>"
               "<method name=\"Open\"><arg type=\"as\" direction=\"in\"/>"
               "<arg type=\"a{sv}\" direction=\"in\"/></method>"
               "<method name=\"ActivateAction\"><arg type=\"s\" direction=\"in\"/>"
               "<arg type=\"av\" direction=\"in\"/><arg type=\"a{sv}\" direction=\"in\"/></method>"
               "</interface>")
        .arg(interfaceName());
}

bool BusDoor::handleMessage(const QDBusMessage &message, const QDBusConnection &connection)
{
    if (message.type() != QDBusMessage::MethodCallMessage ||
        (!message.interface().isEmpty() && message.interface() != interfaceName()))
        return false;
    auto wish = messageOf(message);
    if (!wish) {
        connection.send(message.createErrorReply(QDBusError::InvalidArgs,
                                                 QStringLiteral("not one link of ours")));
        return true;
    }
    m_inbox.put(std::move(*wish));
    connection.send(message.createReply());
    return true;
}

} // namespace latchkey
