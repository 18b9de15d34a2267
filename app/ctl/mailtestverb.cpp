// SPDX-License-Identifier: GPL-3.0-or-later
#include "ctl/mailtestverb.h"

#include "ctl/accountnamed.h"
#include "ctl/mailtrouble.h"
#include "ctl/sampleletter.h"
#include "ctl/workplace.h"

#include <QUuid>

namespace latchkey {

namespace {

Result<SharedSecret> readPassword(Workplace &place, const Configuration &configuration)
{
    if (configuration.mail.user.isEmpty())
        return SharedSecret();
    const auto vault = place.vault();
    return vault ? Workplace::wait((*vault)->read(smtpPasswordName(configuration)))
                 : fail(vault.error());
}

Letter testLetter(const Configuration &configuration, const EmailAddress &to, Instant now)
{
    Letter letter = sampleLetter(configuration, LetterKind::Reset, now);
    letter.recipient = to.text();
    letter.language = configuration.service.language;
    letter.messageId = QUuid::createUuid().toString(QUuid::Id128).toLatin1() + "@latchkey.invalid";
    letter.origin += QStringLiteral(" (a test of the mail settings: nothing in this mail opens "
                                    "anything)");
    return letter;
}

Result<ExitCode> test(Workplace &place, const Invocation &invocation)
{
    const auto to = addressNamed(invocation.operand(0));
    if (!to)
        return fail(to.error());
    const auto settings = place.configuration();
    if (!settings)
        return fail(settings.error());
    const MailSettings &mail = (*settings)->mail;
    if (mail.transport != MailTransport::Smtp)
        return fail(Reason::UsageFaulty, QStringLiteral("mail.transport is \"folder\": there is no "
                                                        "mail server to test."));
    const Letter letter = testLetter(**settings, *to, place.now());
    auto password = readPassword(place, **settings);
    if (!password)
        return fail(password.error());
    const auto heard = tryMailServer(**settings, std::move(*password), &letter);
    if (!heard)
        return fail(heard.error());
    const bool taken = heard->isDone();
    const MailTrouble trouble = taken ? MailTrouble{} : troubleWith(*heard, mail, to->text());
    const QString text =
        taken ? QStringLiteral("%1 took a mail for %2. If it does not arrive, look among the spam, "
                               "and into that server's log.")
                    .arg(mail.host, to->text())
              : QStringLiteral("Nothing was sent: %1.\n%2.").arg(trouble.what, trouble.advice);
    place.printer().answer({{QStringLiteral("taken"), taken},
                            {QStringLiteral("what"), trouble.what},
                            {QStringLiteral("advice"), trouble.advice}},
                           text);
    return taken ? ExitCode::Done : ExitCode::Trouble;
}

} // namespace

Verb mailTestVerb()
{
    return {.path = "mail test",
            .summary = "send a mail whose link opens nothing, and say what is wrong if it fails",
            .operands = {{"ADDRESS"}},
            .details = "Goes past the outbox, straight to the mail server of the settings. Exit "
                       "code 3 when that\ncannot be found or reached, is not to be trusted, or "
                       "refuses login, sender or recipient.",
            .run = test};
}

} // namespace latchkey
