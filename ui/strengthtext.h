// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "recovery/passwordstrength.h"

#include <QString>

namespace latchkey {

/// An estimate in words: steps for the bar, one word, and why or what would help.
struct StrengthText
{
    int steps = 0; ///< 1 to StrengthBar::steps
    QString word;
    QString reason;

    QString joined() const { return reason.isEmpty() ? word : word + u' ' + reason; }
};

StrengthText strengthText(const PasswordStrength &strength);

} // namespace latchkey
