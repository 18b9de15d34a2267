// SPDX-License-Identifier: GPL-3.0-or-later
#include "recovery/tokenscan.h"

#include "recovery/recoverylink.h"

#include <algorithm>

namespace latchkey {

namespace {

constexpr qsizetype signatureLengths[] = {27, 43, 86};
constexpr qsizetype longestSignature = 86;
// Base64 of a time of at most eight bytes. Without the scheme before it, a text is taken for a
// token only if its time is one that is not all zeros at its front: 1970-07 to the year 36812.
constexpr qsizetype longestTime = 11;
constexpr qsizetype shortestBareTime = 4;
constexpr qsizetype longestBareTime = 8;
constexpr qsizetype shortestBareToken = 1 + 1 + shortestBareTime + 1 + signatureLengths[0];

bool isPartByte(char c)
{
    return c != '.' && RecoveryLink::isTokenByte(c);
}

class TokenReader
{
public:
    explicit TokenReader(FoldedReader reader) : m_reader(reader) { m_token.reserve(longest); }
    ~TokenReader() { wipe(m_token); }
    TokenReader(const TokenReader &) = delete;
    TokenReader &operator=(const TokenReader &) = delete;

    /// False once no more of the token's shape follows.
    bool readDot()
    {
        if (m_reader.peek() != '.' && (!m_reader.crossFold() || m_reader.peek() != '.'))
            return false;
        take();
        return true;
    }
    /// How many characters came before a dot or the end.
    qsizetype readPart()
    {
        const qsizetype before = m_token.size();
        while (m_token.size() < longest &&
               (isPartByte(m_reader.peek()) || (crossFold() && isPartByte(m_reader.peek()))))
            take();
        return m_token.size() - before;
    }
    std::optional<TokenScan> readSignature();

    void skipLeadingDot()
    {
        if (m_reader.peek() == '.')
            take();
    }

private:
    static constexpr qsizetype longest = 2048;

    void take()
    {
        m_token += m_reader.peek();
        m_reader.advance();
    }
    bool crossFold() { return m_reader.crossFold(); }

    FoldedReader m_reader;
    QByteArray m_token;
};

std::optional<TokenScan> TokenReader::readSignature()
{
    const auto isLength = [](qsizetype length) {
        return std::find(std::begin(signatureLengths), std::end(signatureLengths), length) !=
               std::end(signatureLengths);
    };
    const qsizetype start = m_token.size();
    qsizetype present = 0;
    std::optional<FoldedReader> fitting; // behind the longest signature so far
    qsizetype fittingLength = 0;
    while (present <= longestSignature) {
        if (isPartByte(m_reader.peek())) {
            take();
            if (isLength(++present)) {
                fitting = m_reader;
                fittingLength = present;
            }
            continue;
        }
        if (isLength(present) || !m_reader.crossFold() || !isPartByte(m_reader.peek()))
            break;
    }
    if (!fitting)
        return std::nullopt;
    return TokenScan{.token = Secret::copyOf(QByteArrayView(m_token).first(start + fittingLength)),
                     .fit = present == fittingLength ? TokenFit::Exact : TokenFit::Trimmed,
                     .end = *fitting};
}

TokenScan scanOpaque(FoldedReader reader)
{
    QByteArray token;
    while (RecoveryLink::isTokenByte(reader.peek())) {
        token += reader.peek();
        reader.advance();
    }
    while (token.endsWith('.'))
        token.chop(1);
    return {.token = Secret::taking(std::move(token)), .fit = TokenFit::Opaque, .end = reader};
}

struct TimeLengths
{
    qsizetype shortest = 0;
    qsizetype longest = longestTime;
};
constexpr TimeLengths bareTimes{shortestBareTime, longestBareTime};

std::optional<TokenScan> scanShape(FoldedReader reader, TimeLengths times)
{
    TokenReader token(reader);
    token.skipLeadingDot();
    if (token.readPart() > 0 && token.readDot()) {
        const qsizetype time = token.readPart();
        if (time >= times.shortest && time <= times.longest && token.readDot()) {
            if (auto scan = token.readSignature())
                return scan;
        }
    }
    return std::nullopt;
}

/// Whether a word may begin behind this character. Not behind a slash or an equals sign: there it
/// is part of a link that only its own service understands.
bool mayPrecedeWord(char c)
{
    return static_cast<unsigned char>(c) >= 0x80 ||
           QByteArrayView(" \t\r\n<>()[]{}\"'`*:,;|").contains(c);
}

bool isFoldedTokenOnly(QByteArrayView text)
{
    return std::all_of(text.begin(), text.end(), [](char c) {
        return RecoveryLink::isTokenByte(c) || c == '\n' || c == '\r' || c == ' ' || c == '\t' ||
               c == '>';
    });
}

/// Whether what was read begins as the payload of a token does: base64 of an object or, less
/// surely, of a string; or the dot of a compressed one.
bool beginsObject(const TokenScan &scan)
{
    return scan.token.reveal().startsWith("ey") || scan.token.reveal().startsWith('.');
}
bool beginsString(const TokenScan &scan)
{
    const QByteArrayView bytes = scan.token.reveal();
    return bytes[0] == 'I' && bytes[1] >= 'g' && bytes[1] <= 'v';
}

/// Whether the line before this place goes on in it (RFC 2045 6.7, rule 5).
bool followsSoftBreak(QByteArrayView before)
{
    return before.endsWith("=\n") || before.endsWith("=\r\n");
}

/// A token that has no line end in it.
std::optional<BareTokenScan> findTokenWord(QByteArrayView text)
{
    for (qsizetype at = 0; at < text.size(); ++at) {
        if (!RecoveryLink::isTokenByte(text[at]) || (at > 0 && !mayPrecedeWord(text[at - 1])))
            continue;
        qsizetype end = at;
        while (end < text.size() && RecoveryLink::isTokenByte(text[end]))
            ++end;
        if (end - at >= shortestBareToken && !followsSoftBreak(text.first(at))) {
            // A reader whose text ends with the word finds no fold to cross.
            if (auto word = scanShape(FoldedReader(text.first(end), at), bareTimes))
                return BareTokenScan{at, std::move(*word)};
        }
        at = end;
    }
    return std::nullopt;
}

/// A token that is all of the text, whatever line ends it has in it.
std::optional<BareTokenScan> findJoinedToken(QByteArrayView text)
{
    if (!isFoldedTokenOnly(text))
        return std::nullopt;
    const auto first = std::find_if(text.begin(), text.end(), RecoveryLink::isTokenByte);
    const qsizetype begin = first - text.begin();
    auto joined = scanShape(FoldedReader(text, begin), bareTimes);
    if (!joined)
        return std::nullopt;
    return BareTokenScan{begin, std::move(*joined)};
}

} // namespace

TokenScan scanToken(FoldedReader reader)
{
    FoldedReader shapeBegin = reader;
    if (!RecoveryLink::isTokenByte(shapeBegin.peek()))
        shapeBegin.crossFold();
    if (auto shaped = scanShape(shapeBegin, {}))
        return std::move(*shaped);
    return scanOpaque(reader);
}

std::optional<BareTokenScan> findBareToken(QByteArrayView text)
{
    auto word = findTokenWord(text);
    if (word && beginsObject(word->scan))
        return word;
    // The end of a broken token may look like a short one, and words before a whole one like its
    // beginning: what begins as a payload is the token.
    auto joined = findJoinedToken(text);
    const bool joinedIsSounder =
        joined && (!word || beginsObject(joined->scan) || beginsString(joined->scan));
    return joinedIsSounder ? std::move(joined) : std::move(word);
}

} // namespace latchkey
