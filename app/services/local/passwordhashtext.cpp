// SPDX-License-Identifier: GPL-3.0-or-later
#include "services/local/passwordhashtext.h"

#include "services/local/base64url.h"

#include <algorithm>
#include <charconv>

namespace latchkey::hashtext {

std::optional<quint32> readDecimal(QByteArrayView text, quint32 least, quint32 most) noexcept
{
    if (text.isEmpty() || (text.size() > 1 && text.front() == '0'))
        return std::nullopt;
    quint32 value = 0;
    const auto [stop, error] = std::from_chars(text.begin(), text.end(), value);
    if (error != std::errc() || stop != text.end() || value < least || value > most)
        return std::nullopt;
    return value;
}

std::optional<QByteArray> readHex(QByteArrayView text)
{
    const bool isHex = std::ranges::all_of(
        text, [](char c) { return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'f'); });
    if (!isHex || text.size() % 2 != 0)
        return std::nullopt;
    return QByteArray::fromHex(text.toByteArray());
}

std::optional<QByteArray> readBase64(QByteArrayView text, Base64Form form)
{
    if (form == Base64Form::Padded) {
        if (text.size() % 4 != 0)
            return std::nullopt;
        for (int most = 2; most > 0 && text.endsWith('='); --most)
            text.chop(1);
    }
    // Into the URL alphabet, whose decoder knows one spelling only.
    const char plus = form == Base64Form::Adapted ? '.' : '+';
    QByteArray translated(text.size(), Qt::Uninitialized);
    std::ranges::transform(text, translated.begin(), [plus](char c) {
        if (c == plus)
            return '-';
        if (c == '/')
            return '_';
        return c == '-' || c == '_' ? '!' : c;
    });
    return base64url::decode(translated);
}

std::vector<QByteArrayView> fieldsOf(QByteArrayView text, char separator)
{
    std::vector<QByteArrayView> fields;
    qsizetype from = 0;
    for (qsizetype end = text.indexOf(separator); end >= 0; end = text.indexOf(separator, from)) {
        fields.push_back(text.sliced(from, end - from));
        from = end + 1;
    }
    fields.push_back(text.sliced(from));
    return fields;
}

bool consume(QByteArrayView &text, QByteArrayView prefix) noexcept
{
    if (!text.startsWith(prefix))
        return false;
    text = text.sliced(prefix.size());
    return true;
}

int cryptValue(char character) noexcept
{
    if (character >= '.' && character <= '9')
        return character - '.';
    if (character >= 'A' && character <= 'Z')
        return character - 'A' + 12;
    if (character >= 'a' && character <= 'z')
        return character - 'a' + 38;
    return -1;
}

bool isCryptText(QByteArrayView text) noexcept
{
    return std::ranges::all_of(text, [](char c) { return cryptValue(c) >= 0; });
}

const char *cText(QByteArrayView bytes) noexcept
{
    return bytes.isEmpty() ? "" : bytes.data();
}

const unsigned char *cBytes(QByteArrayView bytes) noexcept
{
    return reinterpret_cast<const unsigned char *>(cText(bytes));
}

} // namespace latchkey::hashtext
