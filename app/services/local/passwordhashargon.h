// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/result.h"
#include "core/secret.h"
#include "services/local/passwordhash.h"

#include <optional>

namespace latchkey {

enum class Argon2Variant : quint8 { D, I, Id };

struct Argon2Parameters
{
    Argon2Variant variant = Argon2Variant::Id;
    quint32 version = 0x13;
    quint32 memoryKiB = 65536;
    quint32 passes = 3;
    quint32 lanes = 4;
};

/// What goes in beside the password. We store no hashes with a pepper or associated data; the RFC's
/// vector has both.
struct Argon2Input
{
    QByteArray salt;
    QByteArray pepper = {};
    QByteArray associated = {};
};

/// RFC 9106. Its memory is kept out of core dumps and wiped. Internal when there is none.
Result<Secret> computeArgon2(QByteArrayView password, const Argon2Input &input,
                             const Argon2Parameters &parameters, qsizetype tagSize);

/// `$argon2id$v=19$m=65536,t=3,p=4$<salt>$<tag>`, also `argon2i` and `argon2d`, also without `v=`
/// (then version 0x10), also behind Django's `argon2` and Spring Security's `{argon2}`.
struct Argon2Hash
{
    Argon2Parameters parameters;
    QByteArray salt;
    QByteArray tag;
};

std::optional<Argon2Hash> readArgon2Hash(QByteArrayView stored);
QByteArray writeArgon2Hash(const Argon2Hash &hash);
Result<bool> matchesHash(const Secret &password, const Argon2Hash &hash);

} // namespace latchkey
