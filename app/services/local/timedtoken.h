// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/clock.h"
#include "core/result.h"
#include "core/secret.h"

#include <QByteArray>
#include <QByteArrayView>

#include <memory>
#include <vector>

namespace latchkey {

/// One salt for each purpose, so that a token for one cannot do for another.
inline constexpr QByteArrayView recoverySalt{"recover-key"};
inline constexpr QByteArrayView confirmSalt{"email-confirm-key"};
inline constexpr QByteArrayView withdrawSalt{"withdraw-key"};

/// What a good signature vouches for. Says nothing about age.
struct SignedContent
{
    QByteArray payload; ///< decoded and inflated JSON
    Instant issuedAt;
    /// What single use is keyed by: SHA-256 over the payload, a full stop and the time of issue as
    /// eight bytes, big-endian. It follows the content, never a spelling of it.
    QByteArray digest;
};

struct MintedToken
{
    QByteArray token;
    QByteArray digest; ///< as in SignedContent
};

enum class TokenDigest : quint8 {
    Sha1, ///< itsdangerous' default; kept for its wire format
    Sha256,
    Sha512,
};
/// itsdangerous deflates a payload where that makes it shorter.
enum class Compression : quint8 {
    WhereShorter,
    Never, ///< for a payload of letters drawn at random, where it is not worth trying
};
enum class KeyDerivation : quint8 { DjangoConcat, Concat, Hmac };

/// The closed list of what may sign: there is no "none".
struct TokenAlgorithm
{
    TokenDigest digest = TokenDigest::Sha1;
    KeyDerivation derivation = KeyDerivation::DjangoConcat;
};

/// Signs and checks tokens in the wire format of itsdangerous' URLSafeTimedSerializer (2.x), byte
/// for byte, and reads them more strictly than it does: one token has one spelling.
///
/// Keeps a keyed MAC for each key, which is what makes a check cheap. The MACs are working memory,
/// so a signer serves one thread at a time; threads make their own.
class TimedTokenSigner
{
public:
    static constexpr qsizetype longestToken = 2048;
    static constexpr qsizetype longestPayload = 65536;

    /// Keys oldest to newest, at least one: the newest signs, all of them check. `salt` names the
    /// purpose. The keys may die afterwards.
    TimedTokenSigner(const std::vector<SharedSecret> &keysOldestFirst, QByteArrayView salt,
                     TokenAlgorithm algorithm = {});
    ~TimedTokenSigner();
    TimedTokenSigner(TimedTokenSigner &&other) noexcept;
    TimedTokenSigner &operator=(TimedTokenSigner &&other) noexcept;
    TimedTokenSigner(const TimedTokenSigner &) = delete;
    TimedTokenSigner &operator=(const TimedTokenSigner &) = delete;

    /// The same payload and second give the same token. `json` is signed as it is; `issuedAt` is
    /// not before 1970. A token of more than `longestToken` characters (a payload of some 1,500
    /// bytes that does not compress) is one that `verify` refuses.
    MintedToken sign(QByteArrayView json, Instant issuedAt,
                     Compression compression = Compression::WhereShorter) const;

    /// What single use of that token would be keyed by, without making it.
    QByteArray digestOf(QByteArrayView json, Instant issuedAt) const;

    /// LinkDamaged when no key made the signature, or when what it signs is not in the one strict
    /// form. Nothing is inflated or parsed before the signature fits, and then at most
    /// `longestPayload` bytes come out.
    Result<SignedContent> verify(QByteArrayView token) const;

private:
    class Private;
    std::unique_ptr<Private> d;
};

/// The rule of itsdangerous: an age equal to the lifetime is good, one second more is LinkExpired
/// (span: since when), below zero is LinkFromFuture (span: by how much). No tolerance.
Result<void> checkAge(Instant issuedAt, Instant now, std::chrono::seconds lifetime);

} // namespace latchkey
