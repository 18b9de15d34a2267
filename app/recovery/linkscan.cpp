// SPDX-License-Identifier: GPL-3.0-or-later
#include "recovery/linkscan.h"

#include <algorithm>

namespace latchkey {

namespace {

// As RecoveryLink reads them.
constexpr QByteArrayView scheme{"latchkey://"};
// Behind a bridge page's address. URL Defense 3 writes a star for what it keeps elsewhere.
constexpr QByteArrayView bridgeMarks[] = {"#", "*"};
constexpr QByteArrayView prefixes[] = {scheme, "org.latchkey.app:/", "org.latchkey.app://",
                                       bridgeMarks[0], bridgeMarks[1]};
constexpr qsizetype longestPage = 2048;
constexpr qsizetype longestHead = 104; // scheme, longest verb, longest service id, their slashes
constexpr int slashesBehind = 2;

/// Whether `c` may stand at this place of "latchkey://verb/id/".
bool fitsHead(QByteArrayView prefix, char c, qsizetype place)
{
    const char lower = c >= 'A' && c <= 'Z' ? static_cast<char>(c + ('a' - 'A')) : c;
    if (place < prefix.size())
        return lower == prefix[place];
    return c == '/' || RecoveryLink::isTokenByte(c);
}

/// "latchkey://verb/id/", the reader then standing behind it; nothing where no such thing begins.
std::optional<QByteArray> readHead(QByteArrayView prefix, FoldedReader &reader)
{
    QByteArray head;
    int slashes = 0;
    while (slashes < slashesBehind && head.size() < longestHead) {
        const qsizetype place = head.size();
        if (!fitsHead(prefix, reader.peek(), place) &&
            !(reader.crossFold() && fitsHead(prefix, reader.peek(), place)))
            return std::nullopt;
        slashes += reader.peek() == '/' && place >= prefix.size() ? 1 : 0;
        head += reader.peek();
        reader.advance();
    }
    return head;
}

bool isBridge(QByteArrayView prefix)
{
    return std::ranges::find(bridgeMarks, prefix) != std::end(bridgeMarks);
}

/// Where the address of the page begins at whose fragment we are, or the fragment itself.
qsizetype pageBegin(QByteArrayView text, qsizetype fragment)
{
    const QByteArrayView near =
        text.first(fragment).last(qMin(longestPage, fragment)); // bounded: it is looked at often
    const auto blank = std::find_if(near.rbegin(), near.rend(), [](char c) {
        return c <= ' ' || QByteArrayView("<>\"'(").contains(c);
    });
    const QByteArrayView word = near.sliced(near.rend() - blank);
    const qsizetype https = word.lastIndexOf("https://");
    return https < 0 ? fragment : fragment - word.size() + https;
}

std::optional<LinkScan> scanLink(QByteArrayView prefix, QByteArrayView text, qsizetype begin)
{
    FoldedReader reader(text, begin);
    const auto head = readHead(prefix, reader);
    if (!head)
        return std::nullopt;
    const bool atPage = isBridge(prefix);
    const QByteArray plainHead = atPage ? scheme.toByteArray() + head->sliced(1) : *head;
    const auto shape = RecoveryLink::parse(plainHead + 'x'); // judges all but the token
    if (!shape)
        return std::nullopt;
    TokenScan token = scanToken(reader);
    auto link = RecoveryLink::compose(shape->purpose(), shape->serviceId(), token.token.reveal());
    // Without a scheme of ours before it, another page's fragment is ours by its token's shape
    // alone.
    if (!link || (atPage && token.fit == TokenFit::Opaque))
        return std::nullopt;
    return LinkScan{atPage ? pageBegin(text, begin) : begin, std::move(*link), std::move(token)};
}

/// Whether one is what is looked for rather than the other: a mail's link that withdraws is meant
/// only where it stands alone.
bool isBetter(const LinkScan &one, const LinkScan &other)
{
    return one.withdraws() != other.withdraws() ? other.withdraws()
                                                : one.token.fit > other.token.fit;
}

} // namespace

std::optional<LinkScan> findPlainLink(QByteArrayView text)
{
    std::optional<LinkScan> best;
    for (qsizetype at = 0; at < text.size(); ++at) {
        for (const QByteArrayView prefix : prefixes) {
            if (!fitsHead(prefix, text[at], 0))
                continue;
            auto scan = scanLink(prefix, text, at);
            if (scan && (!best || isBetter(*scan, *best)))
                best = std::move(scan);
        }
        if (best && best->token.fit == TokenFit::Exact && !best->withdraws())
            break;
    }
    return best;
}

} // namespace latchkey
