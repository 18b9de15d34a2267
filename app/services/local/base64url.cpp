// SPDX-License-Identifier: GPL-3.0-or-later
#include "services/local/base64url.h"

#include <array>

namespace latchkey::base64url {

namespace {

constexpr std::string_view alphabet =
    "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";

// Foreign characters have bits above the six, so that one test of a whole group finds them.
constexpr quint8 foreign = 0xff;
constexpr quint32 foreignBits = 0xc0;

constexpr std::array<quint8, 256> values = [] {
    std::array<quint8, 256> table{};
    table.fill(foreign);
    for (size_t value = 0; value < alphabet.size(); ++value)
        table[static_cast<unsigned char>(alphabet[value])] = static_cast<quint8>(value);
    return table;
}();

quint32 valueOf(char character) noexcept
{
    return values[static_cast<unsigned char>(character)];
}

char letter(quint32 bits) noexcept
{
    return alphabet[bits & 0x3f];
}

} // namespace

void encodeTo(char *out, QByteArrayView bytes) noexcept
{
    const auto *in = reinterpret_cast<const unsigned char *>(bytes.data());
    qsizetype left = bytes.size();
    for (; left >= 3; left -= 3, in += 3) {
        const quint32 group = quint32{in[0]} << 16 | quint32{in[1]} << 8 | in[2];
        *out++ = letter(group >> 18);
        *out++ = letter(group >> 12);
        *out++ = letter(group >> 6);
        *out++ = letter(group);
    }
    if (left == 0)
        return;
    const quint32 group = quint32{in[0]} << 16 | (left == 2 ? quint32{in[1]} << 8 : 0);
    *out++ = letter(group >> 18);
    *out++ = letter(group >> 12);
    if (left == 2)
        *out = letter(group >> 6);
}

QByteArray encode(QByteArrayView bytes)
{
    QByteArray text(encodedSize(bytes.size()), Qt::Uninitialized);
    encodeTo(text.data(), bytes);
    return text;
}

qsizetype decodeTo(std::span<unsigned char> out, QByteArrayView text) noexcept
{
    const qsizetype size = decodedSize(text.size());
    const qsizetype rest = text.size() % 4;
    if (rest == 1 || size > static_cast<qsizetype>(out.size()))
        return -1;
    const char *in = text.data();
    unsigned char *to = out.data();
    for (const char *const end = in + (text.size() - rest); in != end; in += 4) {
        const quint32 a = valueOf(in[0]);
        const quint32 b = valueOf(in[1]);
        const quint32 c = valueOf(in[2]);
        const quint32 d = valueOf(in[3]);
        if (((a | b | c | d) & foreignBits) != 0)
            return -1;
        const quint32 group = a << 18 | b << 12 | c << 6 | d;
        *to++ = static_cast<unsigned char>(group >> 16);
        *to++ = static_cast<unsigned char>(group >> 8);
        *to++ = static_cast<unsigned char>(group);
    }
    if (rest == 0)
        return size;
    const quint32 a = valueOf(in[0]);
    const quint32 b = valueOf(in[1]);
    const quint32 c = rest == 3 ? valueOf(in[2]) : 0;
    if (((a | b | c) & foreignBits) != 0)
        return -1;
    const quint32 group = a << 18 | b << 12 | c << 6;
    // RFC 4648 3.5: bits that stand for nothing could be varied without changing the bytes.
    if ((group & (rest == 3 ? 0xff : 0xffff)) != 0)
        return -1;
    *to++ = static_cast<unsigned char>(group >> 16);
    if (rest == 3)
        *to = static_cast<unsigned char>(group >> 8);
    return size;
}

std::optional<QByteArray> decode(QByteArrayView text)
{
    QByteArray bytes(decodedSize(text.size()), Qt::Uninitialized);
    const std::span out(reinterpret_cast<unsigned char *>(bytes.data()),
                        static_cast<size_t>(bytes.size()));
    if (decodeTo(out, text) < 0)
        return std::nullopt;
    return bytes;
}

} // namespace latchkey::base64url
