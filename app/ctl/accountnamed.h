// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ctl/workplace.h"
#include "services/local/accountstore.h"

namespace latchkey {

// What an operator names on a command line; failures are about what was typed.

/// AddressInvalid.
Result<EmailAddress> addressNamed(const QString &typed);
/// Also AccountUnknown, AccountAmbiguous and what the database says.
Result<Account> accountNamed(Workplace &place, const QString &typed);

} // namespace latchkey
