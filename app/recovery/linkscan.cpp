// SPDX-License-Identifier: GPL-3.0-or-later
#include "recovery/linkscan.h"

namespace latchkey {

namespace {

// As RecoveryLink reads them.
constexpr QByteArrayView prefixes[] = {"latchkey://", "org.latchkey.app:/", "org.latchkey.app://"};
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

std::optional<LinkScan> scanLink(QByteArrayView prefix, QByteArrayView text, qsizetype begin)
{
    FoldedReader reader(text, begin);
    const auto head = readHead(prefix, reader);
    if (!head)
        return std::nullopt;
    const auto shape = RecoveryLink::parse(*head + 'x'); // judges all but the token
    if (!shape)
        return std::nullopt;
    TokenScan token = scanToken(reader);
    auto link = RecoveryLink::compose(shape->purpose(), shape->serviceId(), token.token.reveal());
    if (!link)
        return std::nullopt;
    return LinkScan{begin, std::move(*link), std::move(token)};
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
            if (scan && (!best || scan->token.fit > best->token.fit))
                best = std::move(scan);
        }
        if (best && best->token.fit == TokenFit::Exact)
            break;
    }
    return best;
}

} // namespace latchkey
