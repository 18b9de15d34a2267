// SPDX-License-Identifier: GPL-3.0-or-later
#include "services/mail/templatecheck.h"

#include <QRegularExpression>

#include <algorithm>

namespace latchkey {

namespace {

constexpr qsizetype longestSheet = 64LL * 1024;
constexpr QLatin1String opening("{{");
constexpr QLatin1String closing("}}");

int lineAt(const QString &sheet, qsizetype place)
{
    return 1 + static_cast<int>(QStringView(sheet).first(place).count(u'\n'));
}

/// One pass over a sheet's tags.
class TagReader
{
public:
    TagReader(const QString &sheet, const TemplateRules &rules) : m_sheet(sheet), m_rules(rules) {}

    std::optional<SheetFault> read()
    {
        for (qsizetype at = m_sheet.indexOf(opening); at >= 0;) {
            const bool tripled = QStringView(m_sheet).sliced(at).startsWith(u"{{{");
            const QString end = tripled ? QStringLiteral("}}}") : QString(closing);
            const qsizetype inside = at + (tripled ? 3 : 2);
            const qsizetype close = m_sheet.indexOf(end, inside);
            if (close < 0)
                return fault(at, QStringLiteral("a tag is not closed"));
            if (auto wrong = readTag(at, m_sheet.mid(inside, close - inside), tripled))
                return wrong;
            at = m_sheet.indexOf(opening, close + end.size());
        }
        if (!m_open.isEmpty())
            return fault(
                m_open.constLast().place,
                QStringLiteral("the section %1 is not closed").arg(m_open.constLast().name));
        for (const QString &name : m_rules.required) {
            if (!m_shown.contains(name))
                return SheetFault{1, QStringLiteral("{{%1}} is missing").arg(name)};
        }
        return std::nullopt;
    }

private:
    struct Section
    {
        QString name;
        qsizetype place = 0;
        QChar sign; ///< '#': shown where the name is there; '^': where it is not
    };

    /// What stands in a section may not be there; in its own it is wherever it has a value.
    bool isShownHere(const QString &name) const
    {
        return std::ranges::all_of(m_open, [&name](const Section &section) {
            return section.sign == u'#' && section.name == name;
        });
    }

    std::optional<SheetFault> fault(qsizetype place, const QString &why) const
    {
        return SheetFault{lineAt(m_sheet, place), why};
    }

    std::optional<SheetFault> readTag(qsizetype at, const QString &tag, bool tripled)
    {
        const QChar sign = tripled || tag.isEmpty() ? QChar() : tag.front();
        if (sign == u'!')
            return std::nullopt;
        const bool marked = !sign.isNull() && QStringView(u"#^/&>=").contains(sign);
        const QString name = (marked ? tag.sliced(1) : tag).trimmed();
        if (sign == u'>' || sign == u'=')
            return fault(at, QStringLiteral("{{%1}} is not allowed here").arg(sign));
        if (!m_rules.variables.contains(name))
            return fault(at, QStringLiteral("there is nothing named \"%1\"").arg(name.left(40)));
        if ((tripled || sign == u'&') && name != m_rules.unescaped)
            return fault(at, QStringLiteral("\"%1\" must stand in two braces, or names could bring "
                                            "HTML of their own")
                                 .arg(name));
        if (sign == u'#' || sign == u'^') {
            m_open.append({name, at, sign});
        } else if (sign == u'/') {
            if (m_open.isEmpty() || m_open.constLast().name != name)
                return fault(at, QStringLiteral("{{/%1}} closes nothing that is open").arg(name));
            m_open.removeLast();
        } else if (isShownHere(name)) {
            m_shown.append(name);
        }
        return std::nullopt;
    }

    const QString &m_sheet;
    const TemplateRules &m_rules;
    QList<Section> m_open;
    QStringList m_shown;
};

std::optional<SheetFault> findForeignContent(const QString &sheet)
{
    static const QRegularExpression active(
        QStringLiteral(
            R"(<\s*(script|iframe|object|embed|form|input|link|base|img|video|audio)\b)"
            R"(|\b(src|srcset|background)\s*=|\bon[a-z]+\s*=|url\s*\(|@import|javascript:)"),
        QRegularExpression::CaseInsensitiveOption);
    const auto found = active.match(sheet);
    if (!found.hasMatch())
        return std::nullopt;
    return SheetFault{lineAt(sheet, found.capturedStart()),
                      QStringLiteral("\"%1\": a mail of ours runs nothing and fetches nothing")
                          .arg(found.captured().simplified())};
}

} // namespace

std::optional<SheetFault> findFault(const QString &sheet, const TemplateRules &rules)
{
    if (sheet.size() > longestSheet)
        return SheetFault{1, QStringLiteral("it is longer than 64 KiB")};
    if (const qsizetype bad = sheet.indexOf(QChar::ReplacementCharacter); bad >= 0)
        return SheetFault{lineAt(sheet, bad), QStringLiteral("it is not UTF-8")};
    if (rules.hasSubject) {
        static const QRegularExpression subject(QStringLiteral("^Subject: \\S.*\n\n"));
        if (!subject.match(sheet).hasMatch())
            return SheetFault{
                1, QStringLiteral("it must begin with \"Subject: …\" and an empty line")};
    }
    if (auto wrong = TagReader(sheet, rules).read())
        return wrong;
    return rules.isHtml ? findForeignContent(sheet) : std::nullopt;
}

} // namespace latchkey
