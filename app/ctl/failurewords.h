// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ctl/verb.h"

namespace latchkey {

/// How a script learns of it.
ExitCode exitCodeOf(Reason reason);

/// One or two English sentences for an operator: what is so, where, and what to do. A person in the
/// window is told otherwise (`ui/failuretext`): an operator may know which address, and can act.
QString failureSentence(const Failure &failure);

} // namespace latchkey
