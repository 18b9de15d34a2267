// SPDX-License-Identifier: GPL-3.0-or-later
#include "services/mail/mailtemplates.h"

#include "core/log.h"
#include "services/mail/templatecheck.h"

#include <QDir>
#include <QFile>
#include <QHash>

#include <algorithm>
#include <mutex>

namespace latchkey {

namespace {

const QString builtIn = QStringLiteral(":/mail");

struct Sheet
{
    QString path;
    QString text;
};

Sheet readSheet(const QString &path)
{
    QFile file(path);
    Sheet sheet{.path = path, .text = {}};
    if (file.open(QIODevice::ReadOnly))
        sheet.text = QString::fromUtf8(file.readAll()).remove(u'\r');
    return sheet;
}

/// The tag itself and its base language, as names of folders and not as paths.
QStringList candidates(const QString &language)
{
    const QString wanted = QString(language).replace(u'_', u'-').toLower();
    QStringList tags;
    for (const QString &tag : {wanted, wanted.section(u'-', 0, 0), QStringLiteral("en")}) {
        const bool named = !tag.isEmpty() && std::ranges::all_of(tag, [](QChar c) {
            return c == u'-' || (c < QChar(0x80) && c.isLetterOrNumber());
        });
        if (named)
            tags << tag;
    }
    return tags;
}

/// The first of these folders that has words of this kind in that language.
QString languageIn(const QStringList &folders, LetterKind kind, const QString &language)
{
    for (const QString &tag : candidates(language)) {
        for (const QString &folder : folders) {
            if (QFile::exists(QStringLiteral("%1/%2/%3.txt").arg(folder, tag, nameOf(kind))))
                return tag;
        }
    }
    return QStringLiteral("en");
}

struct Sheets
{
    QString language;
    Sheet text;
    Sheet html;
    Sheet layout;
};

/// Each from the first folder that has it.
Sheets collect(const QStringList &folders, LetterKind kind, const QString &language)
{
    const auto find = [&folders](const QString &name) {
        const auto found = std::ranges::find_if(folders, [&name](const QString &folder) {
            return QFile::exists(folder + u'/' + name);
        });
        return readSheet((found == folders.end() ? folders.constFirst() : *found) + u'/' + name);
    };
    const QString tag = languageIn(folders, kind, language);
    const QString name = tag + u'/' + nameOf(kind);
    return {.language = tag,
            .text = find(name + QStringLiteral(".txt")),
            .html = find(name + QStringLiteral(".html")),
            .layout = find(QStringLiteral("layout.html"))};
}

/// What makes a mail of this kind of use.
QStringList requiredOf(LetterKind kind)
{
    switch (kind) {
    case LetterKind::Reset:
        return {QStringLiteral("service"), QStringLiteral("link"), QStringLiteral("link_expires")};
    case LetterKind::Confirm:
        return {QStringLiteral("service"), QStringLiteral("link")};
    case LetterKind::Notice:
        break;
    }
    return {QStringLiteral("service")};
}

QList<TemplateFault> faultsIn(const Sheets &sheets, LetterKind kind)
{
    QList<TemplateFault> faults;
    const auto check = [&faults](const Sheet &sheet, const TemplateRules &rules) {
        std::optional<SheetFault> fault;
        if (sheet.text.isEmpty())
            fault = SheetFault{1, QStringLiteral("it is missing, empty or unreadable")};
        else
            fault = findFault(sheet.text, rules);
        if (fault)
            faults << TemplateFault{.path = sheet.path, .line = fault->line, .why = fault->why};
    };
    TemplateRules words{.variables = letterVariables(),
                        .required = requiredOf(kind),
                        .hasSubject = true,
                        .isHtml = false,
                        .unescaped = {}};
    if (kind == LetterKind::Reset)
        words.required << QStringLiteral("code");
    check(sheets.text, words);
    words.required = requiredOf(kind);
    words.hasSubject = false;
    words.isHtml = true;
    check(sheets.html, words);
    check(sheets.layout, {.variables = {QStringLiteral("language"), QStringLiteral("subject"),
                                        QStringLiteral("body")},
                          .required = {QStringLiteral("body")},
                          .hasSubject = false,
                          .isHtml = true,
                          .unescaped = QStringLiteral("body")});
    return faults;
}

TemplateSet setOf(Sheets sheets)
{
    return {.language = std::move(sheets.language),
            .text = std::move(sheets.text.text),
            .html = std::move(sheets.html.text),
            .layout = std::move(sheets.layout.text)};
}

/// The program's own words, which nothing changes while it runs.
TemplateSet ownWords(LetterKind kind, const QString &language)
{
    constexpr qsizetype kept = 64; // an account's language is whatever was imported
    static std::mutex mutex;
    static QHash<std::pair<int, QString>, TemplateSet> sets;
    const std::lock_guard lock(mutex);
    const std::pair key(static_cast<int>(kind), language);
    if (const auto found = sets.constFind(key); found != sets.cend())
        return *found;
    if (sets.size() >= kept)
        sets.clear();
    return *sets.insert(key, setOf(collect({builtIn}, kind, language)));
}

} // namespace

const QStringList &letterVariables()
{
    static const QStringList names{
        QStringLiteral("service"),
        QStringLiteral("language"),
        QStringLiteral("requested"),
        QStringLiteral("origin"),
        QStringLiteral("operator"),
        QStringLiteral("bound"),
        QStringLiteral("desk"),
        QStringLiteral("demo"),
        QStringLiteral("link"),
        QStringLiteral("link_expires"),
        QStringLiteral("bridge"),
        QStringLiteral("code"),
        QStringLiteral("code_left"),
        QStringLiteral("code_right"),
        QStringLiteral("code_expires"),
        QStringLiteral("withdraw"),
        QStringLiteral("withdraw_bridge"),
    };
    return names;
}

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

TemplateSet MailTemplates::forLetter(LetterKind kind, const QString &language) const
{
    if (!m_folder.isEmpty()) {
        Sheets sheets = collect({m_folder, builtIn}, kind, language);
        const QList<TemplateFault> found = faultsIn(sheets, kind);
        if (found.isEmpty())
            return setOf(std::move(sheets));
        for (const TemplateFault &fault : found)
            qCWarning(logMail).noquote()
                << QStringLiteral("template %1:%2: %3; the built-in is used")
                       .arg(fault.path)
                       .arg(fault.line)
                       .arg(fault.why);
    }
    return ownWords(kind, language);
}

QList<TemplateFault> MailTemplates::faults(LetterKind kind, const QString &language) const
{
    if (m_folder.isEmpty())
        return {};
    return faultsIn(collect({m_folder, builtIn}, kind, language), kind);
}

QStringList MailTemplates::languages() const
{
    QStringList found;
    for (const QString &folder : {builtIn, m_folder}) {
        if (folder.isEmpty())
            continue;
        for (const QString &name : QDir(folder).entryList(QDir::Dirs | QDir::NoDotAndDotDot)) {
            if (!found.contains(name))
                found << name;
        }
    }
    return found;
}

} // namespace latchkey
