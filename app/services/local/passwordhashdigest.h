// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/result.h"
#include "core/secret.h"
#include "services/local/passwordhash.h"

#include <optional>

namespace latchkey {

/// How salt and password met.
enum class SaltPlace : quint8 {
    Before,  ///< Django
    After,   ///< LDAP
    HmacKey, ///< Werkzeug up to 2.2
};

/// One digest and nothing more, as tables from long ago hold it: `sha256$salt$hex` (Werkzeug),
/// `sha1$salt$hex` and `md5$salt$hex` (Werkzeug or Django: by the dialect), the same without a salt
/// (then both mean the bare digest), 32 bare hexadecimal digits (Django), `{SSHA}base64` (LDAP).
struct DigestHash
{
    const char *digest = ""; ///< OpenSSL's name
    SaltPlace place = SaltPlace::Before;
    QByteArray salt;
    QByteArray value;
};

/// `$P$B…` (WordPress before 6.8) and `$H$9…` (phpBB): MD5 over and over.
struct PhpassHash
{
    quint32 rounds = 0;
    QByteArray salt;
    QByteArray value; ///< as text
};

std::optional<DigestHash> readDigestHash(QByteArrayView stored, HashDialect dialect);
std::optional<PhpassHash> readPhpassHash(QByteArrayView stored);
Result<bool> matchesHash(const Secret &password, const DigestHash &hash);
Result<bool> matchesHash(const Secret &password, const PhpassHash &hash);

} // namespace latchkey
