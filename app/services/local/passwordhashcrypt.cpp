// SPDX-License-Identifier: GPL-3.0-or-later
#include "services/local/passwordhashcrypt.h"

#include "services/local/passwordhashtext.h"

#include <crypt.h>
#include <openssl/crypto.h>
#include <openssl/evp.h>
#include <openssl/hmac.h>

#include <algorithm>
#include <array>
#include <cstring>
#include <memory>

namespace latchkey {

using hashtext::consume;
using hashtext::cryptValue;
using hashtext::fieldsOf;
using hashtext::isCryptText;
using hashtext::readDecimal;

namespace {

constexpr qsizetype bcryptPassword = 72;
constexpr qsizetype bcryptText = 60;
constexpr qsizetype bcryptSalt = 22;
constexpr qsizetype bcryptResult = 31;
constexpr quint32 mostBcryptCost = 16;
constexpr quint32 mostRounds = 10'000'000;
constexpr int mostMemoryLog2 = 30; // 1 GiB, as for Argon2 and scrypt

struct CryptWork
{
    crypt_data data{}; // 32 KiB: too much for a stack
    ~CryptWork() { OPENSSL_cleanse(&data, sizeof data); }
    CryptWork() = default;
    Q_DISABLE_COPY_MOVE(CryptWork)
};

bool isBcrypt(QByteArrayView stored)
{
    const bool known =
        stored.startsWith("$2a$") || stored.startsWith("$2b$") || stored.startsWith("$2y$");
    return known && stored.size() == bcryptText && stored[6] == '$' &&
           isCryptText(stored.sliced(7)) &&
           (stored[4] == '0' ? readDecimal(stored.sliced(5, 1), 4, 9)
                             : readDecimal(stored.sliced(4, 2), 10, mostBcryptCost));
}

/// `$5$` and `$6$`: `[rounds=N$]salt$result`.
bool isShaCrypt(QByteArrayView rest, qsizetype resultSize)
{
    if (consume(rest, "rounds=")) {
        const qsizetype end = rest.indexOf('$');
        // Below 1,000 crypt(3) would take 1,000 and write another text.
        if (end < 0 || !readDecimal(rest.first(end), 1000, mostRounds))
            return false;
        rest = rest.sliced(end + 1);
    }
    const auto fields = fieldsOf(rest, '$');
    return fields.size() == 2 && !fields[0].isEmpty() && fields[0].size() <= 16 &&
           isCryptText(fields[0]) && fields[1].size() == resultSize && isCryptText(fields[1]);
}

bool isMd5Crypt(QByteArrayView rest)
{
    const auto fields = fieldsOf(rest, '$');
    return fields.size() == 2 && !fields[0].isEmpty() && fields[0].size() <= 8 &&
           isCryptText(fields[0]) && fields[1].size() == 22 && isCryptText(fields[1]);
}

/// `$y$j9T$salt$result`: flavour j, then log2(N) and r in one character each, as crypt_gensalt(3)
/// writes them. yescrypt knows longer settings; none that asks for memory unseen gets in.
bool isYescrypt(QByteArrayView rest)
{
    const auto fields = fieldsOf(rest, '$');
    if (fields.size() != 3 || fields[0].size() != 3 || fields[0][0] != 'j' ||
        !isCryptText(fields[0]) || fields[1].isEmpty() || fields[1].size() > 86 ||
        !isCryptText(fields[1]) || fields[2].size() != 43 || !isCryptText(fields[2]))
        return false;
    constexpr int oneCharacter = 48; // values from here on continue in a second character
    const int costLog2 = cryptValue(fields[0][1]) + 1;
    const int blockSize = cryptValue(fields[0][2]) + 1;
    return costLog2 <= oneCharacter && blockSize <= oneCharacter &&
           costLog2 <= mostMemoryLog2 - 7 &&
           (quint64{128} << costLog2) * static_cast<quint64>(blockSize) <= quint64{1}
                                                                               << mostMemoryLog2;
}

/// Thirty bits in five characters, the lowest first.
quint64 readThirtyBits(QByteArrayView text) noexcept
{
    quint64 value = 0;
    for (qsizetype i = 4; i >= 0; --i)
        value = value << 6 | static_cast<quint64>(cryptValue(text[i]));
    return value;
}

/// `$7$`: log2(N), r (five characters), p (five characters), salt`$`result.
bool isCryptScrypt(QByteArrayView rest)
{
    const auto fields = fieldsOf(rest, '$');
    constexpr qsizetype settings = 11;
    if (fields.size() != 2 || fields[0].size() <= settings || fields[0].size() > settings + 86 ||
        !isCryptText(fields[0]) || fields[1].size() != 43 || !isCryptText(fields[1]))
        return false;
    const int costLog2 = cryptValue(fields[0][0]);
    const quint64 blockSize = readThirtyBits(fields[0].sliced(1, 5));
    const quint64 parallel = readThirtyBits(fields[0].sliced(6, 5));
    constexpr quint64 most = 1024;
    return costLog2 >= 1 && costLog2 <= mostMemoryLog2 - 7 && blockSize >= 1 && blockSize <= most &&
           parallel >= 1 && parallel <= most &&
           (quint64{128} << costLog2) * blockSize * parallel <= quint64{1} << mostMemoryLog2;
}

bool isOtherCrypt(QByteArrayView stored)
{
    if (consume(stored, "$y$") || consume(stored, "$gy$"))
        return isYescrypt(stored);
    if (consume(stored, "$7$"))
        return isCryptScrypt(stored);
    if (consume(stored, "$6$"))
        return isShaCrypt(stored, 86);
    if (consume(stored, "$5$"))
        return isShaCrypt(stored, 43);
    return consume(stored, "$1$") && isMd5Crypt(stored);
}

/// `$bcrypt-sha256$v=2,t=2b,r=12$salt$result` is a `$2b$12$` in other clothes.
std::optional<CryptHash> readPasslibBcrypt(QByteArrayView rest)
{
    const auto fields = fieldsOf(rest, '$');
    if (fields.size() != 3 || fields[1].size() != bcryptSalt || fields[2].size() != bcryptResult)
        return std::nullopt;
    QByteArrayView settings = fields[0];
    if (!consume(settings, "v=2,t=2b,r="))
        return std::nullopt;
    const auto cost = readDecimal(settings, 4, mostBcryptCost);
    if (!cost)
        return std::nullopt;
    QByteArray text = "$2b$" + QByteArray::number(*cost).rightJustified(2, '0') + '$';
    text.append(fields[1]).append(fields[2]);
    if (!isBcrypt(text))
        return std::nullopt;
    return CryptHash{
        .text = std::move(text), .preparation = CryptPreparation::PasslibHmac, .isBcrypt = true};
}

Secret base64Of(QByteArrayView bytes)
{
    QByteArray copy = bytes.toByteArray();
    Secret text = Secret::taking(copy.toBase64());
    wipe(copy);
    return text;
}

using DigestBytes = std::array<unsigned char, EVP_MAX_MD_SIZE>;

Secret hmacInBase64(QByteArrayView key, QByteArrayView message, const EVP_MD *digest)
{
    DigestBytes bytes{};
    unsigned size = 0;
    HMAC(digest, key.data(), static_cast<int>(key.size()), hashtext::cBytes(message),
         static_cast<size_t>(message.size()), bytes.data(), &size);
    Secret text = base64Of(QByteArrayView(bytes.data(), static_cast<qsizetype>(size)));
    OPENSSL_cleanse(bytes.data(), bytes.size());
    return text;
}

Secret sha256InHex(QByteArrayView message)
{
    DigestBytes bytes{};
    unsigned size = 0;
    EVP_Digest(message.data(), static_cast<size_t>(message.size()), bytes.data(), &size,
               EVP_sha256(), nullptr);
    QByteArray digest(reinterpret_cast<const char *>(bytes.data()), static_cast<qsizetype>(size));
    Secret text = Secret::taking(digest.toHex());
    wipe(digest);
    OPENSSL_cleanse(bytes.data(), bytes.size());
    return text;
}

/// As PHP's trim().
QByteArrayView trimmed(QByteArrayView text) noexcept
{
    constexpr QByteArrayView blanks(" \n\r\t\v\0", 6);
    while (!text.isEmpty() && blanks.contains(text.front()))
        text = text.sliced(1);
    while (!text.isEmpty() && blanks.contains(text.back()))
        text.chop(1);
    return text;
}

Secret prepared(const Secret &password, const CryptHash &hash)
{
    switch (hash.preparation) {
    case CryptPreparation::None:
        return Secret::copyOf(password.reveal());
    case CryptPreparation::DjangoSha256:
        return sha256InHex(password.reveal());
    case CryptPreparation::PasslibHmac:
        return hmacInBase64(QByteArrayView(hash.text).sliced(7, bcryptSalt), password.reveal(),
                            EVP_sha256());
    case CryptPreparation::WordPressSha384:
        return hmacInBase64("wp-sha384", trimmed(password.reveal()), EVP_sha384());
    }
    Q_UNREACHABLE();
}

} // namespace

std::optional<CryptHash> readCryptHash(QByteArrayView stored)
{
    if (consume(stored, "$bcrypt-sha256$"))
        return readPasslibBcrypt(stored);
    auto preparation = CryptPreparation::None;
    if (stored.startsWith("$wp$2")) {
        consume(stored, "$wp");
        preparation = CryptPreparation::WordPressSha384;
    } else if (consume(stored, "bcrypt_sha256$")) {
        preparation = CryptPreparation::DjangoSha256;
    } else if (consume(stored, "bcrypt$") || consume(stored, "{bcrypt}")) {
        if (!isBcrypt(stored))
            return std::nullopt;
    }
    const bool bcrypt = isBcrypt(stored);
    if (!bcrypt && (preparation != CryptPreparation::None || !isOtherCrypt(stored)))
        return std::nullopt;
    return CryptHash{.text = stored.toByteArray(), .preparation = preparation, .isBcrypt = bcrypt};
}

Result<bool> matchesHash(const Secret &password, const CryptHash &hash)
{
    const Secret input = prepared(password, hash);
    const qsizetype most = hash.isBcrypt ? bcryptPassword : CRYPT_MAX_PASSPHRASE_SIZE - 1;
    if (input.size() > most)
        return fail(Failure{.reason = Reason::PasswordTooLong, .about = QString::number(most)});
    if (input.reveal().contains('\0'))
        return fail(Reason::PasswordForbidden, QStringLiteral("crypt(3) ends at a NUL"));
    const auto work = std::make_unique<CryptWork>();
    std::memcpy(work->data.input, hashtext::cText(input.reveal()),
                static_cast<size_t>(input.size()));
    std::memcpy(work->data.setting, hash.text.constData(), static_cast<size_t>(hash.text.size()));
    const char *const computed =
        crypt_rn(work->data.input, work->data.setting, &work->data, sizeof work->data);
    // A refusal is no text at all here; crypt_r() would give one ("*0") that could be stored.
    return computed && equalInConstantTime(QByteArrayView(computed), hash.text);
}

} // namespace latchkey
