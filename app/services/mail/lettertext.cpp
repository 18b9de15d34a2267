// SPDX-License-Identifier: GPL-3.0-or-later
#include "services/mail/lettertext.h"

#include <QDateTime>
#include <QFile>
#include <QLocale>

#include <kainjow/mustache.hpp>

#include <algorithm>

namespace latchkey {

namespace {

using kainjow::mustache::data;
using kainjow::mustache::mustache;

constexpr QLatin1String subjectMark("Subject: ");

QString nameOf(LetterKind kind)
{
    switch (kind) {
    case LetterKind::Reset:
        return QStringLiteral("reset");
    case LetterKind::Notice:
        return QStringLiteral("notice");
    case LetterKind::Confirm:
        return QStringLiteral("confirm");
    }
    return {};
}

QString folderOf(const QString &language)
{
    const QString wanted = QString(language).replace(QLatin1Char('_'), QLatin1Char('-'));
    for (const QString &tag : {wanted, wanted.section(QLatin1Char('-'), 0, 0)}) {
        // The name of a language, and no path.
        const bool named = !tag.isEmpty() && std::ranges::all_of(tag, [](QChar c) {
            return c == QLatin1Char('-') || (c < QChar(0x80) && c.isLetterOrNumber());
        });
        const QString folder = QStringLiteral(":/mail/") + tag.toLower();
        if (named && QFile::exists(folder + QStringLiteral("/reset.txt")))
            return folder;
    }
    return QStringLiteral(":/mail/en");
}

Result<QString> read(const QString &path)
{
    QFile file(path);
    if (!file.open(QIODevice::ReadOnly))
        return fail(Reason::Internal, QStringLiteral("no mail template %1").arg(path));
    return QString::fromUtf8(file.readAll());
}

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

/// One line, and nothing that could hide, reverse or break it: names come from configuration, and
/// an origin from another machine. The joiners stay, which Persian names are spelled with.
std::string plainLine(const QString &text)
{
    QString line;
    for (const char32_t c : text.toUcs4()) {
        const bool joiner = c == U'\u200c' || c == U'\u200d';
        if (QChar::category(c) == QChar::Other_Format && !joiner)
            continue;
        line += QChar::isPrint(c) || joiner ? QChar::fromUcs4(c) : QStringView(u" ");
    }
    return line.simplified().toStdString();
}

data factsOf(const Letter &letter, const QLocale &locale)
{
    const auto time = [&locale](Instant when) { return spoken(when, locale).toStdString(); };
    data facts;
    facts.set("service", plainLine(letter.serviceName));
    facts.set("language", locale.bcp47Name().toStdString());
    facts.set("requested", time(letter.requested));
    facts.set("link_expires", time(letter.linkExpires));
    facts.set("code_expires", time(letter.codeExpires));
    facts.set("link", letter.link.toStdString());
    facts.set("code", letter.code.toStdString());
    facts.set("code_left", letter.code.section(QLatin1Char('-'), 0, 0).toStdString());
    facts.set("code_right", letter.code.section(QLatin1Char('-'), 1).toStdString());
    // An absent fact closes its section of the template.
    if (!letter.origin.isEmpty())
        facts.set("origin", plainLine(letter.origin));
    if (!letter.deskContact.isEmpty())
        facts.set("desk", plainLine(letter.deskContact));
    if (!letter.bridge.isEmpty())
        facts.set("bridge", letter.bridge.toStdString());
    if (!letter.withdraw.isEmpty())
        facts.set("withdraw", letter.withdraw.toStdString());
    if (!letter.withdrawBridge.isEmpty())
        facts.set("withdraw_bridge", letter.withdrawBridge.toStdString());
    if (letter.demo)
        facts.set("demo", true);
    return facts;
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

Result<QString> fillFile(const QString &path, const data &facts, Escape escape)
{
    const Result<QString> text = read(path);
    return text ? fill(*text, facts, escape) : text;
}

} // namespace

Result<LetterText> composeText(const Letter &letter)
{
    const QString folder = folderOf(letter.language);
    const QLocale locale(folder.section(QLatin1Char('/'), -1));
    const QString name = folder + QLatin1Char('/') + nameOf(letter.kind);
    data facts = factsOf(letter, locale);

    const Result<QString> plain = fillFile(name + QStringLiteral(".txt"), facts, Escape::Nothing);
    if (!plain)
        return fail(plain.error());
    const Result<QString> body = fillFile(name + QStringLiteral(".html"), facts, Escape::Html);
    if (!body)
        return fail(body.error());

    // The text template's first line is the subject, and a blank line follows.
    LetterText text;
    text.subject = plain->section(QLatin1Char('\n'), 0, 0).mid(subjectMark.size());
    // Sections that stay closed leave blank lines behind at the ends.
    text.plain = plain->section(QLatin1Char('\n'), 2).trimmed() + QLatin1Char('\n');
    facts.set("subject", text.subject.toStdString());
    facts.set("body", body->toStdString());
    Result<QString> html = fillFile(QStringLiteral(":/mail/layout.html"), facts, Escape::Html);
    if (!html)
        return fail(html.error());
    text.html = std::move(*html);
    return text;
}

} // namespace latchkey
