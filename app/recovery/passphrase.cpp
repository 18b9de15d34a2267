// SPDX-License-Identifier: GPL-3.0-or-later
#include "recovery/passphrase.h"

#include "core/secret.h"

namespace latchkey {

namespace {

// 20 × 5 = 100 syllables: 6.64 bits each, twelve of them 79.7.
constexpr QByteArrayView consonants{"bcdfghjklmnpqrstvwxz"};
constexpr QByteArrayView vowels{"aeiou"};
constexpr int syllables = consonants.size() * vowels.size();
constexpr int syllablesPerGroup = 3;
constexpr int leastGroups = 4;
constexpr int charactersPerGroup = syllablesPerGroup * 2 + 1;

/// One of `syllables`, all equally likely: bytes of the last, incomplete hundred are drawn again.
Result<int> drawSyllable()
{
    constexpr int fair = 256 - 256 % syllables;
    while (true) {
        const auto byte = Secret::random(1);
        if (!byte)
            return fail(byte.error());
        const auto drawn = static_cast<unsigned char>(byte->reveal()[0]);
        if (drawn < fair)
            return drawn % syllables;
    }
}

} // namespace

Result<QString> suggestPassphrase(const PasswordRules &rules)
{
    const int groups = qMax(leastGroups, rules.minimumCharacters / charactersPerGroup + 1);
    QString phrase;
    phrase.reserve(qsizetype(groups) * charactersPerGroup);
    for (int i = 0; i < groups * syllablesPerGroup; ++i) {
        const auto syllable = drawSyllable();
        if (!syllable)
            return fail(syllable.error());
        if (i > 0 && i % syllablesPerGroup == 0)
            phrase += u'-';
        phrase += QLatin1Char(consonants[*syllable / vowels.size()]);
        phrase += QLatin1Char(vowels[*syllable % vowels.size()]);
    }
    return phrase;
}

} // namespace latchkey
