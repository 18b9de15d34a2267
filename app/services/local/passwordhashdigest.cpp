// SPDX-License-Identifier: GPL-3.0-or-later
#include "services/local/passwordhashdigest.h"

#include "services/local/passwordhashtext.h"

#include <openssl/crypto.h>
#include <openssl/evp.h>

#include <algorithm>
#include <array>
#include <memory>

namespace latchkey {

using hashtext::Base64Form;
using hashtext::fieldsOf;

namespace {

constexpr qsizetype mostSalt = 1024;
constexpr qsizetype md5Size = 16;
constexpr qsizetype sha1Size = 20;

using DigestBytes = std::array<unsigned char, EVP_MAX_MD_SIZE>;
using Digest = std::unique_ptr<EVP_MD, decltype(&EVP_MD_free)>;
using DigestContext = std::unique_ptr<EVP_MD_CTX, decltype(&EVP_MD_CTX_free)>;

std::unexpected<Failure> notComputed(const char *digest)
{
    return fail(Reason::Internal,
                QStringLiteral("OpenSSL offers no %1").arg(QLatin1String(digest)));
}

struct DigestName
{
    QByteArrayView name;
    const char *openssl;
    qsizetype size;
    bool bothWroteIt; ///< Werkzeug and Django, each in its own way
};
constexpr std::array digestNames{
    DigestName{.name = "md5", .openssl = "MD5", .size = md5Size, .bothWroteIt = true},
    DigestName{.name = "sha1", .openssl = "SHA1", .size = sha1Size, .bothWroteIt = true},
    DigestName{.name = "sha224", .openssl = "SHA224", .size = 28, .bothWroteIt = false},
    DigestName{.name = "sha256", .openssl = "SHA256", .size = 32, .bothWroteIt = false},
    DigestName{.name = "sha384", .openssl = "SHA384", .size = 48, .bothWroteIt = false},
    DigestName{.name = "sha512", .openssl = "SHA512", .size = 64, .bothWroteIt = false},
};

std::optional<DigestHash> readNamedDigest(QByteArrayView stored, HashDialect dialect)
{
    const auto fields = fieldsOf(stored, '$');
    if (fields.size() != 3 || fields[1].size() > mostSalt)
        return std::nullopt;
    const auto *const known = std::ranges::find(digestNames, fields[0], &DigestName::name);
    if (known == digestNames.end())
        return std::nullopt;
    auto value = hashtext::readHex(fields[2]);
    if (!value || value->size() != known->size)
        return std::nullopt;
    const bool isSalted = !fields[1].isEmpty();
    if (isSalted && known->bothWroteIt && dialect == HashDialect::Unstated)
        return std::nullopt;
    const bool isDjango = !isSalted || (known->bothWroteIt && dialect == HashDialect::Django);
    return DigestHash{.digest = known->openssl,
                      .place = isDjango ? SaltPlace::Before : SaltPlace::HmacKey,
                      .salt = fields[1].toByteArray(),
                      .value = std::move(*value)};
}

std::optional<DigestHash> readSaltedSha(QByteArrayView text)
{
    const auto bytes = hashtext::readBase64(text, Base64Form::Padded);
    if (!bytes || bytes->size() <= sha1Size || bytes->size() > sha1Size + mostSalt)
        return std::nullopt;
    return DigestHash{.digest = "SHA1",
                      .place = SaltPlace::After,
                      .salt = bytes->sliced(sha1Size),
                      .value = bytes->first(sha1Size)};
}

struct Parts
{
    QByteArrayView first;
    QByteArrayView second;
};

bool digestOf(Parts parts, const EVP_MD *digest, EVP_MD_CTX *context, DigestBytes &out) noexcept
{
    return EVP_DigestInit_ex2(context, digest, nullptr) == 1 &&
           EVP_DigestUpdate(context, parts.first.data(), static_cast<size_t>(parts.first.size())) ==
               1 &&
           EVP_DigestUpdate(context, parts.second.data(),
                            static_cast<size_t>(parts.second.size())) == 1 &&
           EVP_DigestFinal_ex(context, out.data(), nullptr) == 1;
}

bool hmacOf(Parts parts, const char *digest, DigestBytes &out)
{
    return EVP_Q_mac(nullptr, "HMAC", nullptr, digest, nullptr, hashtext::cText(parts.first),
                     static_cast<size_t>(parts.first.size()), hashtext::cBytes(parts.second),
                     static_cast<size_t>(parts.second.size()), out.data(), out.size(),
                     nullptr) != nullptr;
}

/// phpass' own base64: little-endian, in crypt(3)'s alphabet.
QByteArray phpassText(const DigestBytes &bytes)
{
    constexpr QByteArrayView alphabet{
        "./0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz"};
    QByteArray text;
    for (size_t at = 0; at < md5Size; at += 3) {
        quint32 group = bytes[at];
        group |= at + 1 < md5Size ? quint32{bytes[at + 1]} << 8 : 0;
        group |= at + 2 < md5Size ? quint32{bytes[at + 2]} << 16 : 0;
        for (int i = 0; i < 4 && text.size() < 22; ++i, group >>= 6)
            text += alphabet[group & 0x3f];
    }
    return text;
}

} // namespace

std::optional<DigestHash> readDigestHash(QByteArrayView stored, HashDialect dialect)
{
    if (hashtext::consume(stored, "{SSHA}"))
        return readSaltedSha(stored);
    if (dialect == HashDialect::Django && stored.size() == 2 * md5Size) {
        auto value = hashtext::readHex(stored);
        if (!value)
            return std::nullopt;
        return DigestHash{
            .digest = "MD5", .place = SaltPlace::Before, .salt = {}, .value = std::move(*value)};
    }
    return readNamedDigest(stored, dialect);
}

std::optional<PhpassHash> readPhpassHash(QByteArrayView stored)
{
    constexpr int leastLog2 = 7;
    constexpr int mostLog2 = 23; // some 10^7 rounds, as for PBKDF2
    if (!hashtext::consume(stored, "$P$") && !hashtext::consume(stored, "$H$"))
        return std::nullopt;
    if (stored.size() != 31 || !hashtext::isCryptText(stored))
        return std::nullopt;
    const int log2 = hashtext::cryptValue(stored.front());
    if (log2 < leastLog2 || log2 > mostLog2)
        return std::nullopt;
    return PhpassHash{.rounds = quint32{1} << log2,
                      .salt = stored.sliced(1, 8).toByteArray(),
                      .value = stored.sliced(9).toByteArray()};
}

Result<bool> matchesHash(const Secret &password, const DigestHash &hash)
{
    DigestBytes computed{};
    bool done = false;
    if (hash.place == SaltPlace::HmacKey) {
        done = hmacOf({.first = hash.salt, .second = password.reveal()}, hash.digest, computed);
    } else {
        const Digest digest(EVP_MD_fetch(nullptr, hash.digest, nullptr), &EVP_MD_free);
        const DigestContext context(EVP_MD_CTX_new(), &EVP_MD_CTX_free);
        const Parts parts = hash.place == SaltPlace::Before
                                ? Parts{.first = hash.salt, .second = password.reveal()}
                                : Parts{.first = password.reveal(), .second = hash.salt};
        done = digest && context && digestOf(parts, digest.get(), context.get(), computed);
    }
    if (!done)
        return notComputed(hash.digest);
    const bool same =
        equalInConstantTime(QByteArrayView(computed.data(), hash.value.size()), hash.value);
    OPENSSL_cleanse(computed.data(), computed.size());
    return same;
}

Result<bool> matchesHash(const Secret &password, const PhpassHash &hash)
{
    const Digest md5(EVP_MD_fetch(nullptr, "MD5", nullptr), &EVP_MD_free);
    const DigestContext context(EVP_MD_CTX_new(), &EVP_MD_CTX_free);
    DigestBytes state{};
    bool done = md5 && context &&
                digestOf({.first = hash.salt, .second = password.reveal()}, md5.get(),
                         context.get(), state);
    for (quint32 round = 0; done && round < hash.rounds; ++round) {
        done =
            digestOf({.first = QByteArrayView(state.data(), md5Size), .second = password.reveal()},
                     md5.get(), context.get(), state);
    }
    if (!done)
        return notComputed("MD5");
    QByteArray computed = phpassText(state);
    OPENSSL_cleanse(state.data(), state.size());
    const bool same = equalInConstantTime(computed, hash.value);
    wipe(computed);
    return same;
}

} // namespace latchkey
