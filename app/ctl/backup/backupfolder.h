// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ctl/backup/manifest.h"
#include "services/local/databasebackup.h"
#include "services/local/keyring.h"

namespace latchkey {

// A backup is a folder (0700) of three files (0600):
//
//     latchkey.db     the database, whole, of one moment
//     keys            the signing keys, as they stand in a credential file
//     manifest.json   what it is, and the length and SHA-256 of the other two
//
// It holds everything that is needed to take every account. The password of the mail server is not
// in it.

struct BackupSource
{
    SqlRunner &database;
    const KeyRing &keys;
    QString serviceId;
    QString keysName; ///< as in the vault
};

/// Makes the folder, and reads all of it back before it is called done. FileUnreadable when
/// something of that name is there; what was begun is removed again where anything fails.
Result<Manifest> writeBackup(const QString &folder, const BackupSource &source, Instant now,
                             const CopyProgress &progress);

struct SoundBackup
{
    Manifest manifest;
    QString databasePath;
    KeyRing keys;
};

/// Checks manifest, digests, database and keys, and changes nothing. FileFaulty (about: the file)
/// says what does not fit.
Result<SoundBackup> readBackup(const QString &folder, const QString &keysName);

} // namespace latchkey
