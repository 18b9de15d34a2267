// SPDX-License-Identifier: GPL-3.0-or-later
#include "services/mail/smtpoutcome.h"

namespace latchkey {

namespace {

/// That a login is missing, too weak or wrong (RFC 4954 6), whichever command was answered so.
bool isAboutTheLogin(int reply)
{
    return reply == 530 || reply == 534 || reply == 535 || reply == 538;
}

Reason reasonOfReply(const SmtpOutcome &outcome)
{
    if (outcome.reply / 100 != 5)
        return Reason::MailDelayed;
    if (isAboutTheLogin(outcome.reply) || outcome.step == SmtpStep::Login)
        return Reason::MailMisconfigured;
    return Reason::MailRefused;
}

Reason reasonOf(const SmtpOutcome &outcome)
{
    switch (outcome.end) {
    case SmtpOutcome::End::Done:
        return Reason::Internal;
    case SmtpOutcome::End::Replied:
        return reasonOfReply(outcome);
    case SmtpOutcome::End::NoSuchHost:
    case SmtpOutcome::End::NoWay:
    case SmtpOutcome::End::TimedOut:
    case SmtpOutcome::End::Lost:
        return Reason::MailDelayed;
    case SmtpOutcome::End::NotSecure:
    case SmtpOutcome::End::NotBelieved:
        return Reason::MailUnsafe;
    case SmtpOutcome::End::NoLogin:
    case SmtpOutcome::End::Faulty:
        return Reason::MailMisconfigured;
    }
    return Reason::Internal;
}

} // namespace

Failure failureOf(const SmtpOutcome &outcome, const QString &host)
{
    QString detail = outcome.words;
    detail += QStringLiteral(" (at %1").arg(QLatin1String(stepName(outcome.step)));
    if (outcome.reply > 0)
        detail += QStringLiteral(", reply %1").arg(outcome.reply);
    if (!outcome.status.isEmpty())
        detail += QLatin1Char(' ') + QString::fromLatin1(outcome.status);
    detail += QLatin1Char(')');
    return {.reason = reasonOf(outcome), .detail = detail, .about = host};
}

} // namespace latchkey
