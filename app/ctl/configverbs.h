// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ctl/verb.h"

namespace latchkey {

/// `config check` and `config path`, which look at the files themselves.
Result<ExitCode> checkConfiguration(Workplace &place, const Invocation &invocation);
Result<ExitCode> listConfigurationFiles(Workplace &place, const Invocation &invocation);

} // namespace latchkey
