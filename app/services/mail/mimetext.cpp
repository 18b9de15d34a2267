// SPDX-License-Identifier: GPL-3.0-or-later
#include "services/mail/mimetext.h"

#include <QByteArrayList>
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
    // A bare CR is a line end to some servers (SMTP smuggling), and NUL is an end to others.
    if (!isAscii(text) || text.contains('\r') || text.contains('\0'))
        return false;
    for (const QByteArray &line : text.split('\n')) {
        if (line.size() > longestLine)
            return false;
    }
    return true;
}

void appendEncoded(QByteArray &line, char c, bool atEnd)
{
    const bool blankAtEnd = (c == ' ' || c == '\t') && atEnd;
    if ((c >= 33 && c <= 126 && c != '=') || ((c == ' ' || c == '\t') && !blankAtEnd)) {
        line += c;
        return;
    }
    line += '=';
    line += QByteArray(1, c).toHex().toUpper();
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
    QByteArrayList lines;
    for (const QByteArray &source : text.split('\n')) {
        QByteArray line;
        for (qsizetype i = 0; i < source.size(); ++i) {
            QByteArray piece;
            appendEncoded(piece, source[i], i + 1 == source.size());
            if (line.size() + piece.size() >= encodedLine) {
                lines += line + '=';
                line.clear();
            }
            line += piece;
        }
        lines += line;
    }
    return lines.join("\r\n");
}

QByteArray textPart(const QByteArray &mediaType, const QString &text)
{
    const QByteArray utf8 = text.toUtf8();
    const bool plain = isPlainLines(utf8);
    QByteArray body = utf8;
    if (plain)
        body.replace('\n', "\r\n");
    else
        body = quotedPrintable(utf8);
    return "Content-Type: " + mediaType + "; charset=utf-8\r\nContent-Transfer-Encoding: " +
           (plain ? "7bit" : "quoted-printable") + "\r\n\r\n" + body + "\r\n";
}

} // namespace latchkey
