// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/result.h"
#include "core/secret.h"

#include <optional>

namespace latchkey {

/// Werkzeug `scrypt:N:r:p$SALT$hex`, Django `scrypt$N$SALT$r$p$base64`, passlib
/// `$scrypt$ln=16,r=8,p=1$salt$key`.
struct ScryptHash
{
    quint64 cost = 0; ///< N
    quint32 blockSize = 0;
    quint32 parallel = 0;
    QByteArray salt;
    QByteArray key;
};

std::optional<ScryptHash> readScryptHash(QByteArrayView stored);
Result<bool> matchesHash(const Secret &password, const ScryptHash &hash);

} // namespace latchkey
