// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QByteArray>
#include <QByteArrayView>
#include <QString>

namespace latchkey {

// Text in the forms that a mail may hold (RFC 5322, RFC 2045, RFC 2047). Line ends are CRLF.

bool isAscii(QByteArrayView text);

/// A header's text: as it is where it is plain ASCII, else in encoded words that break between
/// whole characters, lines of at most 76 (RFC 2047 2). Control characters become blanks, so that no
/// value can begin a header of its own.
QByteArray headerText(const QString &text);

/// An address as envelope and headers hold it: the domain in A-labels (RFC 5890), the local part as
/// it is. Empty where the text is anything but one address: S61, CVE-2023-7028.
QByteArray wireAddress(const QString &address);

/// `"Name" <address>`; the name quoted or encoded as it needs, and left out when empty. The address
/// is one of wireAddress().
QByteArray mailbox(const QString &name, const QByteArray &address);

/// "Tue, 24 Nov 2026 16:20:00 +0000" (RFC 5322 3.3), in UTC whatever the locale.
QByteArray mailDate(qint64 secondsSinceEpoch);

/// A body part: its Content-Type, its encoding and its text. As it is (7bit) where it is ASCII in
/// lines that any server takes, since what is not encoded cannot be broken by a bad decoder; else
/// quoted-printable.
QByteArray textPart(const QByteArray &mediaType, const QString &text);

/// RFC 2045 6.7; `text` has LF line ends.
QByteArray quotedPrintable(const QByteArray &text);

} // namespace latchkey
