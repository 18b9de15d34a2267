// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/result.h"
#include "core/secret.h"

#include <optional>
#include <vector>

namespace latchkey {

enum class Pbkdf2Digest : quint8 { Sha1, Sha256, Sha384, Sha512 };

/// Werkzeug `pbkdf2:sha256:600000$SALT$hex`, Django `pbkdf2_sha256$600000$SALT$base64`, passlib
/// `$pbkdf2-sha256$29000$salt$key` and its LDAP form `{PBKDF2-SHA256}29000$salt$key`, ASP.NET
/// Identity v3, Spring Security `{pbkdf2}` and `{pbkdf2@SpringSecurity_v5_8}`.
struct Pbkdf2Hash
{
    Pbkdf2Digest digest = Pbkdf2Digest::Sha256;
    std::vector<quint32>
        iterations; ///< one; several where the text does not say, and each is tried
    QByteArray salt;
    QByteArray key;
};

std::optional<Pbkdf2Hash> readPbkdf2Hash(QByteArrayView stored);
Result<bool> matchesHash(const Secret &password, const Pbkdf2Hash &hash);

} // namespace latchkey
