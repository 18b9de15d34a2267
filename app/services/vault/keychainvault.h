// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "services/vault/vault.h"

#include <QObject>

#include <chrono>

namespace latchkey {

/// Secrets in the keyring of the person's session, through QtKeychain and never through its file in
/// clear text. A locked keyring asks for its password by itself, in its own window. One thread,
/// with an event loop; when the vault dies, calls under way end as cancelled.
///
/// QtKeychain says "not found" of a locked entry whose prompt was dismissed, and "removed" of one
/// that is still there. Taken at its word, the first would have a good signing key replaced; the
/// keyring is therefore asked what it holds.
class KeychainVault final : public Vault
{
public:
    /// KeyringLocked once the keyring has not answered for so long: a person may be typing its
    /// password meanwhile, or its prompt may be where nobody sees it.
    explicit KeychainVault(std::chrono::milliseconds patience = std::chrono::minutes(2));

    Future<SharedSecret> read(const QString &name) override;
    Future<bool> write(const QString &name, SharedSecret secret) override;
    Future<bool> remove(const QString &name) override;
    QString place() const override;

private:
    std::chrono::milliseconds m_patience;
    QObject m_context; ///< ends our continuations with us
};

} // namespace latchkey
