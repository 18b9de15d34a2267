// SPDX-License-Identifier: GPL-3.0-or-later
#include "services/local/jsonstring.h"

#include <QStringDecoder>

#include <charconv>

namespace latchkey {

namespace {

std::optional<char16_t> readFourDigits(QByteArrayView text)
{
    if (text.size() < 4)
        return std::nullopt;
    unsigned unit = 0;
    const char *const end = text.data() + 4;
    const auto [stop, error] = std::from_chars(text.data(), end, unit, 16);
    if (error != std::errc() || stop != end)
        return std::nullopt;
    return static_cast<char16_t>(unit);
}

std::optional<QString> fromUtf8(QByteArrayView bytes)
{
    QStringDecoder decode(QStringDecoder::Utf8, QStringDecoder::Flag::Stateless |
                                                    QStringDecoder::Flag::ConvertInitialBom);
    QString text = decode(bytes);
    if (decode.hasError())
        return std::nullopt;
    return text;
}

/// Appends what the escape behind a backslash stands for; the number of bytes read, 0 for none.
qsizetype readEscape(QByteArrayView text, QString &out)
{
    if (text.isEmpty())
        return 0;
    switch (text.front()) {
    case '"':
        out += u'"';
        return 1;
    case '\\':
        out += u'\\';
        return 1;
    case '/':
        out += u'/';
        return 1;
    case 'b':
        out += u'\b';
        return 1;
    case 'f':
        out += u'\f';
        return 1;
    case 'n':
        out += u'\n';
        return 1;
    case 'r':
        out += u'\r';
        return 1;
    case 't':
        out += u'\t';
        return 1;
    case 'u':
        break;
    default:
        return 0;
    }
    const std::optional<char16_t> unit = readFourDigits(text.sliced(1));
    if (!unit || QChar::isLowSurrogate(*unit))
        return 0;
    out += QChar(*unit);
    if (!QChar::isHighSurrogate(*unit))
        return 5;
    if (!text.sliced(5).startsWith("\\u"))
        return 0;
    const std::optional<char16_t> low = readFourDigits(text.sliced(7));
    if (!low || !QChar::isLowSurrogate(*low))
        return 0;
    out += QChar(*low);
    return 11;
}

qsizetype endOfPlain(QByteArrayView text, qsizetype from)
{
    while (from < text.size() && text[from] != '"' && text[from] != '\\' &&
           static_cast<unsigned char>(text[from]) >= 0x20)
        ++from;
    return from;
}

} // namespace

std::optional<QString> readJsonString(QByteArrayView json)
{
    if (json.size() < 2 || json.front() != '"' || json.back() != '"')
        return std::nullopt;
    const QByteArrayView inner = json.sliced(1, json.size() - 2);
    QString text;
    for (qsizetype at = 0; at < inner.size();) {
        const qsizetype end = endOfPlain(inner, at);
        const std::optional<QString> plain = fromUtf8(inner.sliced(at, end - at));
        if (!plain)
            return std::nullopt;
        text += *plain;
        at = end;
        if (at == inner.size())
            break;
        if (inner[at] != '\\')
            return std::nullopt;
        const qsizetype read = readEscape(inner.sliced(at + 1), text);
        if (read == 0)
            return std::nullopt;
        at += 1 + read;
    }
    return text;
}

} // namespace latchkey
