// SPDX-License-Identifier: GPL-3.0-or-later
#include "services/local/codeminter.h"

#include "services/local/hkdf.h"

#include <QtEndian>

#include <array>

namespace latchkey {

namespace {
constexpr QByteArrayView purpose{"latchkey recovery code"};
constexpr qsizetype keySize = 32;
} // namespace

RecoveryCode mintCode(const SigningKey &key, qint64 requestId, Instant mintedAt)
{
    std::array<char, 2 * sizeof(qint64)> message{};
    qToBigEndian(requestId, message.data());
    qToBigEndian(static_cast<qint64>(mintedAt.time_since_epoch().count()),
                 message.data() + sizeof(qint64));
    const Secret codeKey = hkdfSha256(key.secret->reveal(), {}, purpose, keySize);
    return RecoveryCode::fromBytes(
        hmacSha256(codeKey.reveal(), QByteArrayView(message.data(), message.size())).reveal());
}

bool codeMatches(const KeyRing &ring, qint64 requestId, Instant mintedAt, const RecoveryCode &code)
{
    bool matches = false;
    for (const SigningKey &key : ring.keys()) {
        const RecoveryCode own = mintCode(key, requestId, mintedAt);
        const bool same = equalInConstantTime(own.letters()->reveal(), code.letters()->reveal());
        matches = matches || same;
    }
    return matches;
}

} // namespace latchkey
