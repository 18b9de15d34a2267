// SPDX-License-Identifier: GPL-3.0-or-later
#include "services/local/passwordhash.h"

#include "services/local/passwordhashargon.h"
#include "services/local/passwordhashcrypt.h"
#include "services/local/passwordhashdigest.h"
#include "services/local/passwordhashpbkdf2.h"
#include "services/local/passwordhashscrypt.h"
#include "services/local/passwordhashtext.h"

#include <algorithm>
#include <variant>

namespace latchkey {

namespace {

constexpr qsizetype saltSize = 16;
constexpr qsizetype tagSize = 32;
constexpr qsizetype longestPassword = 4096; // also phpass' own limit
constexpr qsizetype longestHash = 2048;

// OWASP Password Storage, ASVS 5.0 app. C.
constexpr HashCost leastCost{.memoryKiB = 19456, .passes = 2, .lanes = 1};

using AnyHash = std::variant<Argon2Hash, ScryptHash, Pbkdf2Hash, CryptHash, PhpassHash, DigestHash>;

std::optional<AnyHash> readHash(QByteArrayView stored, HashDialect dialect)
{
    if (stored.size() > longestHash)
        return std::nullopt;
    if (auto hash = readArgon2Hash(stored))
        return AnyHash(std::move(*hash));
    if (auto hash = readScryptHash(stored))
        return AnyHash(std::move(*hash));
    if (auto hash = readPbkdf2Hash(stored))
        return AnyHash(std::move(*hash));
    if (auto hash = readCryptHash(stored))
        return AnyHash(std::move(*hash));
    if (auto hash = readPhpassHash(stored))
        return AnyHash(std::move(*hash));
    if (auto hash = readDigestHash(stored, dialect))
        return AnyHash(std::move(*hash));
    return std::nullopt;
}

/// What the text is not, without repeating any of it: it may be a password in clear.
QString whyUnsupported(QByteArrayView stored)
{
    if (isSupportedHash(stored, HashDialect::Django))
        return QStringLiteral(
            "Werkzeug and Django both write this form; the configuration must say which");
    return QStringLiteral("of no known form, or dearer to compute than is allowed");
}

bool isCostAllowed(const HashCost &cost) noexcept
{
    if (cost.floor == HashFloor::WaivedForTests)
        return true;
    return cost.memoryKiB >= leastCost.memoryKiB && cost.passes >= leastCost.passes &&
           cost.lanes >= leastCost.lanes;
}

} // namespace

Result<QByteArray> hashPassword(const Secret &password, const HashCost &cost)
{
    if (!isCostAllowed(cost))
        return fail(Reason::Internal, QStringLiteral("a hash below the least cost was asked for"));
    const Result<Secret> salt = Secret::random(saltSize);
    if (!salt)
        return fail(salt.error());
    Argon2Hash hash;
    hash.parameters.memoryKiB = static_cast<quint32>(cost.memoryKiB);
    hash.parameters.passes = static_cast<quint32>(cost.passes);
    hash.parameters.lanes = static_cast<quint32>(cost.lanes);
    hash.salt = salt->reveal().toByteArray();
    const Result<Secret> tag =
        computeArgon2(password.reveal(), {.salt = hash.salt}, hash.parameters, tagSize);
    if (!tag)
        return fail(tag.error());
    hash.tag = tag->reveal().toByteArray();
    return writeArgon2Hash(hash);
}

Result<bool> verifyPassword(const Secret &password, QByteArrayView stored, HashDialect dialect)
{
    if (password.size() > longestPassword)
        return fail(
            Failure{.reason = Reason::PasswordTooLong, .about = QString::number(longestPassword)});
    if (isUnusableHash(stored))
        return false;
    const std::optional<AnyHash> hash = readHash(stored, dialect);
    if (!hash)
        return fail(Reason::HashUnsupported, whyUnsupported(stored));
    return std::visit([&](const auto &known) { return matchesHash(password, known); }, *hash);
}

bool isSupportedHash(QByteArrayView stored, HashDialect dialect)
{
    return readHash(stored, dialect).has_value();
}

bool isUnusableHash(QByteArrayView stored)
{
    constexpr qsizetype djangoTail = 40;
    if (stored == "*")
        return true;
    if (!hashtext::consume(stored, "!"))
        return false;
    hashtext::consume(stored, "!");
    const auto isAlphanumeric = [](char c) {
        return (c >= '0' && c <= '9') || (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z');
    };
    return stored.isEmpty() || stored == "*" ||
           (stored.size() == djangoTail && std::ranges::all_of(stored, isAlphanumeric)) ||
           isSupportedHash(stored);
}

bool needsRehash(QByteArrayView stored, const HashCost &cost)
{
    const std::optional<Argon2Hash> hash = readArgon2Hash(stored);
    return !hash || hash->parameters.variant != Argon2Variant::Id ||
           hash->parameters.version != Argon2Parameters().version ||
           hash->parameters.memoryKiB < static_cast<quint32>(cost.memoryKiB) ||
           hash->parameters.passes < static_cast<quint32>(cost.passes) ||
           hash->salt.size() < saltSize || hash->tag.size() < tagSize;
}

} // namespace latchkey
