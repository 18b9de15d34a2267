// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "services/local/sqlrunner.h"

namespace latchkey {

/// Writes a whole copy to a new file (0600) while others go on working, and reads it through before
/// calling it done. FileUnreadable when the target exists or cannot be written.
Result<void> backUpDatabase(SqlRunner &runner, const QString &target);

/// Puts a copy in the place of a database that nobody has open: the copy is checked first, written
/// beside the place and moved into it at once. What was there is kept as "<path>.before-restore".
Result<void> restoreDatabase(const QString &copy, const QString &path);

} // namespace latchkey
