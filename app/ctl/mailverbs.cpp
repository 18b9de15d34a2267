// SPDX-License-Identifier: GPL-3.0-or-later
#include "ctl/mailtestverb.h"
#include "ctl/mailwords.h"
#include "ctl/sampleletter.h"
#include "ctl/verbs.h"
#include "ctl/workplace.h"
#include "services/mail/lettertext.h"

#include <QJsonArray>

namespace latchkey {

namespace {

Result<LetterKind> kindNamed(const QString &word)
{
    for (const LetterKind kind : {LetterKind::Reset, LetterKind::Notice, LetterKind::Confirm}) {
        if (word.isEmpty() || word == kindWord(kind))
            return kind;
    }
    return fail(Reason::UsageFaulty, QStringLiteral("--kind is one of: reset, notice, confirm."));
}

QString faultText(const TemplateFault &fault)
{
    return QStringLiteral("%1:%2: %3").arg(fault.path).arg(fault.line).arg(fault.why);
}

Result<ExitCode> preview(Workplace &place, const Invocation &invocation)
{
    const auto kind = kindNamed(invocation.text("--kind"));
    if (!kind)
        return fail(kind.error());
    const auto settings = place.configuration();
    if (!settings)
        return fail(settings.error());
    const Configuration &configuration = **settings;
    Letter letter = sampleLetter(configuration, *kind, place.now());
    letter.language = invocation.has("--language") ? invocation.text("--language")
                                                   : configuration.service.language;
    const MailTemplates templates(configuration.mail.templates);
    const auto text = composeText(letter, templates);
    if (!text)
        return fail(text.error());

    QJsonArray mistakes;
    const QList<TemplateFault> faults = templates.faults(*kind, letter.language);
    for (const TemplateFault &fault : faults) {
        place.printer().remark(faultText(fault) + QStringLiteral(". The built-in words are used."));
        mistakes.append(QJsonObject{{QStringLiteral("path"), fault.path},
                                    {QStringLiteral("line"), fault.line},
                                    {QStringLiteral("why"), fault.why}});
    }
    place.printer().answer(
        {{QStringLiteral("kind"), kindWord(*kind)},
         {QStringLiteral("subject"), text->subject},
         {QStringLiteral("text"), text->plain},
         {QStringLiteral("html"), text->html},
         {QStringLiteral("mistakes"), mistakes}},
        invocation.has("--html")
            ? text->html
            : QStringLiteral("Subject: %1\n\n%2").arg(text->subject, text->plain));
    return faults.isEmpty() ? ExitCode::Done : ExitCode::Trouble;
}

} // namespace

std::vector<Verb> mailVerbs()
{
    return {
        {.path = "mail preview",
         .summary = "print a mail as it would be sent, with values that open nothing",
         .options = {{"--kind", "KIND", "reset (the default), notice or confirm"},
                     {"--language", "TAG", "in this language; else the service's"},
                     {"--html", nullptr, "its HTML in place of its text"}},
         .details = "In the words of mail.templates, where that is set. A mistake there is told "
                    "with file and\nline; the built-in words are printed then, as they would be "
                    "sent, and the exit code is 3.",
         .run = preview},
        mailTestVerb(),
    };
}

} // namespace latchkey
