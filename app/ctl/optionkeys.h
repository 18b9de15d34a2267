// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ctl/verb.h"
#include "settings/configuration.h"

namespace latchkey {

/// Which option sets which key of the configuration; the key says what it may be.
struct OptionKey
{
    const char *option;
    const char *key;
};

/// Sets the key where the option stands on the command line. UsageFaulty with the option's name.
Result<void> takeOption(const Invocation &invocation, const OptionKey &pair, Configuration &chosen);

} // namespace latchkey
