// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QByteArray>
#include <QByteArrayView>

#include <optional>
#include <span>

/// Base64 with the URL alphabet and no padding (RFC 4648 5 and 3.2), in one spelling only: decoding
/// refuses a foreign character, padding, an impossible length and unused bits that are not zero, so
/// that no two texts stand for the same bytes. Reentrant; not constant in time.
namespace latchkey::base64url {

constexpr qsizetype encodedSize(qsizetype bytes) noexcept
{
    return (bytes * 4 + 2) / 3;
}

constexpr qsizetype decodedSize(qsizetype characters) noexcept
{
    return characters * 3 / 4;
}

QByteArray encode(QByteArrayView bytes);
/// Writes `encodedSize(bytes.size())` characters.
void encodeTo(char *out, QByteArrayView bytes) noexcept;

/// Nothing when the text is not the one spelling of some bytes. The empty text is that of no bytes.
std::optional<QByteArray> decode(QByteArrayView text);
/// The same into memory of the caller: the number of bytes written, or -1 (also when they do not
/// fit; what was written until then stays).
qsizetype decodeTo(std::span<unsigned char> out, QByteArrayView text) noexcept;

} // namespace latchkey::base64url
