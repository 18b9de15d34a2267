// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QByteArray>
#include <QByteArrayView>

#include <vector>

namespace latchkey {

// What mail programs and gateways do to a text, undone. Each takes linear time, and returns an
// empty array where the text holds nothing of its kind. The results hold whatever secret the text
// held.

/// RFC 2045 6.7: "=" at the end of a line, "=3D". Only where one of these shows that the text is so
/// encoded: a link's "?q=adobe" is not.
QByteArray decodeQuotedPrintable(QByteArrayView text);
/// "%2F", as redirecting links carry their target.
QByteArray decodePercent(QByteArrayView text);
/// "&amp;", "&#47;", "&#x2F;".
QByteArray decodeEntities(QByteArrayView text);
/// Proofpoint's urldefense v2, which writes "-2F" for a slash's code and "_" for the slash itself.
QByteArray decodeUrlDefense(QByteArrayView text);
/// The contents of every block of base64 lines (RFC 2045 6.8), as a mail's source shows its parts.
std::vector<QByteArray> decodeBase64Blocks(QByteArrayView text);

} // namespace latchkey
