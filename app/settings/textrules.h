// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "settings/settingkeys.h"

#include <optional>

namespace latchkey {

/// What is wrong with a text, as the rest of a sentence that begins with the key's name ("must be
/// an https address"); nothing when it is right. The empty text is right under every rule: it is
/// how a file says "not set".
std::optional<QString> faultOf(TextRule rule, const QString &text);

/// What the rule asks for, in a few words, for whoever fills in the file.
QString describe(TextRule rule);

} // namespace latchkey
