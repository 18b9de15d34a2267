// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "services/local/sqlrunner.h"

namespace latchkey {

/// The version of our own tables that this program reads and writes. It is kept in a table of ours:
/// the file may belong to another application too, so its user_version is not ours to set.
inline constexpr int schemaVersion = 2;

/// The version that the file has; 0 when it holds no table of ours.
Result<int> readSchemaVersion(SqlRunner &runner);
/// Makes the account table and ours in an empty file, with a new database id. In a transaction.
Result<void> createSchema(SqlRunner &runner);
/// Brings tables of ours of version `from` (1 or newer) up to date, step by step. In a transaction.
Result<void> upgradeSchema(SqlRunner &runner, int from);

/// Twelve characters that name this database in every token it signs.
Result<QByteArray> readDatabaseId(SqlRunner &runner);

} // namespace latchkey
