// SPDX-License-Identifier: GPL-3.0-or-later
#include "services/local/hkdf.h"

#include "services/local/keyedhmac.h"

#include <openssl/crypto.h>

namespace latchkey {

namespace {
constexpr qsizetype hashSize = 32;
} // namespace

Secret hmacSha256(QByteArrayView key, QByteArrayView message)
{
    KeyedHmac::Bytes mac{};
    if (!KeyedHmac("SHA256", key).compute(message, mac))
        qFatal("OpenSSL could not compute HMAC-SHA256");
    Secret result = Secret::copyOf(QByteArrayView(mac.data(), hashSize));
    OPENSSL_cleanse(mac.data(), mac.size());
    return result;
}

Secret hkdfSha256(QByteArrayView secret, QByteArrayView salt, QByteArrayView info, qsizetype size)
{
    Q_ASSERT(size <= 255 * hashSize);
    const Secret extracted = hmacSha256(salt, secret);
    QByteArray output;
    output.reserve(size + hashSize);
    Secret block;
    for (unsigned char counter = 1; output.size() < size; ++counter) {
        QByteArray message;
        message.reserve(hashSize + info.size() + 1);
        message.append(block.reveal()).append(info).append(static_cast<char>(counter));
        block = hmacSha256(extracted.reveal(), message);
        wipe(message);
        output.append(block.reveal());
    }
    Secret result = Secret::copyOf(QByteArrayView(output).first(size));
    wipe(output);
    return result;
}

} // namespace latchkey
