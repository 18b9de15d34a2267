// SPDX-License-Identifier: GPL-3.0-or-later
#include "recovery/linkpattern.h"

#include <algorithm>

namespace latchkey {

namespace {

constexpr QByteArrayView ourScheme{"latchkey:"};
constexpr QByteArrayView baseMark{"{base}"};
constexpr qsizetype longestLink = 8192;
constexpr qsizetype longestPart = 2048;

std::unexpected<Failure> faulty(const char *why)
{
    return fail(Reason::UsageFaulty, QString::fromLatin1(why));
}

bool isName(QByteArrayView name)
{
    const auto isLetter = [](char c) { return c >= 'a' && c <= 'z'; };
    return !name.isEmpty() && isLetter(name.front()) &&
           std::all_of(name.begin(), name.end(),
                       [&](char c) { return isLetter(c) || (c >= '0' && c <= '9') || c == '_'; });
}

/// What stands before `mark`; `text` is then what stands behind it, or nothing.
QByteArrayView takeUntil(QByteArrayView &text, char mark)
{
    const qsizetype at = text.indexOf(mark);
    const QByteArrayView before = at < 0 ? text : text.first(at);
    text = at < 0 ? QByteArrayView() : text.sliced(at + 1);
    return before;
}

int hexValue(char c)
{
    if (c >= '0' && c <= '9')
        return c - '0';
    const char lower = static_cast<char>(c | 0x20);
    return lower >= 'a' && lower <= 'f' ? lower - 'a' + 10 : -1;
}

/// Strictly: QByteArray's own decoder lets "%zz" through.
std::optional<Secret> decoded(QByteArrayView text)
{
    QByteArray value;
    value.reserve(text.size());
    for (qsizetype at = 0; at < text.size(); ++at) {
        char c = text[at];
        if (c == '%') {
            const int high = at + 2 < text.size() ? hexValue(text[at + 1]) : -1;
            const int low = at + 2 < text.size() ? hexValue(text[at + 2]) : -1;
            if (high < 0 || low < 0)
                return std::nullopt;
            c = static_cast<char>(high * 16 + low);
            at += 2;
        }
        if ((c >= 0 && c < ' ') || c == 0x7f)
            return std::nullopt;
        value += c;
    }
    if (value.isEmpty() || value.size() > longestPart)
        return std::nullopt;
    return Secret::taking(std::move(value));
}

/// A second part of the same name would be another token for the same place.
bool addPart(LinkParts &parts, const QByteArray &name, QByteArrayView text)
{
    auto value = decoded(text);
    const bool taken = std::any_of(parts.begin(), parts.end(),
                                   [&](const LinkPart &part) { return part.name == name; });
    if (!value || taken)
        return false;
    parts.push_back({name, share(std::move(*value))});
    return true;
}

/// "https://host" or "https://host:port", as it stands in a link.
QByteArray originOf(const QUrl &base)
{
    QUrl origin;
    origin.setScheme(base.scheme());
    origin.setHost(base.host());
    origin.setPort(base.port());
    return origin.toEncoded().toLower();
}

bool isPlain(QByteArrayView link)
{
    return std::all_of(link.begin(), link.end(), [](char c) { return c > ' ' && c < 0x7f; });
}

QByteArrayView withoutLast(QByteArrayView text, char c)
{
    return text.endsWith(c) ? text.chopped(1) : text;
}

} // namespace

Result<LinkPattern::Path> LinkPattern::parsePath(QByteArrayView text)
{
    Path path;
    while (!text.isEmpty()) {
        const qsizetype brace = text.indexOf('{');
        const QByteArrayView literal = brace < 0 ? text : text.first(brace);
        if (!literal.isEmpty())
            path.push_back({literal.toByteArray()});
        if (brace < 0)
            break;
        text = text.sliced(brace + 1);
        const bool closed = text.contains('}');
        const QByteArrayView name = takeUntil(text, '}');
        if (!closed || !isName(name))
            return faulty("in a path, {name} stands for a part; names are a-z, 0-9 and _");
        if (!text.isEmpty() && !text.startsWith('/'))
            return faulty("a part of a path reaches to the next slash or to its end");
        path.push_back({name.toByteArray(), true});
    }
    return path;
}

Result<LinkPattern::Query> LinkPattern::parseQuery(QByteArrayView text)
{
    Query query;
    while (!text.isEmpty()) {
        QByteArrayView value = takeUntil(text, '&');
        Item item{.key = takeUntil(value, '=').toByteArray()};
        if (item.key.isEmpty() || value.isEmpty())
            return faulty("a query's items are key=text or key={name}");
        item.isName = value.startsWith('{') && value.endsWith('}');
        if (item.isName)
            value = value.sliced(1).chopped(1);
        item.optional = item.isName && value.endsWith('?');
        item.value = withoutLast(value, item.optional ? '?' : '\0').toByteArray();
        if (item.isName && !isName(item.value))
            return faulty("names are a-z, 0-9 and _");
        query.push_back(std::move(item));
    }
    return query;
}

Result<LinkPattern> LinkPattern::parse(QStringView pattern, const QUrl &base)
{
    const QByteArray bytes = pattern.toUtf8();
    QByteArrayView rest = bytes;
    LinkPattern parsed;
    QByteArray path;
    if (!isPlain(rest))
        return faulty("a link pattern has no blanks and no letters beyond ASCII");
    if (rest.startsWith(baseMark)) {
        rest = rest.sliced(baseMark.size());
        parsed.m_origin = originOf(base);
        path = withoutLast(base.path(QUrl::FullyEncoded).toUtf8(), '/').toByteArray();
    } else if (rest.startsWith("latchkey://")) {
        rest = rest.sliced(ourScheme.size() + 2);
        parsed.m_origin = ourScheme.toByteArray();
    } else {
        return faulty("a link pattern begins with {base} or latchkey://");
    }
    QByteArrayView query = takeUntil(rest, '#');
    path += takeUntil(query, '?');
    parsed.m_fragmentIsPath = rest.startsWith('/');
    auto paths = parsePath(withoutLast(path, '/'));
    auto items = parseQuery(query);
    auto fragmentPath = parsePath(parsed.m_fragmentIsPath ? rest : QByteArrayView());
    auto fragmentItems = parseQuery(parsed.m_fragmentIsPath ? QByteArrayView() : rest);
    for (const auto *failed : {paths ? nullptr : &paths.error(), items ? nullptr : &items.error(),
                               fragmentPath ? nullptr : &fragmentPath.error(),
                               fragmentItems ? nullptr : &fragmentItems.error()}) {
        if (failed)
            return fail(*failed);
    }
    parsed.m_path = std::move(*paths);
    parsed.m_query = std::move(*items);
    parsed.m_fragmentPath = std::move(*fragmentPath);
    parsed.m_fragmentQuery = std::move(*fragmentItems);
    return parsed;
}

bool LinkPattern::matchPath(const Path &path, QByteArrayView text, LinkParts &parts)
{
    for (const Piece &piece : path) {
        if (!piece.isName) {
            if (!text.startsWith(piece.text))
                return false;
            text = text.sliced(piece.text.size());
            continue;
        }
        const qsizetype slash = text.indexOf('/');
        const QByteArrayView value = slash < 0 ? text : text.first(slash);
        if (!addPart(parts, piece.text, value))
            return false;
        text = text.sliced(value.size());
    }
    return text.isEmpty() || text == "/";
}

bool LinkPattern::matchQuery(const Query &query, QByteArrayView text, LinkParts &parts)
{
    std::vector<bool> seen(query.size(), false);
    while (!text.isEmpty()) {
        QByteArrayView value = takeUntil(text, '&');
        const QByteArrayView key = takeUntil(value, '=');
        const auto item = std::find_if(query.begin(), query.end(),
                                       [key](const Item &wanted) { return wanted.key == key; });
        if (item == query.end())
            continue;
        const auto place = static_cast<size_t>(item - query.begin());
        if (seen[place])
            return false;
        seen[place] = true;
        if (item->isName && item->optional && value.isEmpty())
            continue;
        if (item->isName ? !addPart(parts, item->value, value) : value != item->value)
            return false;
    }
    for (size_t place = 0; place < query.size(); ++place) {
        if (!seen[place] && !query[place].optional)
            return false;
    }
    return true;
}

std::optional<LinkParts> LinkPattern::match(QByteArrayView link) const
{
    if (link.size() > longestLink || !isPlain(link) || link.size() < m_origin.size() ||
        link.first(m_origin.size()).compare(m_origin, Qt::CaseInsensitive) != 0)
        return std::nullopt;
    QByteArrayView fragment = link.sliced(m_origin.size());
    // "latchkey:reset" is the same as "latchkey://reset".
    if (m_origin == ourScheme && fragment.startsWith("//"))
        fragment = fragment.sliced(2);
    QByteArrayView query = takeUntil(fragment, '#');
    const QByteArrayView path = takeUntil(query, '?');
    const bool fragmentWanted = !m_fragmentPath.empty() || !m_fragmentQuery.empty();
    LinkParts parts;
    if (!matchPath(m_path, path, parts) || !matchQuery(m_query, query, parts) ||
        (!fragmentWanted && !fragment.isEmpty()) ||
        (m_fragmentIsPath ? !matchPath(m_fragmentPath, fragment, parts)
                          : !matchQuery(m_fragmentQuery, fragment, parts)))
        return std::nullopt;
    return parts.empty() ? std::nullopt : std::optional(std::move(parts));
}

std::vector<QByteArray> LinkPattern::names() const
{
    std::vector<QByteArray> names;
    for (const Path *path : {&m_path, &m_fragmentPath}) {
        for (const Piece &piece : *path) {
            if (piece.isName)
                names.push_back(piece.text);
        }
    }
    for (const Query *query : {&m_query, &m_fragmentQuery}) {
        for (const Item &item : *query) {
            if (item.isName)
                names.push_back(item.value);
        }
    }
    return names;
}

QByteArray LinkPattern::opening() const
{
    const bool literalFirst = !m_path.empty() && !m_path.front().isName;
    // Of our own scheme nothing more: its slashes may be missing.
    return m_origin == ourScheme || !literalFirst ? m_origin : m_origin + m_path.front().text;
}

} // namespace latchkey
