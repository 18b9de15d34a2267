// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ctl/verb.h"

namespace latchkey {

// What stands behind 'latchkeyctl accounts …'. Everything that changes a row also enters it in the
// event log, in the same transaction.

Result<ExitCode> addAccount(Workplace &place, const Invocation &invocation);
Result<ExitCode> importAccounts(Workplace &place, const Invocation &invocation);
Result<ExitCode> showAccount(Workplace &place, const Invocation &invocation);
Result<ExitCode> listAccounts(Workplace &place, const Invocation &invocation);
Result<ExitCode> confirmAccount(Workplace &place, const Invocation &invocation);
Result<ExitCode> disableAccount(Workplace &place, const Invocation &invocation);
Result<ExitCode> enableAccount(Workplace &place, const Invocation &invocation);
Result<ExitCode> changeAccountEmail(Workplace &place, const Invocation &invocation);
Result<ExitCode> removeAccount(Workplace &place, const Invocation &invocation);

} // namespace latchkey
