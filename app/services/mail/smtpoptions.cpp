// SPDX-License-Identifier: GPL-3.0-or-later
#include "services/mail/smtpoptions.h"

#include <QRegularExpression>

#include <algorithm>

namespace latchkey {

namespace {

bool isHost(const QString &host)
{
    if (host.isEmpty() || host.size() > 253)
        return false;
    return std::all_of(host.begin(), host.end(), [](QChar c) {
        return (c < QChar(0x80) && c.isLetterOrNumber()) || c == QLatin1Char('.') ||
               c == QLatin1Char('-') || c == QLatin1Char(':');
    });
}

/// By its address, or by the one name that libcurl never asks a name server about. A host name may
/// begin with "127." too.
bool isLoopback(const QString &host)
{
    static const QRegularExpression address(QStringLiteral("^127(\\.[0-9]{1,3}){3}$"));
    return host == QLatin1String("localhost") || host == QLatin1String("::1") ||
           address.match(host).hasMatch();
}

} // namespace

int SmtpOptions::portInUse() const
{
    if (port > 0)
        return port;
    switch (security) {
    case SmtpSecurity::Tls:
        return 465;
    case SmtpSecurity::StartTls:
        return 587;
    case SmtpSecurity::ClearLoopback:
        return 25;
    }
    return 0;
}

Result<SmtpOptions> checkedOptions(SmtpOptions options)
{
    const auto refuse = [&options](const char *why) {
        return fail({.reason = Reason::MailMisconfigured,
                     .detail = QString::fromLatin1(why),
                     .about = options.host});
    };
    // As URLs write the address of IPv6.
    if (options.host.startsWith(QLatin1Char('[')) && options.host.endsWith(QLatin1Char(']')))
        options.host = options.host.sliced(1).chopped(1);
    if (!isHost(options.host))
        return refuse("the mail server's name is not a host name");
    if (options.security == SmtpSecurity::ClearLoopback && !isLoopback(options.host))
        return refuse("clear text is allowed to this machine only");
    // What listens there need not be the mail server: any user may be first to take the port.
    if (options.security == SmtpSecurity::ClearLoopback && !options.user.isEmpty())
        return refuse("a login needs TLS, also on this machine");
    return options;
}

} // namespace latchkey
