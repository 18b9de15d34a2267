// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/strengthtext.h"

#include "ui/strengthbar.h"

#include <QCoreApplication>

#include <algorithm>

namespace latchkey {

namespace {

class Words
{
    Q_DECLARE_TR_FUNCTIONS(latchkey::StrengthText)

public:
    static QString word(int steps)
    {
        switch (steps) {
        case 1:
            return tr("Weak.", "strength of a password");
        case 2:
            return tr("Fair.", "strength of a password");
        case 3:
            return tr("Good.", "strength of a password");
        default:
            return tr("Strong.", "strength of a password");
        }
    }

    static QString reason(Weakness weakness)
    {
        switch (weakness) {
        case Weakness::None:
            return tr("One more word makes it harder to guess.");
        case Weakness::CommonWord:
            return tr("It holds a word that is guessed early.");
        case Weakness::PersonalWord:
            return tr("It holds part of your address or of the service's name.");
        case Weakness::Repetition:
            return tr("Repeated parts are easy to guess.");
        case Weakness::Sequence:
            return tr("Rows such as 1234 or abcd are easy to guess.");
        case Weakness::KeyboardPattern:
            return tr("Neighbouring keys are easy to guess.");
        case Weakness::Date:
            return tr("Dates are easy to guess.");
        }
        return {};
    }
};

} // namespace

StrengthText strengthText(const PasswordStrength &strength)
{
    const int steps = std::clamp(strength.score, 1, StrengthBar::steps);
    const bool best = steps == StrengthBar::steps;
    return {steps, Words::word(steps), best ? QString() : Words::reason(strength.weakness)};
}

} // namespace latchkey
