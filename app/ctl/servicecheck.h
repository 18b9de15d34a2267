// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ctl/verb.h"

namespace latchkey {

/// `service check`: see its help. Refused where a profile has faults, Trouble where a service does
/// not answer as it should.
Result<ExitCode> checkServices(Workplace &place, const Invocation &invocation);

} // namespace latchkey
