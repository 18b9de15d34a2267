// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "services/local/sqlrunner.h"

namespace latchkey {

enum class DatabaseMode : quint8 {
    ReadWrite,
    ReadOnly, ///< DatabaseReadOnly where the schema needs an upgrade first
    AsItIs,   ///< read-only, an older schema too: for checking and copying
};

/// Opens the database of the local back end, in the calling thread. Before the engine sees the
/// file: it and its logs must be regular files (no symbolic link), ours, and closed to everybody
/// else, or they are DatabaseUnsafe; its beginning must be SQLite's, or it is DatabaseDamaged; file
/// and folder must be writable where the mode is, or it is DatabaseReadOnly. Then the settings of
/// this connection (S68), and our schema's version: a newer one is DatabaseTooNew, none is
/// DatabaseForeign. Then the whole is read through by `checkIntegrity` (a quarter of a second at a
/// million accounts, once the system has the file in memory), and an older schema is upgraded. A
/// file that is refused is not written.
Result<std::unique_ptr<SqlRunner>> openDatabase(const QString &path,
                                                DatabaseMode mode = DatabaseMode::ReadWrite);

/// Makes a new one, readable for its owner alone (file 0600, new folders 0700, whatever the umask),
/// in WAL mode. DatabaseFailed when something of that name is there.
Result<std::unique_ptr<SqlRunner>> createDatabase(const QString &path);

/// SQLite's quick_check, over the whole file. DatabaseDamaged with the first findings in detail.
Result<void> checkIntegrity(SqlRunner &runner);

/// In one transaction, which other processes wait for: copies the file beside itself
/// ("<path>.before-v<version>"), then brings its schema up to date. Without a copy nothing is
/// changed. Where another process was faster there is nothing left to do.
Result<void> upgradeDatabase(SqlRunner &runner);

/// Whether the file may be used as it lies there; see openDatabase.
Result<void> checkDatabaseFile(const QString &path);

} // namespace latchkey
