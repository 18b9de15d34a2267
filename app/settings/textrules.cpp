// SPDX-License-Identifier: GPL-3.0-or-later
#include "settings/textrules.h"

#include <QRegularExpression>

#include <algorithm>

namespace latchkey {

namespace {

constexpr qsizetype longestLine = 200;
constexpr qsizetype longestPath = 4096;   // PATH_MAX
constexpr qsizetype longestAddress = 254; // RFC 5321 4.5.3.1
constexpr qsizetype longestHost = 253;    // RFC 1035 2.3.4

/// Line ends would break out of a mail's header, and direction marks make a text read as another.
/// The joiners U+200C and U+200D stay: Persian names are spelled with them.
bool isUnseen(QChar c)
{
    const char16_t code = c.unicode();
    const bool turnsDirection = code == 0x061c || code == 0x200e || code == 0x200f ||
                                (code >= 0x202a && code <= 0x202e) ||
                                (code >= 0x2066 && code <= 0x2069);
    return c.category() == QChar::Other_Control || turnsDirection || code == QChar::LineSeparator ||
           code == QChar::ParagraphSeparator;
}

bool matches(const QString &pattern, const QString &text)
{
    return QRegularExpression(QRegularExpression::anchoredPattern(pattern)).match(text).hasMatch();
}

bool isHttpsUrl(const QString &text)
{
    const QUrl url(text, QUrl::StrictMode);
    return url.isValid() && url.scheme() == QLatin1String("https") && !url.host().isEmpty() &&
           url.userInfo().isEmpty();
}

bool isServiceUrl(const QString &text)
{
    const QUrl url(text, QUrl::StrictMode);
    return isHttpsUrl(text.startsWith(QLatin1String("http:")) ? QString(text).insert(4, u's')
                                                              : text) &&
           !url.hasQuery() && !url.hasFragment();
}

bool isHttpsPage(const QString &text)
{
    return isHttpsUrl(text) && isServiceUrl(text);
}

bool isRight(TextRule rule, const QString &text)
{
    switch (rule) {
    case TextRule::Line:
        return text.size() <= longestLine;
    case TextRule::ServiceId:
        return matches(QStringLiteral("[a-z0-9][a-z0-9-]{0,62}"), text);
    case TextRule::Language:
        return matches(QStringLiteral("[A-Za-z]{2,3}([-_][A-Za-z0-9]{2,8})*"), text);
    case TextRule::FilePath:
        // A shell would have put the home folder for "~"; here it would make a folder of that name.
        return text.size() <= longestPath && !text.startsWith(QLatin1Char('~'));
    case TextRule::HttpsUrl:
        return isHttpsUrl(text);
    case TextRule::ServiceUrl:
        return isServiceUrl(text);
    case TextRule::HttpsPage:
        return isHttpsPage(text);
    case TextRule::MailAddress:
        return text.size() <= longestAddress &&
               matches(QStringLiteral(R"([^\s@<>()\[\],;:"\\]+@[^\s@<>(),;:"\\]+)"), text);
    case TextRule::HostName:
        return text.size() <= longestHost &&
               matches(QStringLiteral(R"([A-Za-z0-9._-]+|\[?[0-9A-Fa-f:.]+\]?)"), text);
    }
    return false;
}

} // namespace

std::optional<QString> faultOf(TextRule rule, const QString &text)
{
    if (std::any_of(text.begin(), text.end(), isUnseen))
        return QStringLiteral("holds a line end, or a control or direction character");
    if (!text.isEmpty() && !isRight(rule, text))
        return QStringLiteral("must be ") + describe(rule);
    return std::nullopt;
}

QString describe(TextRule rule)
{
    switch (rule) {
    case TextRule::Line:
        return QStringLiteral("one line of at most %1 characters").arg(longestLine);
    case TextRule::ServiceId:
        return QStringLiteral("1 to 63 of a-z, 0-9 and -, beginning with a letter or digit");
    case TextRule::Language:
        return QStringLiteral("a language tag such as \"en\" or \"pt-BR\"");
    case TextRule::FilePath:
        return QStringLiteral(
            "a path; ~ is not understood, and a relative one starts at this file");
    case TextRule::HttpsUrl:
        return QStringLiteral("an https address, with a host and without a user name");
    case TextRule::ServiceUrl:
    case TextRule::HttpsPage:
        return QStringLiteral("an https address, with a host and nothing after its path");
    case TextRule::MailAddress:
        return QStringLiteral("one mail address, without a name beside it");
    case TextRule::HostName:
        return QStringLiteral("the name or the IP address of a host");
    }
    return {};
}

} // namespace latchkey
