// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/clock.h"
#include "services/local/sqlrunner.h"

#include <functional>

namespace latchkey {

/// How far a copy has come, in bytes of about so many. Called a few times a second, in a thread of
/// its own.
using CopyProgress = std::function<void(qint64 done, qint64 whole)>;

/// Writes a whole copy to a new file (0600) while others go on working, and reads it through before
/// calling it done. FileUnreadable when the target exists or cannot be written.
Result<void> backUpDatabase(SqlRunner &runner, const QString &target,
                            const CopyProgress &progress = {});

/// Puts a copy in the place of a database: the copy is checked first, written beside the place and
/// moved into it at once. What was there is kept as "<path>.before-restore", in place of an earlier
/// one. DatabaseBusy, and nothing is changed, while another program has the database open.
///
/// In the copy every live link is void and no mail waits: a link that was used after the backup was
/// made would be good a second time.
Result<void> restoreDatabase(const QString &copy, const QString &path, Instant now,
                             const CopyProgress &progress = {});

} // namespace latchkey
