// SPDX-License-Identifier: GPL-3.0-or-later
#include "services/http/texttemplate.h"

#include <QJsonDocument>

#include <algorithm>

namespace latchkey {

namespace {

constexpr char hexDigits[] = "0123456789ABCDEF";

bool isUnreserved(char c)
{
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '-' ||
           c == '.' || c == '_' || c == '~';
}

bool isControl(char c)
{
    return (c >= 0 && c < ' ') || c == 0x7f;
}

/// What one byte of a value becomes. Six characters at most.
struct Written
{
    char bytes[6];
    qsizetype size;
};

Written written(char c, Escape escape)
{
    const auto code = static_cast<unsigned char>(c);
    const char high = hexDigits[code >> 4];
    const char low = hexDigits[code & 0xf];
    if ((escape == Escape::Url || escape == Escape::Form) && !isUnreserved(c))
        return {{'%', high, low}, 3};
    if (escape == Escape::Json && (c == '"' || c == '\\'))
        return {{'\\', c}, 2};
    if (escape == Escape::Json && isControl(c))
        return {{'\\', 'u', '0', '0', high, low}, 6};
    return {{c}, 1};
}

qsizetype writtenSize(QByteArrayView value, Escape escape)
{
    qsizetype size = 0;
    for (const char c : value)
        size += written(c, escape).size;
    return size;
}

char *write(char *to, QByteArrayView value, Escape escape)
{
    for (const char c : value) {
        const Written as = written(c, escape);
        to = std::copy_n(as.bytes, as.size, to);
    }
    return to;
}

QByteArray escaped(QStringView text, Escape escape)
{
    const QByteArray bytes = text.toUtf8();
    QByteArray result(writtenSize(bytes, escape), Qt::Uninitialized);
    write(result.data(), bytes, escape);
    return result;
}

std::unexpected<Failure> missing(const QByteArray &name)
{
    return fail(Reason::ConfigurationFaulty,
                QStringLiteral("nothing is known as {%1}").arg(QString::fromLatin1(name)));
}

} // namespace

bool TextTemplate::isName(QByteArrayView name) noexcept
{
    const auto isLetter = [](char c) { return c >= 'a' && c <= 'z'; };
    return !name.isEmpty() && isLetter(name.front()) &&
           std::all_of(name.begin(), name.end(),
                       [&](char c) { return isLetter(c) || (c >= '0' && c <= '9') || c == '_'; });
}

void TextTemplate::addLiteral(QByteArrayView text)
{
    if (text.isEmpty())
        return;
    if (m_pieces.empty() || m_pieces.back().kind != Piece::Kind::Literal)
        m_pieces.push_back({});
    m_pieces.back().text += text;
}

Result<void> TextTemplate::addText(QStringView text, Escape literals)
{
    while (!text.isEmpty()) {
        const auto brace =
            std::find_if(text.begin(), text.end(), [](QChar c) { return c == u'{' || c == u'}'; });
        const qsizetype at = brace - text.begin();
        addLiteral(escaped(text.first(at), literals));
        text = text.sliced(at);
        if (text.isEmpty())
            break;
        if (text.size() > 1 && text[0] == text[1]) {
            addLiteral(QByteArray(1, text[0].toLatin1()));
            text = text.sliced(2);
            continue;
        }

        const qsizetype end = text.indexOf(u'}');
        if (text.front() == u'}' || end < 0)
            return fail(Reason::UsageFaulty, QStringLiteral("a brace without its other half"));
        QByteArray name = text.sliced(1, end - 1).toUtf8();
        const bool optional = name.endsWith('?');
        name.chop(optional ? 1 : 0);
        if (!isName(name)) {
            return fail(Reason::UsageFaulty,
                        QStringLiteral("between braces stands a name of a-z, 0-9 and _"));
        }
        m_pieces.push_back({name, optional ? Piece::Kind::Optional : Piece::Kind::Variable});
        text = text.sliced(end + 1);
    }
    return {};
}

Result<void> TextTemplate::addJson(const QJsonValue &value)
{
    switch (value.type()) {
    case QJsonValue::String: {
        addLiteral("\"");
        const auto added = addText(value.toString(), Escape::Json);
        addLiteral("\"");
        return added;
    }
    case QJsonValue::Array:
        return addArray(value.toArray());
    case QJsonValue::Object:
        return addObject(value.toObject());
    default: {
        // A number, true, false or null: as QJsonDocument writes it, without the array's brackets.
        const QByteArray array = QJsonDocument(QJsonArray{value}).toJson(QJsonDocument::Compact);
        addLiteral(QByteArrayView(array).sliced(1).chopped(1));
        return {};
    }
    }
}

Result<void> TextTemplate::addArray(const QJsonArray &array)
{
    QByteArrayView separator = "";
    addLiteral("[");
    for (const QJsonValue element : array) {
        addLiteral(std::exchange(separator, ","));
        if (auto added = addJson(element); !added)
            return added;
    }
    addLiteral("]");
    return {};
}

Result<void> TextTemplate::addObject(const QJsonObject &object)
{
    QByteArrayView separator = "";
    addLiteral("{");
    for (auto member = object.begin(); member != object.end(); ++member) {
        addLiteral(std::exchange(separator, ","));
        addLiteral('"' + escaped(member.key(), Escape::Json) + "\":");
        if (auto added = addJson(member.value()); !added)
            return added;
    }
    addLiteral("}");
    return {};
}

Result<TextTemplate> TextTemplate::parse(QStringView text)
{
    TextTemplate parsed;
    if (auto added = parsed.addText(text, Escape::Nothing); !added)
        return fail(added.error());
    return parsed;
}

TextTemplate TextTemplate::literal(QByteArrayView text)
{
    TextTemplate made;
    made.m_pieces.push_back({text.toByteArray()});
    return made;
}

Result<TextTemplate> TextTemplate::parseJson(const QJsonValue &document)
{
    TextTemplate parsed;
    if (auto added = parsed.addJson(document); !added)
        return fail(added.error());
    return parsed;
}

Result<Secret> TextTemplate::fill(const Variables &variables, Escape escape) const
{
    std::vector<std::pair<QByteArrayView, Escape>> parts;
    qsizetype size = 0;
    for (const Piece &piece : m_pieces) {
        const auto found = variables.find(piece.text);
        if (piece.kind == Piece::Kind::Literal) {
            parts.emplace_back(piece.text, escape == Escape::Form ? escape : Escape::Nothing);
        } else if (found != variables.end()) {
            const QByteArrayView value = found->second->reveal();
            if (escape == Escape::Header && std::any_of(value.begin(), value.end(), isControl)) {
                return fail(Reason::ConfigurationFaulty,
                            QStringLiteral("a control character in a header's {%1}")
                                .arg(QString::fromLatin1(piece.text)));
            }
            parts.emplace_back(value, escape);
        } else if (piece.kind == Piece::Kind::Variable) {
            return missing(piece.text);
        } else {
            continue;
        }
        size += writtenSize(parts.back().first, parts.back().second);
    }
    // Of its final size at once: a growing array would leave copies of a password behind.
    QByteArray filled(size, Qt::Uninitialized);
    char *to = filled.data();
    for (const auto &[bytes, how] : parts)
        to = write(to, bytes, how);
    return Secret::taking(std::move(filled));
}

std::vector<QByteArray> TextTemplate::needed() const
{
    std::vector<QByteArray> names;
    for (const Piece &piece : m_pieces) {
        if (piece.kind == Piece::Kind::Variable)
            names.push_back(piece.text);
    }
    return names;
}

std::vector<QByteArray> TextTemplate::mentioned() const
{
    std::vector<QByteArray> names;
    for (const Piece &piece : m_pieces) {
        if (piece.kind != Piece::Kind::Literal)
            names.push_back(piece.text);
    }
    return names;
}

} // namespace latchkey
