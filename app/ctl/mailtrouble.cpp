// SPDX-License-Identifier: GPL-3.0-or-later
#include "ctl/mailtrouble.h"

namespace latchkey {

namespace {

// OpenSSL's X509_V_ERR_…; numbers that its interface keeps.
constexpr long notYetValid = 9;
constexpr long expired = 10;
constexpr long hostMismatch = 62;
constexpr long addressMismatch = 64;

const auto passwordAdvice =
    QStringLiteral("Check mail.user, and set the password with 'latchkeyctl keys "
                   "set-mail-password'");
const auto portAdvice =
    QStringLiteral("Check mail.port and mail.security: 465 goes with \"tls\", 587 with "
                   "\"starttls\"");

int portOf(const MailSettings &mail)
{
    if (mail.port > 0)
        return mail.port;
    return mail.security == MailSecurity::Tls        ? 465
           : mail.security == MailSecurity::StartTls ? 587
                                                     : 25;
}

QString placeOf(const MailSettings &mail)
{
    return QStringLiteral("%1, port %2").arg(mail.host).arg(portOf(mail));
}

/// "(reply 550 5.7.1)"
QString replyOf(const SmtpOutcome &outcome)
{
    QString text = QStringLiteral("reply %1").arg(outcome.reply);
    if (!outcome.status.isEmpty())
        text += u' ' + QString::fromLatin1(outcome.status);
    return u'(' + text + u')';
}

MailTrouble distrust(const SmtpOutcome &outcome, const MailSettings &mail)
{
    switch (outcome.verification) {
    case hostMismatch:
    case addressMismatch:
        return {QStringLiteral("the certificate of %1 is for another name").arg(placeOf(mail)),
                QStringLiteral("Set mail.host to a name that stands in the certificate as an "
                               "alternative name")};
    case expired:
        return {QStringLiteral("the certificate of %1 has expired").arg(placeOf(mail)),
                QStringLiteral("Whoever runs that server has to renew it; or this machine's clock "
                               "is wrong")};
    case notYetValid:
        return {QStringLiteral("the certificate of %1 is not valid yet").arg(placeOf(mail)),
                QStringLiteral("Look at this machine's clock")};
    default:
        return {QStringLiteral("the certificate of %1 is not to be trusted: %2")
                    .arg(placeOf(mail), outcome.words),
                QStringLiteral("If its authority is your own, name its certificate in "
                               "mail.ca_file")};
    }
}

MailTrouble refusedLogin(const SmtpOutcome &outcome, const MailSettings &mail)
{
    if (mail.user.isEmpty())
        return {QStringLiteral("%1 wants a login %2").arg(mail.host, replyOf(outcome)),
                QStringLiteral("Set mail.user, and the password with 'latchkeyctl keys "
                               "set-mail-password'")};
    return {
        QStringLiteral("%1 refuses the login of %2 %3").arg(mail.host, mail.user, replyOf(outcome)),
        passwordAdvice};
}

MailTrouble refused(const SmtpOutcome &outcome, const MailSettings &mail, const QString &recipient)
{
    const bool login = outcome.reply == 530 || outcome.reply == 534 || outcome.reply == 535 ||
                       outcome.reply == 538; // RFC 4954 6
    if (outcome.reply / 100 == 4) {
        return {QStringLiteral("%1 says not now, at %2 %3")
                    .arg(mail.host, QLatin1String(stepName(outcome.step)), replyOf(outcome)),
                QStringLiteral("Try again later; mail that waits is tried again by itself")};
    }
    if (login || outcome.step == SmtpStep::Login)
        return refusedLogin(outcome, mail);
    switch (outcome.step) {
    case SmtpStep::Sender:
        return {
            QStringLiteral("%1 takes no mail from %2 %3")
                .arg(mail.host, mail.from, replyOf(outcome)),
            QStringLiteral("Set mail.from to an address that this server may send for%1")
                .arg(mail.user.isEmpty() ? QString() : QStringLiteral(", as %1").arg(mail.user))};
    case SmtpStep::Recipient:
        return {QStringLiteral("%1 takes no mail for %2 %3")
                    .arg(mail.host, recipient, replyOf(outcome)),
                QStringLiteral("Check the address. A server that does not relay wants a login "
                               "(mail.user), or has to allow this machine")};
    default:
        return {QStringLiteral("%1 refuses the mail, at %2 %3")
                    .arg(mail.host, QLatin1String(stepName(outcome.step)), replyOf(outcome)),
                QStringLiteral("Its own log says why")};
    }
}

} // namespace

MailTrouble troubleWith(const SmtpOutcome &outcome, const MailSettings &mail,
                        const QString &recipient)
{
    using End = SmtpOutcome::End;
    switch (outcome.end) {
    case End::NoSuchHost:
        return {QStringLiteral("no mail server named %1 is to be found").arg(mail.host),
                QStringLiteral("Check mail.host, and this machine's name servers")};
    case End::NoWay:
        return {QStringLiteral("nobody listens at %1").arg(placeOf(mail)),
                portAdvice + QStringLiteral("; or a firewall is between")};
    case End::TimedOut:
        return {QStringLiteral("%1 does not answer in time, at %2")
                    .arg(placeOf(mail), QLatin1String(stepName(outcome.step))),
                portAdvice + QStringLiteral("; or a firewall is between")};
    case End::Lost:
        return {QStringLiteral("%1 hung up, at %2")
                    .arg(placeOf(mail), QLatin1String(stepName(outcome.step))),
                portAdvice};
    case End::NotSecure:
        return {QStringLiteral("%1 offers no encryption that may be used here").arg(placeOf(mail)),
                portAdvice};
    case End::NotBelieved:
        return distrust(outcome, mail);
    case End::NoLogin:
        return {QStringLiteral("%1 offers no way to log in that Latchkey knows (PLAIN, LOGIN)")
                    .arg(mail.host),
                QStringLiteral("Leave mail.user out if it wants no login")};
    case End::Replied:
        return refused(outcome, mail, recipient);
    case End::Done:
    case End::Faulty:
        break;
    }
    return {QStringLiteral("the mail settings cannot be used: %1").arg(outcome.words),
            QStringLiteral("Check [mail]")};
}

} // namespace latchkey
