// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ctl/verb.h"

namespace latchkey {

// One file for each noun.
std::vector<Verb> passwordVerbs();

/// Every verb, in the order in which `--help` lists them.
const std::vector<Verb> &allVerbs();

} // namespace latchkey
