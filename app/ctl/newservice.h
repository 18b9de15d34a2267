// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ctl/workplace.h"

#include <functional>
#include <vector>

namespace latchkey {

/// Where the parts of a new service are.
struct NewServicePlaces
{
    QString configuration;
    QString database;
    QString keys;          ///< in words: "the system keyring"
    bool keysWere = false; ///< the vault had signing keys for this service, and they are used
};

/// Makes configuration, database and signing keys: all of them or none. Nothing that is there is
/// written over, and what was made is taken away again when a later part fails.
class NewService
{
public:
    NewService(Configuration chosen, QString configurationPath, Instant now);
    ~NewService();
    Q_DISABLE_COPY_MOVE(NewService)

    /// `mailPassword` may be null. KeyringMissing when no keyring is there and none else was
    /// chosen, before anything is made; FileUnreadable for a file that is there already.
    Result<NewServicePlaces> make(const SharedSecret &mailPassword);

private:
    Result<void> checkPlaces();
    Result<void> makeConfiguration();
    Result<void> makeDatabase();
    Result<void> storeKeys(const SharedSecret &mailPassword);
    Result<bool> hasSecret(const QString &name);
    Result<void> storeSecret(const QString &name, SharedSecret secret);
    Result<void> makeFolderFor(const QString &path);

    Configuration m_configuration;
    QString m_path;
    Instant m_now;
    std::unique_ptr<Vault> m_vault;
    NewServicePlaces m_places;
    std::vector<std::function<void()>> m_undo; ///< run from the last to the first
};

} // namespace latchkey
