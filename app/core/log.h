// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QLoggingCategory>

namespace latchkey {

// What may be logged: ids, reasons, counts, paths, masked addresses. What may not: a password, a
// token, a code, a key, a whole address. A test reads the log of a whole run for canaries.
Q_DECLARE_LOGGING_CATEGORY(logRecovery)
Q_DECLARE_LOGGING_CATEGORY(logStore)
Q_DECLARE_LOGGING_CATEGORY(logMail)
Q_DECLARE_LOGGING_CATEGORY(logVault)
Q_DECLARE_LOGGING_CATEGORY(logWindow)

} // namespace latchkey
