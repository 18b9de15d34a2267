// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/result.h"

#include <QByteArray>
#include <QByteArrayView>
#include <QString>

#include <variant>

namespace latchkey {

/// What a token of ours says: which database made it and a random number that finds its request. No
/// address, so that a link in a log names nobody.
struct RequestReference
{
    QByteArray databaseId; ///< 12 characters of base64url
    QByteArray nonce;      ///< 16 bytes
};

/// What a token says that a Flask application signed over a bare address. Only text so far: whether
/// it is an address is for EmailAddress to say.
struct BareAddress
{
    QString text;
};

using TokenPayload = std::variant<RequestReference, BareAddress>;

inline constexpr qsizetype databaseIdSize = 12;
inline constexpr qsizetype nonceSize = 16;

/// Reads a payload whose signature was good. Our own form is matched byte for byte, so that there
/// is nothing to repeat, reorder or nest; else a single JSON string (RFC 8259 7) of valid UTF-8
/// without lone surrogates. Anything else, or anything after it, is LinkDamaged.
Result<TokenPayload> parseTokenPayload(QByteArrayView json);

/// `{"d":"<database>","i":"<nonce>"}`. `databaseId` is 12 characters of base64url, `nonce` 16
/// bytes.
QByteArray composeTokenPayload(QByteArrayView databaseId, QByteArrayView nonce);

/// Fresh ones from the system's generator. Internal when it fails.
Result<QByteArray> freshDatabaseId();
Result<QByteArray> freshNonce();

/// Whether a token, whose signature did *not* fit, looks like one that another database made: its
/// text begins as all of ours do, but with another id. Compares text and parses nothing, because
/// nothing of it is authentic; good for choosing a sentence, for nothing else.
bool namesOtherDatabase(QByteArrayView token, QByteArrayView databaseId) noexcept;

} // namespace latchkey
