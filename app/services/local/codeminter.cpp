// SPDX-License-Identifier: GPL-3.0-or-later
#include "services/local/codeminter.h"

#include "services/local/hkdf.h"

#include <QtEndian>

#include <openssl/crypto.h>

#include <array>

namespace latchkey {

namespace {
constexpr QByteArrayView purpose{"latchkey recovery code"};
constexpr qsizetype keySize = 32;
} // namespace

CodeMinter::CodeMinter(const SigningKey &key)
    : m_mac("SHA256", hkdfSha256(key.secret->reveal(), {}, purpose, keySize).reveal())
{
}

RecoveryCode CodeMinter::codeFor(qint64 requestId, Instant mintedAt) const
{
    std::array<char, 2 * sizeof(qint64)> message{};
    qToBigEndian(requestId, message.data());
    qToBigEndian(static_cast<qint64>(mintedAt.time_since_epoch().count()),
                 message.data() + sizeof(qint64));
    KeyedHmac::Bytes bytes{};
    if (!m_mac.compute(QByteArrayView(message.data(), message.size()), bytes))
        qFatal("OpenSSL could not compute a code");
    RecoveryCode code = RecoveryCode::fromBytes(QByteArrayView(bytes.data(), m_mac.size()));
    OPENSSL_cleanse(bytes.data(), bytes.size());
    return code;
}

bool codeMatches(const KeyRing &ring, qint64 requestId, Instant mintedAt, const RecoveryCode &code)
{
    bool matches = false;
    for (const SigningKey &key : ring.keys()) {
        const RecoveryCode own = CodeMinter(key).codeFor(requestId, mintedAt);
        const bool same = equalInConstantTime(own.letters()->reveal(), code.letters()->reveal());
        matches = matches || same;
    }
    return matches;
}

} // namespace latchkey
