// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/secret.h"

#include <QByteArrayView>

namespace latchkey {

/// HMAC-SHA256 (RFC 2104): 32 bytes.
Secret hmacSha256(QByteArrayView key, QByteArrayView message);

/// HKDF with SHA-256 (RFC 5869 2): up to 8,160 bytes from one secret, different for each `info`.
Secret hkdfSha256(QByteArrayView secret, QByteArrayView salt, QByteArrayView info, qsizetype size);

} // namespace latchkey
