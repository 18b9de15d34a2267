// SPDX-License-Identifier: GPL-3.0-or-later
#include "services/mail/lettertext.h"

#include "core/plainline.h"

#include <QDateTime>

#include <kainjow/mustache.hpp>

#include <algorithm>
#include <iterator>

namespace latchkey {

namespace {

using kainjow::mustache::data;
using kainjow::mustache::mustache;

constexpr QLatin1String subjectMark("Subject: ");

/// "Tuesday, November 24, 2026, 16:20 (UTC+01:00)", "Dienstag, 24. November 2026, …": a time
/// without its zone is a riddle in a mail.
QString spoken(Instant time, const QLocale &locale)
{
    const QDateTime local =
        QDateTime::fromSecsSinceEpoch(time.time_since_epoch().count()).toLocalTime();
    const QString zone = local.toOffsetFromUtc(local.offsetFromUtc()).timeZoneAbbreviation();
    return QStringLiteral("%1, %2 (%3)")
        .arg(locale.toString(local.date()), local.toString(QStringLiteral("HH:mm")), zone);
}

enum class Escape : quint8 { Nothing, Html };

Result<QString> fill(const QString &text, const data &facts, Escape escape)
{
    mustache sheet(text.toStdString());
    if (!sheet.is_valid())
        return fail(Reason::Internal, QString::fromStdString(sheet.error_message()));
    if (escape == Escape::Nothing)
        sheet.set_custom_escape([](const std::string &value) { return value; });
    return QString::fromStdString(sheet.render(facts));
}

data dataOf(const std::map<QString, QString> &facts)
{
    data values;
    for (const auto &[name, value] : facts)
        values.set(name.toStdString(), value.toStdString());
    return values;
}

} // namespace

std::map<QString, QString> letterFacts(const Letter &letter, const QLocale &locale)
{
    const std::map<QString, QString> all{
        {QStringLiteral("service"), plainLine(letter.serviceName)},
        {QStringLiteral("language"), locale.bcp47Name()},
        {QStringLiteral("requested"), spoken(letter.requested, locale)},
        {QStringLiteral("link_expires"), spoken(letter.linkExpires, locale)},
        {QStringLiteral("code_expires"), spoken(letter.codeExpires, locale)},
        {QStringLiteral("link"), QString::fromLatin1(letter.link)},
        {QStringLiteral("bridge"), QString::fromLatin1(letter.bridge)},
        {QStringLiteral("withdraw"), QString::fromLatin1(letter.withdraw)},
        {QStringLiteral("withdraw_bridge"), QString::fromLatin1(letter.withdrawBridge)},
        {QStringLiteral("code"), letter.code},
        {QStringLiteral("code_left"), letter.code.section(u'-', 0, 0)},
        {QStringLiteral("code_right"), letter.code.section(u'-', 1)},
        {QStringLiteral("origin"), plainLine(letter.origin)},
        {QStringLiteral("operator"),
         letter.asker == Asker::Operator ? QStringLiteral("operator") : QString()},
        {QStringLiteral("desk"), plainLine(letter.deskContact)},
        {QStringLiteral("demo"), letter.demo ? QStringLiteral("demo") : QString()},
    };
    // An absent fact closes its section of the template.
    std::map<QString, QString> facts;
    std::ranges::copy_if(all, std::inserter(facts, facts.end()),
                         [](const auto &fact) { return !fact.second.isEmpty(); });
    return facts;
}

Result<LetterText> composeText(const Letter &letter, const MailTemplates &templates)
{
    const TemplateSet sheets = templates.forLetter(letter.kind, letter.language);
    const QLocale locale(sheets.language);
    data facts = dataOf(letterFacts(letter, locale));
    const Result<QString> plain = fill(sheets.text, facts, Escape::Nothing);
    if (!plain)
        return fail(plain.error());
    const Result<QString> body = fill(sheets.html, facts, Escape::Html);
    if (!body)
        return fail(body.error());

    // The text template's first line is the subject, and a blank line follows.
    LetterText text;
    text.subject = plain->section(QLatin1Char('\n'), 0, 0).mid(subjectMark.size());
    // Sections that stay closed leave blank lines behind at the ends.
    text.plain = plain->section(QLatin1Char('\n'), 2).trimmed() + QLatin1Char('\n');
    facts.set("language", sheets.language.toStdString());
    facts.set("subject", text.subject.toStdString());
    facts.set("body", body->toStdString());
    Result<QString> html = fill(sheets.layout, facts, Escape::Html);
    if (!html)
        return fail(html.error());
    text.html = std::move(*html);
    return text;
}

} // namespace latchkey
