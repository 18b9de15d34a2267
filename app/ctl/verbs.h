// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ctl/verb.h"

namespace latchkey {

// One file for each noun.
std::vector<Verb> accountVerbs();
std::vector<Verb> backupVerbs();
std::vector<Verb> configVerbs();
std::vector<Verb> doctorVerbs();
std::vector<Verb> initVerbs();
std::vector<Verb> keyVerbs();
std::vector<Verb> kioskVerbs();
std::vector<Verb> logVerbs();
std::vector<Verb> mailVerbs();
std::vector<Verb> outboxVerbs();
std::vector<Verb> passwordVerbs();
std::vector<Verb> pruneVerbs();
std::vector<Verb> recoveryVerbs();
std::vector<Verb> requestVerbs();
std::vector<Verb> serviceVerbs();
std::vector<Verb> throttleVerbs();
std::vector<Verb> tokenVerbs();

/// Every verb, in the order in which `--help` lists them.
const std::vector<Verb> &allVerbs();

} // namespace latchkey
