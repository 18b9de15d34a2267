// SPDX-License-Identifier: GPL-3.0-or-later
#include "recovery/foreignscan.h"

#include <algorithm>

namespace latchkey {

namespace {

bool isLinkByte(char c)
{
    return c > ' ' && c < 0x7f && !QByteArrayView("<>\"`").contains(c);
}

/// A token may end in "-" or "_", but no service's in a sentence's mark.
bool isSentenceMark(char c)
{
    return QByteArrayView(".,;:!?)]}'*").contains(c);
}

std::optional<LinkParts> matchAny(QByteArrayView link, const std::vector<LinkPattern> &patterns)
{
    for (const LinkPattern &pattern : patterns) {
        if (auto parts = pattern.match(link))
            return parts;
    }
    return std::nullopt;
}

/// The link that begins here and reaches to the next blank or bracket.
std::optional<ForeignScan> scanAt(QByteArrayView text, qsizetype begin,
                                  const std::vector<LinkPattern> &patterns)
{
    const QByteArrayView rest = text.sliced(begin);
    const auto wordEnd = std::find_if_not(rest.begin(), rest.end(), isLinkByte);
    QByteArrayView word = rest.first(wordEnd - rest.begin());
    while (!word.isEmpty() && isSentenceMark(word.back()))
        word.chop(1);
    auto parts = matchAny(word, patterns);
    return parts ? std::optional(ForeignScan{begin, begin + word.size(), std::move(*parts)})
                 : std::nullopt;
}

/// Where each pattern's links may begin, the earliest first.
std::vector<qsizetype> openings(QByteArrayView text, const std::vector<LinkPattern> &patterns)
{
    const QByteArray lower = text.toByteArray().toLower();
    std::vector<qsizetype> places;
    for (const LinkPattern &pattern : patterns) {
        const QByteArray opening = pattern.opening().toLower();
        for (qsizetype at = lower.indexOf(opening); at >= 0; at = lower.indexOf(opening, at + 1))
            places.push_back(at);
    }
    std::sort(places.begin(), places.end());
    places.erase(std::unique(places.begin(), places.end()), places.end());
    return places;
}

bool isDashOrBlank(QChar c)
{
    return c.isSpace() || c.category() == QChar::Punctuation_Dash;
}

bool isCodeLetter(QChar c, const CodeForm &form)
{
    const bool digit = c >= u'0' && c <= u'9';
    const bool letter = (c >= u'a' && c <= u'z') || (c >= u'A' && c <= u'Z');
    return digit || (!form.digitsOnly && letter);
}

} // namespace

std::optional<ForeignScan> findForeignLink(QByteArrayView text,
                                           const std::vector<LinkPattern> &patterns)
{
    const std::vector<qsizetype> places = openings(text, patterns);
    for (const qsizetype at : places) {
        if (auto scan = scanAt(text, at, patterns)) {
            // What the line break cut off would be missing from the token.
            const bool alone = places.size() == 1 && at == 0;
            if (!alone || scan->end == text.size())
                return scan;
            break;
        }
    }
    if (places.empty() || places.front() != 0)
        return std::nullopt;
    QByteArray joined = text.toByteArray();
    joined.removeIf([](char c) { return c == ' ' || c == '\t' || c == '\r' || c == '\n'; });
    const bool wasBroken = joined.size() != text.size();
    auto scan = scanAt(joined, 0, patterns);
    wipe(joined);
    if (scan) {
        scan->joinedLines = wasBroken;
        scan->end = text.size();
    }
    return scan;
}

std::optional<ForeignCode> findForeignCode(QStringView text, const CodeForm &form)
{
    const auto codeOf = [](QString letters) {
        return ForeignCode{share(Secret::taking(std::move(letters)))};
    };
    QString alone = text.toString();
    alone.removeIf(isDashOrBlank);
    const auto isLetter = [&form](QChar c) { return isCodeLetter(c, form); };
    if (alone.size() == form.length && std::all_of(alone.begin(), alone.end(), isLetter))
        return codeOf(alone);
    if (!form.digitsOnly)
        return std::nullopt;
    for (qsizetype at = 0; at < text.size(); ++at) {
        if (!text[at].isLetterOrNumber())
            continue;
        qsizetype end = at;
        while (end < text.size() && text[end].isLetterOrNumber())
            ++end;
        const QStringView word = text.sliced(at, end - at);
        if (word.size() == form.length && std::all_of(word.begin(), word.end(), isLetter))
            return codeOf(word.toString());
        at = end;
    }
    return std::nullopt;
}

} // namespace latchkey
