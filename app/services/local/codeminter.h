// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/clock.h"
#include "recovery/recoverycode.h"
#include "services/local/keyedhmac.h"
#include "services/local/keyring.h"

namespace latchkey {

/// The code of a mail is a function of the key, the request and the second in which the mail was
/// minted, so nothing has to be stored to check it: HMAC-SHA256 over request and time, both as
/// eight bytes, big-endian, under a key that HKDF (RFC 5869) derives for this alone, once. One
/// thread at a time.
class CodeMinter
{
public:
    /// The key may die afterwards.
    explicit CodeMinter(const SigningKey &key);

    RecoveryCode codeFor(qint64 requestId, Instant mintedAt) const;

private:
    KeyedHmac m_mac;
};

/// Whether any key of the ring made this code. Looks at all keys whatever the outcome, and compares
/// in constant time. Counting tries and the code's age are the caller's.
bool codeMatches(const KeyRing &ring, qint64 requestId, Instant mintedAt, const RecoveryCode &code);

} // namespace latchkey
