// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "services/local/base64url.h"
#include "services/local/schema.h"
#include "services/local/timedtoken.h"
#include "services/local/tokenpayload.h"
#include "tests/contract/contractpeople.h"
#include "tests/support/localharness.h"

#include <QMessageAuthenticationCode>

/// What the tests of the whole local back end share beside the harness: tokens that others signed.
namespace latchkey::testing {

using namespace std::chrono_literals;

// The secret of another application, which it shares with us.
inline constexpr QByteArrayView sharedSecret{"a Flask application's SECRET_KEY"};

inline QByteArray tokenOf(const ReceivedMail &mail)
{
    return RecoveryLink::parse(mail.link).value().token()->reveal().toByteArray();
}

inline Proof proofOf(const QByteArray &token, Purpose purpose = Purpose::Reset)
{
    return LinkProof{.purpose = purpose, .token = contract::secret(token)};
}

inline QByteArray signedBy(const SharedSecret &key, QByteArrayView json, Instant issued,
                           QByteArrayView salt = recoverySalt)
{
    return TimedTokenSigner({key}, salt).sign(json, issued).token;
}

/// As `ts.dumps(user.email, salt='recover-key')` makes it.
inline QByteArray bareToken(const QString &address, Instant issued,
                            QByteArrayView salt = recoverySalt)
{
    return signedBy(contract::secret(sharedSecret), '"' + address.toUtf8() + '"', issued, salt);
}

/// Whatever is to be signed, with a signature that fits: itsdangerous' django-concat and SHA-1.
inline QByteArray signedText(const SharedSecret &key, const QByteArray &value)
{
    const QByteArray derived = QCryptographicHash::hash(
        QByteArray("recover-keysigner").append(key->reveal()), QCryptographicHash::Sha1);
    return value + '.' +
           base64url::encode(
               QMessageAuthenticationCode::hash(value, derived, QCryptographicHash::Sha1));
}

inline void moveIn(LocalHarness &harness)
{
    contract::moveIn(harness);
}

} // namespace latchkey::testing
