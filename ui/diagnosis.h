// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/clock.h"
#include "recovery/recoverysession.h"

namespace latchkey {

/// What an administrator needs to know when something does not work: versions, service, stage,
/// reason, and where the log is. In English, for pasting into a mail. Holds no address, link, code
/// or password.
QString diagnosis(const RecoverySession &session, Instant now);

} // namespace latchkey
