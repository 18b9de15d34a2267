// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ctl/verb.h"
#include "ctl/workplace.h"

namespace latchkey {

/// "The outbox is paused since …", without a full stop.
QString pausedText(Instant since);

Result<ExitCode> pauseOutbox(Workplace &place, const Invocation &invocation);
Result<ExitCode> resumeOutbox(Workplace &place, const Invocation &invocation);

} // namespace latchkey
