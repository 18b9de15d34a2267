// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/async.h"
#include "core/secret.h"

namespace latchkey {

/// Where secrets come from. Names are ours ("signing-keys/example", "smtp-password/example").
class Vault
{
public:
    virtual ~Vault() = default;

    /// KeyMissing when the vault answers and has none; KeyringMissing, KeyringLocked or
    /// CredentialUnsafe when it cannot be asked.
    virtual Future<SharedSecret> read(const QString &name) = 0;
    virtual Future<bool> write(const QString &name, SharedSecret secret) = 0;
    virtual Future<bool> remove(const QString &name) = 0;
    /// For messages: "the system keyring", "the credential file /etc/…".
    virtual QString place() const = 0;

protected:
    Vault() = default;
    Vault(const Vault &) = default;
    Vault &operator=(const Vault &) = default;
};

} // namespace latchkey
