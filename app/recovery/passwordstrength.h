// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QString>
#include <QStringList>
#include <QStringView>

namespace latchkey {

/// What makes a password easier to guess than its length says, the largest part of it first.
enum class Weakness : quint8 {
    None,
    CommonWord,   ///< a word or a well-known password, also with `@` for `a`
    PersonalWord, ///< from the address or the service's name
    Repetition,   ///< "aaaa", "abcabc"
    Sequence,     ///< "1234", "abcd"
    KeyboardPattern,
    Date,
};

struct PasswordStrength
{
    int score = 0; ///< 0 (guessed at once) to 4 (no attack on a hash gets through it)
    Weakness weakness = Weakness::None;
};

/// Estimates by zxcvbn, offline. Advice only: no password is refused for it. `personalWords` are
/// what a guesser would try first. Looks at the first 64 bytes at most, since the estimate's time
/// grows with the cube of the length; a longer text is rated by its beginning.
PasswordStrength estimateStrength(QStringView typed, const QStringList &personalWords);

} // namespace latchkey
