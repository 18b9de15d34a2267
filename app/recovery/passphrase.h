// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/result.h"
#include "recovery/passwordrules.h"

#include <QString>

namespace latchkey {

/// A password to keep, from the system's generator: groups of three syllables that can be said in
/// any language ("bokaru-timeso-lanuvi-depoga"). 80 bits, and more groups where the rules want a
/// longer one. The caller wipes it. Internal when the generator fails.
Result<QString> suggestPassphrase(const PasswordRules &rules);

} // namespace latchkey
