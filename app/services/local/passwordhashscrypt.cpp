// SPDX-License-Identifier: GPL-3.0-or-later
#include "services/local/passwordhashscrypt.h"

#include "services/local/passwordhashtext.h"

#include <openssl/crypto.h>
#include <openssl/evp.h>

#include <array>
#include <bit>

namespace latchkey {

using hashtext::Base64Form;
using hashtext::fieldsOf;
using hashtext::readBase64;
using hashtext::readDecimal;
using hashtext::readHex;

namespace {

// Our own limit on the work that a stored text may ask for: 1 GiB, which takes some four seconds.
constexpr quint64 mostBytes = quint64{1} << 30;
constexpr qsizetype mostSalt = 1024;

// scrypt ends in PBKDF2, so a shorter key is the beginning of a longer one: each format has its one
// length, and a cut hash is refused.
constexpr qsizetype werkzeugKey = 64;
constexpr qsizetype djangoKey = 64;
constexpr qsizetype passlibKey = 32;
constexpr qsizetype mostKey = 64;

bool isCheapEnough(const ScryptHash &hash) noexcept
{
    return std::has_single_bit(hash.cost) && hash.cost > 1 && hash.cost <= mostBytes &&
           128 * hash.cost * hash.blockSize * hash.parallel <= mostBytes;
}

std::optional<ScryptHash> checked(ScryptHash hash, qsizetype keySize)
{
    if (hash.key.size() != keySize || hash.salt.size() > mostSalt || !isCheapEnough(hash))
        return std::nullopt;
    return hash;
}

/// N, r and p in decimal digits.
std::optional<ScryptHash> withCost(QByteArrayView cost, QByteArrayView blockSize,
                                   QByteArrayView parallel)
{
    const auto n = readDecimal(cost, 2, quint32{1} << 30);
    const auto r = readDecimal(blockSize, 1, 1024);
    const auto p = readDecimal(parallel, 1, 1024);
    if (!n || !r || !p)
        return std::nullopt;
    return ScryptHash{.cost = *n, .blockSize = *r, .parallel = *p, .salt = {}, .key = {}};
}

std::optional<ScryptHash> readWerkzeugScrypt(QByteArrayView stored)
{
    const auto fields = fieldsOf(stored, '$');
    const auto method = fieldsOf(fields[0], ':');
    if (fields.size() != 3 || method.size() != 4)
        return std::nullopt;
    auto hash = withCost(method[1], method[2], method[3]);
    auto key = readHex(fields[2]);
    if (!hash || !key)
        return std::nullopt;
    hash->salt = fields[1].toByteArray();
    hash->key = std::move(*key);
    return checked(std::move(*hash), werkzeugKey);
}

std::optional<ScryptHash> readDjangoScrypt(QByteArrayView stored)
{
    const auto fields = fieldsOf(stored, '$');
    if (fields.size() != 6)
        return std::nullopt;
    auto hash = withCost(fields[1], fields[3], fields[4]);
    auto key = readBase64(fields[5], Base64Form::Padded);
    if (!hash || !key)
        return std::nullopt;
    hash->salt = fields[2].toByteArray();
    hash->key = std::move(*key);
    return checked(std::move(*hash), djangoKey);
}

std::optional<ScryptHash> readPasslibScrypt(QByteArrayView stored)
{
    const auto fields = fieldsOf(stored, '$');
    const auto cost = fields.size() == 5 ? fieldsOf(fields[2], ',') : std::vector<QByteArrayView>();
    if (cost.size() != 3 || !cost[0].startsWith("ln=") || !cost[1].startsWith("r=") ||
        !cost[2].startsWith("p="))
        return std::nullopt;
    const auto log2 = readDecimal(cost[0].sliced(3), 1, 30);
    auto hash = withCost("2", cost[1].sliced(2), cost[2].sliced(2));
    auto salt = readBase64(fields[3], Base64Form::Unpadded);
    auto key = readBase64(fields[4], Base64Form::Unpadded);
    if (!log2 || !hash || !salt || !key)
        return std::nullopt;
    hash->cost = quint64{1} << *log2;
    hash->salt = std::move(*salt);
    hash->key = std::move(*key);
    return checked(std::move(*hash), passlibKey);
}

} // namespace

std::optional<ScryptHash> readScryptHash(QByteArrayView stored)
{
    if (stored.startsWith("scrypt:"))
        return readWerkzeugScrypt(stored);
    if (stored.startsWith("scrypt$"))
        return readDjangoScrypt(stored);
    if (stored.startsWith("$scrypt$"))
        return readPasslibScrypt(stored);
    return std::nullopt;
}

Result<bool> matchesHash(const Secret &password, const ScryptHash &hash)
{
    // OpenSSL refuses more than 32 MiB unless it is told how much is meant.
    constexpr quint64 spare = quint64{1} << 20;
    const quint64 memory = 132 * hash.cost * hash.blockSize * hash.parallel + spare;
    std::array<unsigned char, mostKey> key{};
    const int outcome = EVP_PBE_scrypt(
        hashtext::cText(password.reveal()), static_cast<size_t>(password.size()),
        hashtext::cBytes(hash.salt), static_cast<size_t>(hash.salt.size()), hash.cost,
        hash.blockSize, hash.parallel, memory, key.data(), static_cast<size_t>(hash.key.size()));
    if (outcome != 1)
        return fail(Reason::Internal, QStringLiteral("scrypt could not be computed"));
    const bool same = equalInConstantTime(QByteArrayView(key.data(), hash.key.size()), hash.key);
    OPENSSL_cleanse(key.data(), key.size());
    return same;
}

} // namespace latchkey
