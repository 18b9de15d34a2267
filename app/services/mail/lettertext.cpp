// SPDX-License-Identifier: GPL-3.0-or-later
#include "services/mail/lettertext.h"

#include "core/plainline.h"
#include "services/mail/sheetplan.h"

#include <QDateTime>

#include <algorithm>
#include <iterator>

namespace latchkey {

namespace {

constexpr QLatin1String subjectMark("Subject: ");

/// "Tuesday, November 24, 2026, 16:20 (UTC+01:00)", "Dienstag, 24. November 2026, …": a time
/// without its zone is a riddle in a mail.
QString spokenMinute(Instant time, const QLocale &locale)
{
    // The zone is asked for once: the system looks at its file each time.
    const QDateTime utc = QDateTime::fromSecsSinceEpoch(time.time_since_epoch().count(), Qt::UTC);
    const QDateTime local = utc.toOffsetFromUtc(utc.toLocalTime().offsetFromUtc());
    return QStringLiteral("%1, %2 (%3)")
        .arg(locale.toString(local.date()), local.toString(QStringLiteral("HH:mm")),
             local.timeZoneAbbreviation());
}

/// Letters that go out together mostly name the same minutes.
QString spoken(Instant time, const QLocale &locale)
{
    constexpr size_t kept = 64;
    using Minute = std::pair<std::chrono::sys_time<std::chrono::minutes>, QString>;
    thread_local std::map<Minute, QString> spoken;
    const Minute minute(std::chrono::floor<std::chrono::minutes>(time), locale.name());
    if (const auto found = spoken.find(minute); found != spoken.end())
        return found->second;
    if (spoken.size() >= kept)
        spoken.clear();
    return spoken[minute] = spokenMinute(time, locale);
}

Result<QString> fill(const QString &sheet, const SheetFacts &facts, Escape escape)
{
    const auto plan = SheetPlan::of(sheet, facts, escape);
    if (!plan)
        return fail(plan.error());
    return (*plan)->fill(facts);
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
        {QStringLiteral("bound"),
         letter.reach == LinkReach::AskingDevice ? QStringLiteral("bound") : QString()},
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
    const SheetFacts facts = letterFacts(letter, locale);
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
    const SheetFacts around{{QStringLiteral("language"), sheets.language},
                            {QStringLiteral("subject"), text.subject},
                            {QStringLiteral("body"), *body}};
    Result<QString> html = fill(sheets.layout, around, Escape::Html);
    if (!html)
        return fail(html.error());
    text.html = std::move(*html);
    return text;
}

} // namespace latchkey
