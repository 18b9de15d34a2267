// SPDX-License-Identifier: GPL-3.0-or-later
#include "services/local/timedtoken.h"

#include "services/local/base64url.h"
#include "services/local/deflate.h"
#include "services/local/keyedhmac.h"

#include <openssl/crypto.h>
#include <openssl/evp.h>

#include <array>
#include <limits>
#include <ranges>

namespace latchkey {

namespace {

constexpr qsizetype sha256Size = 32;
constexpr qsizetype longestTime = 8;

using Digest = std::unique_ptr<EVP_MD, decltype(&EVP_MD_free)>;

const char *opensslName(TokenDigest digest) noexcept
{
    switch (digest) {
    case TokenDigest::Sha1:
        return "SHA1";
    case TokenDigest::Sha256:
        return "SHA256";
    case TokenDigest::Sha512:
        return "SHA512";
    }
    Q_UNREACHABLE();
}

QByteArrayView viewOf(const KeyedHmac::Bytes &bytes, qsizetype size) noexcept
{
    return {bytes.data(), size};
}

/// The key that itsdangerous derives from secret and salt, ready for use.
KeyedHmac macFor(const Secret &secret, QByteArrayView salt, TokenAlgorithm algorithm)
{
    const char *const digest = opensslName(algorithm.digest);
    KeyedHmac::Bytes derived{};
    size_t size = 0;
    bool done = false;
    if (algorithm.derivation == KeyDerivation::Hmac) {
        const KeyedHmac mac(digest, secret.reveal());
        done = mac.compute(salt, derived);
        size = static_cast<size_t>(mac.size());
    } else {
        const QByteArrayView between = algorithm.derivation == KeyDerivation::DjangoConcat
                                           ? QByteArrayView("signer")
                                           : QByteArrayView();
        QByteArray material;
        material.reserve(salt.size() + between.size() + secret.size());
        material.append(salt).append(between).append(secret.reveal());
        done = EVP_Q_digest(nullptr, digest, nullptr, material.constData(),
                            static_cast<size_t>(material.size()), derived.data(), &size) == 1;
        wipe(material);
    }
    if (!done)
        qFatal("OpenSSL could not derive a signing key");
    KeyedHmac mac(digest, viewOf(derived, static_cast<qsizetype>(size)));
    OPENSSL_cleanse(derived.data(), derived.size());
    return mac;
}

using TimeBytes = std::array<unsigned char, longestTime>;

TimeBytes timeBytes(Instant time) noexcept
{
    auto seconds = static_cast<quint64>(time.time_since_epoch().count());
    TimeBytes bytes{};
    for (auto &byte : std::views::reverse(bytes)) {
        byte = static_cast<unsigned char>(seconds);
        seconds >>= 8;
    }
    return bytes;
}

/// Big-endian without leading zero bytes; time 0 is the empty text.
QByteArray timeText(Instant time)
{
    const TimeBytes bytes = timeBytes(time);
    const auto first = std::ranges::find_if(bytes, [](unsigned char byte) { return byte != 0; });
    return base64url::encode(QByteArrayView(first, bytes.end()));
}

std::optional<Instant> readTime(QByteArrayView text) noexcept
{
    TimeBytes bytes{};
    const qsizetype size = base64url::decodeTo(bytes, text);
    if (size < 0 || (size > 0 && bytes[0] == 0))
        return std::nullopt;
    quint64 seconds = 0;
    for (qsizetype i = 0; i < size; ++i)
        seconds = seconds << 8 | bytes[static_cast<size_t>(i)];
    if (seconds > static_cast<quint64>(std::numeric_limits<qint64>::max()))
        return std::nullopt;
    return Instant(std::chrono::seconds(static_cast<qint64>(seconds)));
}

std::unexpected<Failure> damaged(const char *why)
{
    return fail(Reason::LinkDamaged, QString::fromLatin1(why));
}

std::optional<QByteArray> readPayload(QByteArrayView text)
{
    if (!text.startsWith('.'))
        return base64url::decode(text);
    const std::optional<QByteArray> compressed = base64url::decode(text.sliced(1));
    if (!compressed)
        return std::nullopt;
    return inflateBounded(*compressed, TimedTokenSigner::longestPayload);
}

} // namespace

class TimedTokenSigner::Private
{
public:
    std::vector<KeyedHmac> macs; ///< newest first
    Digest sha256{EVP_MD_fetch(nullptr, "SHA256", nullptr), &EVP_MD_free};
    DigestContext hashing{EVP_MD_CTX_new()};

    bool isSignedByUs(QByteArrayView value, QByteArrayView signature) const noexcept
    {
        return std::ranges::any_of(macs, [&](const KeyedHmac &mac) {
            KeyedHmac::Bytes expected;
            return mac.compute(value, expected) &&
                   equalInConstantTime(viewOf(expected, mac.size()), signature);
        });
    }

    QByteArray contentDigest(QByteArrayView payload, Instant issuedAt) const
    {
        QByteArray out(sha256Size, Qt::Uninitialized);
        const TimeBytes time = timeBytes(issuedAt);
        if (EVP_DigestInit_ex2(hashing.get(), sha256.get(), nullptr) != 1 ||
            EVP_DigestUpdate(hashing.get(), payload.data(), static_cast<size_t>(payload.size())) !=
                1 ||
            EVP_DigestUpdate(hashing.get(), ".", 1) != 1 ||
            EVP_DigestUpdate(hashing.get(), time.data(), time.size()) != 1 ||
            EVP_DigestFinal_ex(hashing.get(), reinterpret_cast<unsigned char *>(out.data()),
                               nullptr) != 1)
            qFatal("OpenSSL could not compute SHA-256");
        return out;
    }
};

TimedTokenSigner::TimedTokenSigner(const std::vector<SharedSecret> &keysOldestFirst,
                                   QByteArrayView salt, TokenAlgorithm algorithm)
    : d(std::make_unique<Private>())
{
    Q_ASSERT(!keysOldestFirst.empty());
    d->macs.reserve(keysOldestFirst.size());
    for (const SharedSecret &key : std::views::reverse(keysOldestFirst))
        d->macs.push_back(macFor(*key, salt, algorithm));
}

TimedTokenSigner::~TimedTokenSigner() = default;
TimedTokenSigner::TimedTokenSigner(TimedTokenSigner &&other) noexcept = default;
TimedTokenSigner &TimedTokenSigner::operator=(TimedTokenSigner &&other) noexcept = default;

MintedToken TimedTokenSigner::sign(QByteArrayView json, Instant issuedAt,
                                   Compression compression) const
{
    Q_ASSERT(issuedAt >= Instant());
    QByteArray token = base64url::encode(json);
    if (compression == Compression::WhereShorter) {
        const QByteArray compressed = deflate(json);
        if (compressed.size() < json.size() - 1)
            token = '.' + base64url::encode(compressed);
    }
    token += '.' + timeText(issuedAt);
    const KeyedHmac &newest = d->macs.front();
    KeyedHmac::Bytes signature;
    if (!newest.compute(token, signature))
        qFatal("OpenSSL could not compute a signature");
    token += '.' + base64url::encode(viewOf(signature, newest.size()));
    return {.token = token, .digest = d->contentDigest(json, issuedAt)};
}

QByteArray TimedTokenSigner::digestOf(QByteArrayView json, Instant issuedAt) const
{
    return d->contentDigest(json, issuedAt);
}

Result<SignedContent> TimedTokenSigner::verify(QByteArrayView token) const
{
    if (token.size() > longestToken)
        return damaged("longer than a token can be");
    const qsizetype dot = token.lastIndexOf('.');
    if (dot < 0)
        return damaged("no signature");
    KeyedHmac::Bytes signature;
    const qsizetype signatureSize = base64url::decodeTo(signature, token.sliced(dot + 1));
    if (signatureSize < 0)
        return damaged("a signature of another form");
    const QByteArrayView value = token.first(dot);
    if (!d->isSignedByUs(value, viewOf(signature, signatureSize)))
        return damaged("no key of ours made the signature");

    // From here on the text is ours, or another holder's of the key; it is read strictly all the
    // same.
    const qsizetype middle = value.lastIndexOf('.');
    if (middle < 0)
        return damaged("no time of issue");
    const std::optional<Instant> issuedAt = readTime(value.sliced(middle + 1));
    if (!issuedAt)
        return damaged("a time of issue of another form");
    std::optional<QByteArray> payload = readPayload(value.first(middle));
    if (!payload)
        return damaged("a payload that cannot be decoded");
    QByteArray digest = d->contentDigest(*payload, *issuedAt);
    return SignedContent{
        .payload = std::move(*payload), .issuedAt = *issuedAt, .digest = std::move(digest)};
}

Result<void> checkAge(Instant issuedAt, Instant now, std::chrono::seconds lifetime)
{
    if (issuedAt > now)
        return fail(Failure{.reason = Reason::LinkFromFuture, .span = issuedAt - now});
    const std::chrono::seconds age = now - issuedAt;
    if (age > lifetime)
        return fail(Failure{.reason = Reason::LinkExpired, .span = age - lifetime});
    return {};
}

} // namespace latchkey
