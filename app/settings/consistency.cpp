// SPDX-License-Identifier: GPL-3.0-or-later
#include "settings/consistency.h"

#include <QRegularExpression>

namespace latchkey {

namespace {

/// By its address, or the one name that cannot be another machine's: a host name may begin with
/// "127." too.
bool isThisMachine(const QString &host)
{
    static const QRegularExpression address(QStringLiteral("^127(\\.[0-9]{1,3}){3}$"));
    return host == QLatin1String("localhost") || host == QLatin1String("::1") ||
           host == QLatin1String("[::1]") || address.match(host).hasMatch();
}

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
    return {};
}

} // namespace

Inconsistency findInconsistency(const Configuration &configuration)
{
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
