// SPDX-License-Identifier: GPL-3.0-or-later
#include "recovery/textrepair.h"

#include "core/secret.h"

#include <algorithm>
#include <optional>

namespace latchkey {

namespace {

int hexValue(char c)
{
    if (c >= '0' && c <= '9')
        return c - '0';
    if (c >= 'A' && c <= 'F')
        return c - 'A' + 10;
    if (c >= 'a' && c <= 'f')
        return c - 'a' + 10;
    return -1;
}

/// What stands for an encoded piece at the front of a text: one byte or none, and how long the
/// piece is. Length zero where nothing is encoded there.
struct Piece
{
    qsizetype length = 0;
    std::optional<char> byte;
};

Piece hexPiece(QByteArrayView text)
{
    if (text.size() < 3)
        return {};
    const int high = hexValue(text[1]);
    const int low = hexValue(text[2]);
    if (high < 0 || low < 0)
        return {};
    return {3, static_cast<char>(high * 16 + low)};
}

Piece quotedPiece(QByteArrayView text)
{
    if (text.startsWith("=\n"))
        return {2, std::nullopt};
    if (text.startsWith("=\r\n"))
        return {3, std::nullopt};
    return hexPiece(text);
}

Piece entityPiece(QByteArrayView text)
{
    constexpr qsizetype longest = 8;
    const QByteArrayView start = text.first(qMin(longest, text.size()));
    const qsizetype end = start.indexOf(';');
    if (end < 3)
        return {};
    const QByteArrayView name = start.sliced(1, end - 1);
    if (name == QByteArrayView("amp"))
        return {end + 1, '&'};
    if (!name.startsWith('#'))
        return {};
    bool ok = false;
    const bool hexadecimal = name[1] == 'x' || name[1] == 'X';
    const int code = hexadecimal ? name.sliced(2).toByteArray().toInt(&ok, 16)
                                 : name.sliced(1).toByteArray().toInt(&ok, 10);
    if (!ok || code <= 0x20 || code >= 0x7f)
        return {};
    return {end + 1, static_cast<char>(code)};
}

/// Copies the text with every piece that begins with `mark` decoded.
QByteArray decode(QByteArrayView text, char mark, Piece (*pieceAt)(QByteArrayView))
{
    qsizetype next = text.indexOf(mark);
    if (next < 0)
        return {};
    QByteArray decoded;
    decoded.reserve(text.size());
    qsizetype copied = 0;
    bool changed = false;
    while (next >= 0) {
        const Piece piece = pieceAt(text.sliced(next));
        if (piece.length > 0) {
            decoded.append(text.sliced(copied, next - copied));
            if (piece.byte)
                decoded.append(*piece.byte);
            copied = next + piece.length;
            changed = true;
        }
        next = text.indexOf(mark, next + qMax<qsizetype>(piece.length, 1));
    }
    if (!changed)
        return {};
    decoded.append(text.sliced(copied));
    return decoded;
}

bool isBase64(char c)
{
    return (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '+' ||
           c == '/' || c == '=';
}

} // namespace

QByteArray decodeQuotedPrintable(QByteArrayView text)
{
    constexpr QByteArrayView evidence[] = {"=\n", "=\r\n", "=3D", "=3d",
                                           "=2E", "=2e",   "=5F", "=5f"};
    const bool encoded =
        std::any_of(std::begin(evidence), std::end(evidence),
                    [text](QByteArrayView sign) { return text.indexOf(sign) >= 0; });
    return encoded ? decode(text, '=', quotedPiece) : QByteArray();
}

QByteArray decodePercent(QByteArrayView text)
{
    return decode(text, '%', hexPiece);
}

QByteArray decodeEntities(QByteArrayView text)
{
    return decode(text, '&', entityPiece);
}

QByteArray decodeUrlDefense(QByteArrayView text)
{
    if (text.indexOf("urldefense") < 0)
        return {};
    QByteArray slashed(text.data(), text.size());
    std::replace(slashed.begin(), slashed.end(), '_', '/');
    QByteArray decoded = decode(slashed, '-', hexPiece);
    if (decoded.isEmpty())
        return slashed;
    wipe(slashed);
    return decoded;
}

std::vector<QByteArray> decodeBase64Blocks(QByteArrayView text)
{
    constexpr qsizetype shortestLine = 40; // a mail's lines have 76; the last one of a block fewer
    std::vector<QByteArray> contents;
    QByteArray block;
    const auto close = [&] {
        if (!block.isEmpty())
            contents.push_back(QByteArray::fromBase64(block));
        wipe(block);
    };
    for (qsizetype start = 0; start < text.size();) {
        const qsizetype found = text.indexOf('\n', start);
        const qsizetype end = found < 0 ? text.size() : found;
        const QByteArrayView line = text.sliced(start, end - start).trimmed();
        start = end + 1;
        const bool begins = !block.isEmpty() || line.size() >= shortestLine;
        if (begins && !line.isEmpty() && std::all_of(line.begin(), line.end(), isBase64))
            block.append(line);
        else
            close();
    }
    close();
    return contents;
}

} // namespace latchkey
