// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/result.h"
#include "core/secret.h"

#include <QByteArray>
#include <QByteArrayView>

namespace latchkey {

/// Whether the least cost that OWASP and ASVS 5.0 app. C allow is demanded.
enum class HashFloor : quint8 { Enforced, WaivedForTests };

/// What writing one hash costs. The default is RFC 9106 4, second choice: about 150 ms on two
/// cores.
struct HashCost
{
    int memoryKiB = 65536;
    int passes = 3;
    int lanes = 4;
    HashFloor floor = HashFloor::Enforced;
};

/// Whose `sha1$salt$…` and `md5$salt$…` the table holds. Werkzeug keyed an HMAC with the salt,
/// Django put it before the password, and the text does not tell: without a dialect those are
/// refused.
enum class HashDialect : quint8 { Unstated, Werkzeug, Django };

// All of this blocks for as long as the hash costs, is reentrant, and wipes its work areas.

/// An Argon2id PHC string with a fresh salt of 16 bytes and a tag of 32. Internal when the cost is
/// below the floor (19456 KiB, 2 passes, 1 lane), or memory or randomness is missing.
Result<QByteArray> hashPassword(const Secret &password, const HashCost &cost = {});

/// Whether this is the password. False, too, for the marks of an unusable password ("!", "*").
/// HashUnsupported when the stored text is of no format that we read, is in clear, would cost more
/// than we are ready to spend (1 GiB, or some seconds), or needs a dialect. PasswordTooLong and
/// PasswordForbidden when the format cannot take such a password whole (bcrypt: 72 bytes, no NUL).
Result<bool> verifyPassword(const Secret &password, QByteArrayView stored,
                            HashDialect dialect = HashDialect::Unstated);

/// Whether `verifyPassword` would compute this one. Looks at its form alone, in no time.
bool isSupportedHash(QByteArrayView stored, HashDialect dialect = HashDialect::Unstated);
/// Whether it is the mark of an account without a usable password, as Django and shadow(5) write
/// it:
/// "!", "!!" or "*", alone or before a hash or Django's forty letters.
bool isUnusableHash(QByteArrayView stored);

/// Whether it should be replaced at the next chance: not Argon2id, or cheaper than `cost`.
bool needsRehash(QByteArrayView stored, const HashCost &cost = {});

} // namespace latchkey
