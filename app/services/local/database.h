// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "services/local/sqlrunner.h"

namespace latchkey {

enum class DatabaseMode : quint8 { ReadWrite, ReadOnly };

/// Opens the database of the local back end, in the calling thread. Before the engine sees the
/// file: it must be a regular file (no symbolic link), ours, and closed to everybody else, or it is
/// DatabaseUnsafe; its beginning must be SQLite's, or it is DatabaseDamaged. Then the settings of
/// this connection (S68), and our schema's version: an older one is copied beside the file and
/// brought up to date, a newer one is DatabaseTooNew, none is DatabaseForeign. A file that is
/// refused is not written. The whole file is read through only by `checkIntegrity`: at a million
/// accounts that takes seconds.
Result<std::unique_ptr<SqlRunner>> openDatabase(const QString &path,
                                                DatabaseMode mode = DatabaseMode::ReadWrite);

/// Makes a new one, readable for its owner alone (file 0600, new folders 0700, whatever the umask),
/// in WAL mode. DatabaseFailed when something of that name is there.
Result<std::unique_ptr<SqlRunner>> createDatabase(const QString &path);

/// SQLite's quick_check, over the whole file. DatabaseDamaged with the first findings in detail.
Result<void> checkIntegrity(SqlRunner &runner);

/// Whether the file may be used as it lies there; see openDatabase.
Result<void> checkDatabaseFile(const QString &path);

} // namespace latchkey
