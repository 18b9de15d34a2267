// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QByteArray>

namespace latchkey::sample {

// A token of the right shape: object payload, time, SHA-1 signature.
inline const QByteArray token =
    "eyJpZCI6ImFiY2RlZmdoaWprbG1ub3BxcnN0dXYifQ.ZkQwMQ.abcDEF_123-4567890abcdefghi";
inline const QByteArray otherToken =
    "eyJpZCI6InZ1dHNycXBvbm1sa2ppaGdmZWRjYmEifQ.ZkQwMg.0123456789abcdefghi_-ABCDEF";
inline const QByteArray link = "latchkey://reset/acme/" + token;
inline const QByteArray otherLink = "latchkey://reset/acme/" + otherToken;

/// Broken by hard line ends, so many characters to a line, each line after the first with this
/// before it.
inline QByteArray folded(const QByteArray &text, qsizetype width, const QByteArray &lineEnd)
{
    QByteArray lines;
    for (qsizetype at = 0; at < text.size(); at += width)
        lines += (at > 0 ? lineEnd : QByteArray()) + text.mid(at, width);
    return lines;
}

/// As RFC 2045 6.7 writes it: "=" as "=3D", and lines of at most 76 characters with soft ends.
inline QByteArray quotedPrintable(const QByteArray &text)
{
    QByteArray encoded;
    qsizetype column = 0;
    for (const char c : text) {
        const QByteArray piece = c == '=' ? QByteArray("=3D") : QByteArray(1, c);
        if (c != '\n' && column + piece.size() > 75) {
            encoded += "=\r\n";
            column = 0;
        }
        encoded += piece;
        column = c == '\n' ? 0 : column + piece.size();
    }
    return encoded;
}

/// What a person reads in the mail, and may copy as a whole.
inline QByteArray mailText(const QByteArray &theLink)
{
    return "Hello,\n\nsomebody asked for a new password for your account at Acme Webmail.\n"
           "Asked for at desk-7 on 14 May 2030 at 16:40 UTC. If it was you, open this link:\n\n   "
           " " +
           theLink +
           "\n\nOr type this code: WDJB-MJHT\n\nThe link is good until 15 May 2030, 16:40 UTC."
           "\n\nIf it was not you, do nothing. Your password has not changed.\n";
}

} // namespace latchkey::sample
