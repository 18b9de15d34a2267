// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QByteArray>
#include <QByteArrayView>

#include <optional>
#include <vector>

/// The pieces that stored hashes are written in, each read in one spelling only: two stored texts
/// never stand for one hash.
namespace latchkey::hashtext {

enum class Base64Form : quint8 {
    Padded,
    Unpadded,
    Adapted, ///< passlib's: unpadded, "." for "+"
};

/// Digits alone, no sign, no leading zero, within the bounds.
std::optional<quint32> readDecimal(QByteArrayView text, quint32 least, quint32 most) noexcept;
/// Lower case.
std::optional<QByteArray> readHex(QByteArrayView text);
std::optional<QByteArray> readBase64(QByteArrayView text, Base64Form form);

std::vector<QByteArrayView> fieldsOf(QByteArrayView text, char separator);
/// Takes the prefix off, if it is there.
bool consume(QByteArrayView &text, QByteArrayView prefix) noexcept;
/// Whether every character is of crypt(3)'s own alphabet, `./0-9A-Za-z`.
bool isCryptText(QByteArrayView text) noexcept;
/// A character's value in that alphabet, or -1.
int cryptValue(char character) noexcept;

/// The bytes for a C function, to whom a null address says something of its own.
const char *cText(QByteArrayView bytes) noexcept;
const unsigned char *cBytes(QByteArrayView bytes) noexcept;

} // namespace latchkey::hashtext
