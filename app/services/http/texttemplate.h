// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/secret.h"

#include <QByteArray>
#include <QJsonArray>
#include <QJsonObject>

#include <map>
#include <vector>

namespace latchkey {

/// What the steps of a flow know by name: the address, the password, a link's parts, the operator's
/// values, and what earlier replies gave. All of it is treated as secret, because most of it is.
using Variables = std::map<QByteArray, SharedSecret>;

/// How a value is written where it goes, so that none can leave its place.
enum class Escape : quint8 {
    Nothing, ///< a value of its own; as it is
    Url,     ///< in a path; percent-encoded down to RFC 3986's unreserved letters
    Form,    ///< the value of a query or form; the template's own text is encoded as well
    Json,    ///< inside a JSON string (RFC 8259 7)
    Header,  ///< as it is; a control character fails (RFC 9110 5.5)
};

/// A text with `{name}` in it, or `{name?}` for one that may be missing and is then empty. `{{` and
/// `}}` are braces. Names are a-z, 0-9 and `_`, beginning with a letter.
class TextTemplate
{
public:
    TextTemplate() = default;
    /// UsageFaulty, with why in the detail.
    static Result<TextTemplate> parse(QStringView text);
    /// A JSON document whose strings are templates, as compact JSON text; to be filled in with
    /// Escape::Json. Member names are not templates.
    static Result<TextTemplate> parseJson(const QJsonValue &document);

    /// Without any variable.
    static TextTemplate literal(QByteArrayView text);

    static bool isName(QByteArrayView name) noexcept;

    /// ConfigurationFaulty when a name has no value, or its value may not stand there.
    Result<Secret> fill(const Variables &variables, Escape escape) const;

    /// The names that have to be known.
    std::vector<QByteArray> needed() const;
    std::vector<QByteArray> mentioned() const;
    bool isEmpty() const noexcept { return m_pieces.empty(); }

private:
    struct Piece
    {
        QByteArray text; ///< literal, or the variable's name
        enum class Kind : quint8 { Literal, Variable, Optional } kind = Kind::Literal;
    };

    void addLiteral(QByteArrayView text);
    Result<void> addJson(const QJsonValue &value);
    Result<void> addArray(const QJsonArray &array);
    Result<void> addObject(const QJsonObject &object);
    Result<void> addText(QStringView text, Escape literals);

    std::vector<Piece> m_pieces;
};

} // namespace latchkey
