// SPDX-License-Identifier: GPL-3.0-or-later
#include "services/local/passwordhashpbkdf2.h"

#include "services/local/passwordhashtext.h"

#include <openssl/crypto.h>
#include <openssl/evp.h>

#include <QtEndian>

#include <algorithm>
#include <array>

namespace latchkey {

using hashtext::Base64Form;
using hashtext::consume;
using hashtext::fieldsOf;
using hashtext::readBase64;
using hashtext::readDecimal;
using hashtext::readHex;

namespace {

// Our own limit on the work that a stored text may ask for: some four seconds.
constexpr quint32 mostIterations = 10'000'000;
constexpr qsizetype mostSalt = 1024;

// A shorter key is the beginning of a longer one: each format has its one length (for most the
// digest's), and a cut hash is refused.
constexpr qsizetype identityKey = 32;
constexpr qsizetype springKey = 32;
constexpr qsizetype mostKey = 64;

struct DigestName
{
    Pbkdf2Digest digest;
    QByteArrayView name;
};
constexpr std::array digestNames{
    DigestName{.digest = Pbkdf2Digest::Sha1, .name = "sha1"},
    DigestName{.digest = Pbkdf2Digest::Sha256, .name = "sha256"},
    DigestName{.digest = Pbkdf2Digest::Sha384, .name = "sha384"},
    DigestName{.digest = Pbkdf2Digest::Sha512, .name = "sha512"},
};

std::optional<Pbkdf2Digest> digestOf(QByteArrayView name)
{
    const auto *const known = std::ranges::find(digestNames, name, &DigestName::name);
    return known == digestNames.end() ? std::nullopt : std::optional(known->digest);
}

const EVP_MD *opensslDigest(Pbkdf2Digest digest) noexcept
{
    switch (digest) {
    case Pbkdf2Digest::Sha1:
        return EVP_sha1();
    case Pbkdf2Digest::Sha256:
        return EVP_sha256();
    case Pbkdf2Digest::Sha384:
        return EVP_sha384();
    case Pbkdf2Digest::Sha512:
        return EVP_sha512();
    }
    Q_UNREACHABLE();
}

qsizetype sizeOf(Pbkdf2Digest digest) noexcept
{
    return EVP_MD_get_size(opensslDigest(digest));
}

std::optional<Pbkdf2Hash> checked(Pbkdf2Hash hash, qsizetype keySize)
{
    if (hash.key.size() != keySize || hash.salt.size() > mostSalt)
        return std::nullopt;
    return hash;
}

std::optional<Pbkdf2Hash> readWerkzeugPbkdf2(QByteArrayView stored)
{
    const auto fields = fieldsOf(stored, '$');
    const auto method = fieldsOf(fields[0], ':');
    if (fields.size() != 3 || method.size() < 2 || method.size() > 3)
        return std::nullopt;
    const auto digest = digestOf(method[1]);
    auto key = readHex(fields[2]);
    if (!digest || !key)
        return std::nullopt;
    // Without a count Werkzeug takes its release's own: 2.2, 2.3 and 3.1.
    std::vector<quint32> iterations{260'000, 600'000, 1'000'000};
    if (method.size() == 3) {
        const auto stated = readDecimal(method[2], 1, mostIterations);
        if (!stated)
            return std::nullopt;
        iterations = {*stated};
    }
    return checked(Pbkdf2Hash{.digest = *digest,
                              .iterations = std::move(iterations),
                              .salt = fields[1].toByteArray(),
                              .key = std::move(*key)},
                   sizeOf(*digest));
}

std::optional<Pbkdf2Hash> readDjangoPbkdf2(QByteArrayView stored, Pbkdf2Digest digest)
{
    const auto fields = fieldsOf(stored, '$');
    if (fields.size() != 3)
        return std::nullopt;
    const auto iterations = readDecimal(fields[0], 1, mostIterations);
    auto key = readBase64(fields[2], Base64Form::Padded);
    if (!iterations || !key)
        return std::nullopt;
    return checked(Pbkdf2Hash{.digest = digest,
                              .iterations = {*iterations},
                              .salt = fields[1].toByteArray(),
                              .key = std::move(*key)},
                   sizeOf(digest));
}

std::optional<Pbkdf2Hash> readPasslibPbkdf2(QByteArrayView stored, Pbkdf2Digest digest)
{
    const auto fields = fieldsOf(stored, '$');
    if (fields.size() != 3)
        return std::nullopt;
    const auto iterations = readDecimal(fields[0], 1, mostIterations);
    auto salt = readBase64(fields[1], Base64Form::Adapted);
    auto key = readBase64(fields[2], Base64Form::Adapted);
    if (!iterations || !salt || !key)
        return std::nullopt;
    return checked(Pbkdf2Hash{.digest = digest,
                              .iterations = {*iterations},
                              .salt = std::move(*salt),
                              .key = std::move(*key)},
                   sizeOf(digest));
}

/// 0x01, then PRF, iterations and salt length as 32 bits each, big-endian, then salt and key.
std::optional<Pbkdf2Hash> readIdentity(QByteArrayView stored)
{
    constexpr qsizetype headSize = 13;
    constexpr quint32 leastSaltSize = 16;
    constexpr std::array digests{Pbkdf2Digest::Sha1, Pbkdf2Digest::Sha256, Pbkdf2Digest::Sha512};
    const auto blob = readBase64(stored, Base64Form::Padded);
    if (!blob || blob->size() < headSize || blob->front() != 0x01)
        return std::nullopt;
    const auto prf = qFromBigEndian<quint32>(blob->constData() + 1);
    const auto iterations = qFromBigEndian<quint32>(blob->constData() + 5);
    const auto saltSize = qFromBigEndian<quint32>(blob->constData() + 9);
    if (prf >= digests.size() || iterations < 1 || iterations > mostIterations ||
        saltSize < leastSaltSize || saltSize > mostSalt ||
        blob->size() != headSize + static_cast<qsizetype>(saltSize) + identityKey)
        return std::nullopt;
    return Pbkdf2Hash{.digest = digests[prf],
                      .iterations = {iterations},
                      .salt = blob->mid(headSize, saltSize),
                      .key = blob->right(identityKey)};
}

/// Hexadecimal salt and key in one, and nothing about what made them: only Spring's two defaults.
std::optional<Pbkdf2Hash> readSpring(QByteArrayView stored, Pbkdf2Digest digest, qsizetype saltSize,
                                     quint32 iterations)
{
    const auto bytes = readHex(stored);
    if (!bytes || bytes->size() != saltSize + springKey)
        return std::nullopt;
    return Pbkdf2Hash{.digest = digest,
                      .iterations = {iterations},
                      .salt = bytes->first(saltSize),
                      .key = bytes->last(springKey)};
}

} // namespace

std::optional<Pbkdf2Hash> readPbkdf2Hash(QByteArrayView stored)
{
    if (stored.startsWith("pbkdf2:"))
        return readWerkzeugPbkdf2(stored);
    if (consume(stored, "pbkdf2_sha256$"))
        return readDjangoPbkdf2(stored, Pbkdf2Digest::Sha256);
    if (consume(stored, "pbkdf2_sha1$"))
        return readDjangoPbkdf2(stored, Pbkdf2Digest::Sha1);
    if (consume(stored, "$pbkdf2$") || consume(stored, "{PBKDF2}"))
        return readPasslibPbkdf2(stored, Pbkdf2Digest::Sha1);
    if (consume(stored, "$pbkdf2-sha256$") || consume(stored, "{PBKDF2-SHA256}"))
        return readPasslibPbkdf2(stored, Pbkdf2Digest::Sha256);
    if (consume(stored, "$pbkdf2-sha512$") || consume(stored, "{PBKDF2-SHA512}"))
        return readPasslibPbkdf2(stored, Pbkdf2Digest::Sha512);
    if (consume(stored, "{pbkdf2}"))
        return readSpring(stored, Pbkdf2Digest::Sha1, 8, 185'000);
    if (consume(stored, "{pbkdf2@SpringSecurity_v5_8}"))
        return readSpring(stored, Pbkdf2Digest::Sha256, 16, 310'000);
    if (stored.startsWith("AQAAAA"))
        return readIdentity(stored);
    return std::nullopt;
}

Result<bool> matchesHash(const Secret &password, const Pbkdf2Hash &hash)
{
    std::array<unsigned char, mostKey> key{};
    bool same = false;
    for (const quint32 iterations : hash.iterations) {
        const int outcome =
            PKCS5_PBKDF2_HMAC(hashtext::cText(password.reveal()), static_cast<int>(password.size()),
                              hashtext::cBytes(hash.salt), static_cast<int>(hash.salt.size()),
                              static_cast<int>(iterations), opensslDigest(hash.digest),
                              static_cast<int>(hash.key.size()), key.data());
        if (outcome != 1)
            return fail(Reason::Internal, QStringLiteral("PBKDF2 could not be computed"));
        same = same || equalInConstantTime(QByteArrayView(key.data(), hash.key.size()), hash.key);
    }
    OPENSSL_cleanse(key.data(), key.size());
    return same;
}

} // namespace latchkey
