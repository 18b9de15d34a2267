// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/log.h"

namespace latchkey {

Q_LOGGING_CATEGORY(logRecovery, "latchkey.recovery", QtInfoMsg)
Q_LOGGING_CATEGORY(logStore, "latchkey.store", QtInfoMsg)
Q_LOGGING_CATEGORY(logMail, "latchkey.mail", QtInfoMsg)
Q_LOGGING_CATEGORY(logVault, "latchkey.vault", QtInfoMsg)
Q_LOGGING_CATEGORY(logWindow, "latchkey.window", QtInfoMsg)

} // namespace latchkey
