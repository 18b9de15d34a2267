// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "services/local/base64url.h"
#include "services/local/timedtoken.h"

#include <QMessageAuthenticationCode>

/// What the tests of signed tokens share: the key and the first token of token-vectors.json.
namespace latchkey::testing {

inline constexpr auto issued = Instant(std::chrono::seconds(1'700'000'000));
inline constexpr QByteArrayView firstKey{"latchkey-test-secret-0001"};
inline constexpr QByteArrayView alice{R"("alice@example.com")"};
inline constexpr QByteArrayView aliceToken{
    "ImFsaWNlQGV4YW1wbGUuY29tIg.ZVPxAA.Qx5Rpcsw2KDbiqRmadq8kRkD68E"};

inline SharedSecret secretOf(QByteArrayView bytes)
{
    return share(Secret::copyOf(bytes));
}

inline TimedTokenSigner signer(QByteArrayView salt = recoverySalt, TokenAlgorithm algorithm = {})
{
    return TimedTokenSigner({secretOf(firstKey)}, salt, algorithm);
}

/// A token of whatever parts, with a signature that fits (SHA-1, django-concat, recover-key).
inline QByteArray signedText(const QByteArray &value)
{
    const QByteArray key = QByteArray::fromHex("eda08e4b5dc610c0df325efd205793dd89d21bb1");
    return value + '.' +
           base64url::encode(
               QMessageAuthenticationCode::hash(value, key, QCryptographicHash::Sha1));
}

inline Reason reasonOf(const TimedTokenSigner &tokens, QByteArrayView token)
{
    const auto content = tokens.verify(token);
    return content ? Reason::Internal : content.error().reason;
}

} // namespace latchkey::testing
