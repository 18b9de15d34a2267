// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ctl/backup/backupfolder.h"
#include "ctl/workplace.h"

namespace latchkey {

struct Restored
{
    QString keptDatabase; ///< empty where there was none
    QString keptKeys;     ///< name in the vault; empty where there were none, or the same
    QString vaultPlace;
    bool keysReplaced = false;
};

/// Whether the backup belongs to this service, and nothing that an earlier restore kept is in the
/// way. FileFaulty otherwise.
Result<void> checkPlace(const SoundBackup &backup, const QString &folder,
                        const Configuration &configuration);

/// Puts database and keys in place, and keeps what was there. The vault is asked first: when it
/// refuses nothing has changed yet.
Result<Restored> restoreBackup(Workplace &place, const SoundBackup &backup,
                               const CopyProgress &progress);

} // namespace latchkey
