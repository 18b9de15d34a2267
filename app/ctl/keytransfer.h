// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ctl/verb.h"

namespace latchkey {

// 'latchkeyctl keys export' and 'import': where keys leave the vault and come into it.

Result<ExitCode> exportKeys(Workplace &place, const Invocation &invocation);
Result<ExitCode> importKeys(Workplace &place, const Invocation &invocation);

} // namespace latchkey
