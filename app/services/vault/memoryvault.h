// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "services/vault/vault.h"

#include <QHash>

namespace latchkey {

/// Secrets that die with it: for the demo, which must leave nothing behind. Ready futures; one
/// thread.
class MemoryVault final : public Vault
{
public:
    Future<SharedSecret> read(const QString &name) override;
    Future<bool> write(const QString &name, SharedSecret secret) override;
    Future<bool> remove(const QString &name) override;
    QString place() const override;

private:
    QHash<QString, SharedSecret> m_secrets;
};

} // namespace latchkey
