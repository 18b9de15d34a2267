// SPDX-License-Identifier: GPL-3.0-or-later
#include "settings/consistency.h"

#include <QRegularExpression>

namespace latchkey {

bool isThisMachine(const QString &host)
{
    static const QRegularExpression address(QStringLiteral("^127(\\.[0-9]{1,3}){3}$"));
    return host == QLatin1String("localhost") || host == QLatin1String("::1") ||
           host == QLatin1String("[::1]") || address.match(host).hasMatch();
}

namespace {

QString faultOf(const MailSettings &mail)
{
    switch (mail.transport) {
    case MailTransport::Folder:
        // No silent default: who forgets [mail] would send nothing and not notice.
        return mail.folder.isEmpty()
                   ? QStringLiteral("mail.transport is \"folder\": it needs mail.folder")
                   : QString();
    case MailTransport::Smtp:
        break;
    }
    if (mail.host.isEmpty())
        return QStringLiteral("mail.transport is \"smtp\": it needs mail.host");
    if (mail.from.isEmpty())
        return QStringLiteral("mail.transport is \"smtp\": it needs mail.from");
    if (mail.security == MailSecurity::ClearLoopback && !isThisMachine(mail.host)) {
        return QStringLiteral("mail.security is \"clear-loopback\": mail.host must be this "
                              "machine, localhost or 127.0.0.1");
    }
    if (mail.security == MailSecurity::ClearLoopback && !mail.user.isEmpty())
        return QStringLiteral("mail.security is \"clear-loopback\": it takes no mail.user, because "
                              "a password goes out encrypted or not at all");
    return {};
}

Inconsistency findInRemote(const Configuration &configuration)
{
    const RemoteSettings &remote = configuration.remote;
    if (!remote.profile.isEmpty() && !remote.profileFile.isEmpty())
        return {"remote", QStringLiteral("profile and profile_file exclude each other")};
    if (remote.address.isEmpty())
        return {"remote", QStringLiteral("a profile needs remote.address")};
    for (const QUrl &address : {remote.address, remote.linkAddress}) {
        const bool loopback = remote.development && isThisMachine(address.host());
        if (address.scheme() == QLatin1String("http") && !loopback) {
            return {"remote", QStringLiteral("an http address is for this machine alone, and needs "
                                             "remote.development")};
        }
    }
    if (configuration.links.bindToDevice)
        return {"links", QStringLiteral("links.bind_to_device is for accounts on this machine")};
    if (!configuration.database.path.isEmpty())
        return {"database", QStringLiteral("a remote service keeps its own accounts")};
    if (!configuration.mail.host.isEmpty() || !configuration.mail.folder.isEmpty())
        return {"mail", QStringLiteral("a remote service sends its own mail")};
    return {};
}

Inconsistency findInKiosk(const KioskSettings &kiosk)
{
    if (kiosk.warn >= kiosk.idle)
        return {"kiosk", QStringLiteral("kiosk.warn_seconds must be less than kiosk.idle_seconds")};
    if (!kiosk.pinHash.isEmpty() && !kiosk.pinHash.startsWith(QLatin1String("$argon2id$")))
        return {"kiosk", QStringLiteral("kiosk.pin_hash is what \"latchkeyctl kiosk pin\" prints")};
    return {};
}

} // namespace

Inconsistency findInconsistency(const Configuration &configuration)
{
    if (const Inconsistency found = findInKiosk(configuration.kiosk); !found.why.isEmpty())
        return found;
    if (configuration.isRemote())
        return findInRemote(configuration);
    if (!configuration.remote.address.isEmpty())
        return {"remote", QStringLiteral("remote.address needs remote.profile")};
    if (!configuration.remote.variables.empty())
        return {"variables", QStringLiteral("are for a remote service")};
    const LinkSettings &links = configuration.links;
    if (links.codeLifetime > links.lifetime)
        return {"links", QStringLiteral("links.code_lifetime must not exceed links.lifetime")};
    const RequestSettings &request = configuration.request;
    if (request.perAccountHour > request.perAccountDay) {
        return {"request",
                QStringLiteral("request.per_account_hour must not exceed per_account_day")};
    }
    return {"mail", faultOf(configuration.mail)};
}

} // namespace latchkey
