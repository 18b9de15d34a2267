// SPDX-License-Identifier: GPL-3.0-or-later
#include "services/vault/keyringsearch.h"

#include <QDBusArgument>
#include <QDBusConnection>
#include <QDBusMessage>
#include <QDBusMetaType>
#include <QDBusObjectPath>
#include <QDBusPendingCallWatcher>
#include <QDBusPendingReply>

#include <chrono>
#include <memory>

namespace latchkey {

namespace {

using Attributes = QMap<QString, QString>;
using Found = QDBusPendingReply<QList<QDBusObjectPath>, QList<QDBusObjectPath>>;

// Looking costs the keyring no password, so an answer that takes longer will not come.
constexpr std::chrono::milliseconds patience{10000};

QDBusMessage question(const QString &service, const QString &key)
{
    auto message = QDBusMessage::createMethodCall(
        QStringLiteral("org.freedesktop.secrets"), QStringLiteral("/org/freedesktop/secrets"),
        QStringLiteral("org.freedesktop.Secret.Service"), QStringLiteral("SearchItems"));
    // The attributes that QtKeychain stores an entry under.
    const Attributes attributes{{QStringLiteral("user"), key}, {QStringLiteral("server"), service}};
    message << QVariant::fromValue(attributes);
    return message;
}

Result<Held> answerIn(const Found &reply)
{
    if (reply.isError()) {
        const QDBusError error = reply.error();
        return fail(Reason::KeyringMissing, error.name() + QStringLiteral(": ") + error.message());
    }
    const auto open = qdbus_cast<QList<QDBusObjectPath>>(reply.argumentAt(0));
    const auto locked = qdbus_cast<QList<QDBusObjectPath>>(reply.argumentAt(1));
    if (!open.isEmpty())
        return Held::Open;
    return locked.isEmpty() ? Held::Nowhere : Held::Locked;
}

} // namespace

Future<Held> searchKeyring(const QString &service, const QString &key)
{
    qDBusRegisterMetaType<Attributes>();
    const auto bus = QDBusConnection::sessionBus();
    if (!bus.isConnected()) {
        return readyFuture<Held>(fail(Reason::KeyringMissing, QStringLiteral("no session bus: ") +
                                                                  bus.lastError().message()));
    }
    auto promise = std::make_shared<QPromise<Result<Held>>>();
    promise->start();
    auto *watcher = new QDBusPendingCallWatcher(
        bus.asyncCall(question(service, key), static_cast<int>(patience.count())));
    QObject::connect(watcher, &QDBusPendingCallWatcher::finished, watcher, [watcher, promise] {
        promise->addResult(answerIn(Found(*watcher)));
        promise->finish();
        watcher->deleteLater();
    });
    return promise->future();
}

} // namespace latchkey
