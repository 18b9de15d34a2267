// SPDX-License-Identifier: GPL-3.0-or-later
#include "services/mail/mimetext.h"

#include <QDateTime>
#include <QLocale>
#include <QUrl>

#include <algorithm>

namespace latchkey {

namespace {

constexpr qsizetype longestLine = 900; // RFC 5322 2.1.1: 998; servers add to it
constexpr qsizetype encodedLine = 76;  // RFC 2045 6.7
// 64 characters with what is around it, and so 76 with the name of any header that we write
// (RFC 2047 2 has 75 for the word, and 76 for its line).
constexpr qsizetype encodedWordBytes = 39;
constexpr qsizetype longestAddress = 254; // octets, RFC 5321 4.5.3.1.3 less the angle brackets

QString withoutControls(QString text)
{
    for (QChar &c : text) {
        if (c < QLatin1Char(' ') || c == QChar(0x7f) || c == QChar::LineSeparator ||
            c == QChar::ParagraphSeparator)
            c = QLatin1Char(' ');
    }
    return text;
}

bool isContinuation(char c)
{
    return (static_cast<unsigned char>(c) & 0xC0) == 0x80;
}

QByteArray encodedWords(const QByteArray &utf8)
{
    QByteArray words;
    for (qsizetype from = 0; from < utf8.size();) {
        qsizetype to = qMin(from + encodedWordBytes, utf8.size());
        while (to < utf8.size() && isContinuation(utf8[to]))
            --to;
        if (!words.isEmpty())
            words += "\r\n ";
        words += "=?UTF-8?B?" + utf8.mid(from, to - from).toBase64() + "?=";
        from = to;
    }
    return words;
}

/// What a header may hold as it is. What looks like an encoded word would be read as one.
bool isPlainHeader(const QByteArray &text)
{
    return isAscii(text) && text.size() < longestLine && !text.contains("=?");
}

/// What may stand in an address outside quotes (RFC 5322 3.2.3, RFC 6531 3.3), and no more: none of
/// the characters that end an address, begin another or hide one.
bool mayStandInAddress(char32_t c)
{
    if (c < 0x80)
        return c > 0x20 && c < 0x7f &&
               !QByteArrayView("<>()[],;:\"\\").contains(static_cast<char>(c));
    return QChar::isPrint(c) && !QChar::isSpace(c);
}

bool isPlainLines(const QByteArray &text)
{
    qsizetype length = 0;
    for (const char c : text) {
        // A bare CR is a line end to some servers (SMTP smuggling), and NUL is an end to others.
        if (c == '\r' || c == '\0' || static_cast<unsigned char>(c) >= 0x80)
            return false;
        length = c == '\n' ? 0 : length + 1;
        if (length > longestLine)
            return false;
    }
    return true;
}

/// What QByteArray::replace() would make of it, without moving the rest at each line's end.
QByteArray withWireLineEnds(const QByteArray &text)
{
    QByteArray lines;
    lines.reserve(text.size() + text.count('\n'));
    qsizetype from = 0;
    for (qsizetype end = text.indexOf('\n'); end >= 0; end = text.indexOf('\n', from)) {
        lines.append(text.constData() + from, end - from).append("\r\n", 2);
        from = end + 1;
    }
    return lines.append(text.constData() + from, text.size() - from);
}

/// Whether the octet stands for itself (RFC 2045 6.7); a blank does where something follows it.
bool isLiteral(char c, bool atEnd)
{
    return (c >= 33 && c <= 126 && c != '=') || ((c == ' ' || c == '\t') && !atEnd);
}

} // namespace

bool isAscii(QByteArrayView text)
{
    return std::ranges::all_of(text, [](char c) { return static_cast<unsigned char>(c) < 0x80; });
}

QByteArray headerText(const QString &text)
{
    const QByteArray utf8 = withoutControls(text).toUtf8();
    return isPlainHeader(utf8) ? utf8 : encodedWords(utf8);
}

QByteArray wireAddress(const QString &address)
{
    const qsizetype at = address.indexOf(QLatin1Char('@'));
    if (at <= 0 || address.lastIndexOf(QLatin1Char('@')) != at || !address.isValidUtf16() ||
        !std::ranges::all_of(address.toUcs4(), mayStandInAddress))
        return {};
    const QByteArray domain = QUrl::toAce(address.sliced(at + 1));
    const QByteArray wire = address.first(at + 1).toUtf8() + domain;
    return domain.isEmpty() || wire.size() > longestAddress ? QByteArray() : wire;
}

QByteArray mailbox(const QString &name, const QByteArray &address)
{
    QByteArray place = '<' + address + '>';
    if (name.isEmpty())
        return place;
    const QByteArray utf8 = withoutControls(name).toUtf8();
    if (!isPlainHeader(utf8))
        return encodedWords(utf8) + "\r\n " + place;
    QByteArray quoted = utf8;
    quoted.replace('\\', "\\\\").replace('"', "\\\"");
    return '"' + quoted + "\" " + place;
}

QByteArray mailDate(qint64 secondsSinceEpoch)
{
    return QLocale::c()
               .toString(QDateTime::fromSecsSinceEpoch(secondsSinceEpoch, Qt::UTC),
                         QStringLiteral("ddd, dd MMM yyyy HH:mm:ss"))
               .toLatin1() +
           " +0000";
}

QByteArray quotedPrintable(const QByteArray &text)
{
    constexpr char digits[] = "0123456789ABCDEF";
    constexpr qsizetype escapedOctet = 3;
    constexpr qsizetype softBreak = 3;
    // Each octet escaped, and a break for each line that is full of them.
    QByteArray encoded(text.size() * escapedOctet * 2, Qt::Uninitialized);
    char *out = encoded.data();
    qsizetype length = 0; // of the line that is being written
    for (qsizetype i = 0; i < text.size(); ++i) {
        const char c = text[i];
        if (c == '\n') {
            *out++ = '\r';
            *out++ = '\n';
            length = 0;
            continue;
        }
        const bool literal = isLiteral(c, i + 1 == text.size() || text[i + 1] == '\n');
        const qsizetype size = literal ? 1 : escapedOctet;
        if (length + size >= encodedLine) {
            out = std::copy_n("=\r\n", softBreak, out);
            length = 0;
        }
        if (literal) {
            *out++ = c;
        } else {
            const auto octet = static_cast<unsigned char>(c);
            *out++ = '=';
            *out++ = digits[octet >> 4];
            *out++ = digits[octet & 15];
        }
        length += size;
    }
    encoded.truncate(out - encoded.data());
    return encoded;
}

QByteArray textPart(const QByteArray &mediaType, const QString &text)
{
    const QByteArray utf8 = text.toUtf8();
    const bool plain = isPlainLines(utf8);
    const QByteArray body = plain ? withWireLineEnds(utf8) : quotedPrintable(utf8);
    return "Content-Type: " + mediaType + "; charset=utf-8\r\nContent-Transfer-Encoding: " +
           (plain ? "7bit" : "quoted-printable") + "\r\n\r\n" + body + "\r\n";
}

} // namespace latchkey
