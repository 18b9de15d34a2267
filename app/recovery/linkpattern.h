// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/secret.h"

#include <QByteArrayView>
#include <QUrl>

#include <optional>
#include <vector>

namespace latchkey {

/// A part of a link in a service's own form: a token, an account's id, an address.
struct LinkPart
{
    QByteArray name;
    SharedSecret value; ///< decoded
};
using LinkParts = std::vector<LinkPart>;

/// The form of the links that a service mails where it does not mail ours:
///
///     pattern  = ( "{base}" / "latchkey://" ) path [ "?" query ] [ "#" ( "/" path / query ) ]
///     path     = text in which "{name}" stands for one non-empty segment, or for the rest of one
///     query    = item *( "&" item )      item = key "=" ( text / "{name}" / "{name?}" )
///
/// `{base}` is the address that the administrator configured for the service, so an https link
/// leads nowhere else. Items may come in any order and beside others; one that comes twice, and one
/// with `?` excepted is missing, is no match. Of the scheme and host the case does not matter.
class LinkPattern
{
public:
    /// `base` is an address without query and fragment. UsageFaulty, with why in the detail.
    static Result<LinkPattern> parse(QStringView pattern, const QUrl &base);

    /// The parts of a link that is of this form from its first to its last byte. At most 8 KiB, and
    /// no part longer than 2,048 bytes or with a control character in it.
    std::optional<LinkParts> match(QByteArrayView link) const;

    /// The names of the parts, optional ones too.
    std::vector<QByteArray> names() const;

    /// What each match begins with; of the scheme and host in lower case.
    QByteArray opening() const;

private:
    struct Piece ///< of a path
    {
        QByteArray text; ///< literal, or a name
        bool isName = false;
    };
    struct Item ///< of a query
    {
        QByteArray key;
        QByteArray value; ///< literal, or a name
        bool isName = false;
        bool optional = false;
    };
    using Path = std::vector<Piece>;
    using Query = std::vector<Item>;

    static Result<Path> parsePath(QByteArrayView text);
    static Result<Query> parseQuery(QByteArrayView text);
    static bool matchPath(const Path &path, QByteArrayView text, LinkParts &parts);
    static bool matchQuery(const Query &query, QByteArrayView text, LinkParts &parts);

    QByteArray m_origin; ///< "https://host:port" or "latchkey:"
    Path m_path;
    Query m_query;
    bool m_fragmentIsPath = false;
    Path m_fragmentPath;
    Query m_fragmentQuery;
};

} // namespace latchkey
