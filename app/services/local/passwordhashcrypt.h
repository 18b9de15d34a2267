// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/result.h"
#include "core/secret.h"

#include <optional>

namespace latchkey {

/// What is done to a password before bcrypt sees it, so that it fits into 72 bytes.
enum class CryptPreparation : quint8 {
    None,
    DjangoSha256,    ///< `bcrypt_sha256$$2b$…`: SHA-256 in lower case hexadecimal
    PasslibHmac,     ///< `$bcrypt-sha256$v=2,…`: HMAC-SHA256 keyed with the salt's text, in base64
    WordPressSha384, ///< `$wp$2y$…`: trimmed, HMAC-SHA384 keyed "wp-sha384", in base64
};

/// What crypt(3) computes: `$2a$`, `$2b$`, `$2y$` (bcrypt), `$y$`, `$gy$` (yescrypt), `$7$`
/// (scrypt),
/// `$6$`, `$5$` (SHA-crypt), `$1$` (MD5-crypt). Not DES and the like: eight letters are all they
/// see.
struct CryptHash
{
    QByteArray text; ///< settings and result, as crypt(3) would write them
    CryptPreparation preparation = CryptPreparation::None;
    bool isBcrypt = false;
};

std::optional<CryptHash> readCryptHash(QByteArrayView stored);
/// PasswordForbidden for a NUL, PasswordTooLong (about: the most bytes) where the method would cut.
Result<bool> matchesHash(const Secret &password, const CryptHash &hash);

} // namespace latchkey
