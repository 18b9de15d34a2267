// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "services/vault/vault.h"

namespace latchkey {

/// Secrets in one file of mode 0600 (`CredentialText` says how they stand in it), for machines
/// without a keyring and for desks that share their keys; also what systemd's
/// `LoadCredential=latchkey:FILE` provides of such a file, which can only be read. Every call works
/// on the file as it is then, in the calling thread, and its future is ready when it returns.
///
/// Beside the vault's reasons: KeyUnusable for a text that is not ours, FileUnreadable for a file
/// that cannot be read or written. A file that is not there holds no keys; the first write makes
/// it, but not its folder.
class CredentialFile final : public Vault
{
public:
    explicit CredentialFile(QString path) : m_path(std::move(path)) {}

    /// $CREDENTIALS_DIRECTORY/latchkey, or empty where systemd has provided none.
    static QString systemdPath();

    Future<SharedSecret> read(const QString &name) override;
    Future<bool> write(const QString &name, SharedSecret secret) override;
    Future<bool> remove(const QString &name) override;
    QString place() const override;

private:
    Result<SharedSecret> readNow(const QString &name) const;
    /// Without a secret the name goes.
    Result<bool> changeNow(const QString &name, const Secret *secret) const;
    bool isFromSystemd() const;

    QString m_path;
};

} // namespace latchkey
