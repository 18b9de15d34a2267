// SPDX-License-Identifier: GPL-3.0-or-later
#include "recovery/passwordstrength.h"

#include "core/secret.h"

#include <zxcvbn.h>

#include <algorithm>
#include <memory>
#include <vector>

namespace latchkey {

namespace {

constexpr qsizetype longestEstimate = 64;
constexpr qsizetype shortestPersonalWord = 3;

// Bits of work. 10^4, 10^6, 10^8 and 10^10 guesses, the steps of the zxcvbn paper (Wheeler 2016).
constexpr double steps[] = {13.3, 19.9, 26.6, 33.2};

Weakness weaknessOf(int type)
{
    switch (type & ~MULTIPLE_MATCH) {
    case DICTIONARY_MATCH:
    case DICT_LEET_MATCH:
        return Weakness::CommonWord;
    case USER_MATCH:
    case USER_LEET_MATCH:
        return Weakness::PersonalWord;
    case REPEATS_MATCH:
        return Weakness::Repetition;
    case SEQUENCE_MATCH:
        return Weakness::Sequence;
    case SPATIAL_MATCH:
        return Weakness::KeyboardPattern;
    case DATE_MATCH:
    case YEAR_MATCH:
        return Weakness::Date;
    default:
        return Weakness::None;
    }
}

/// The words as zxcvbn wants them: lower case, at most some dozens.
std::vector<QByteArray> dictionary(const QStringList &words)
{
    std::vector<QByteArray> entries;
    for (const QString &word : words) {
        if (word.size() >= shortestPersonalWord)
            entries.push_back(word.toLower().toUtf8());
    }
    return entries;
}

} // namespace

PasswordStrength estimateStrength(QStringView typed, const QStringList &personalWords)
{
    const std::vector<QByteArray> entries = dictionary(personalWords);
    std::vector<const char *> words;
    std::transform(entries.begin(), entries.end(), std::back_inserter(words),
                   [](const QByteArray &entry) { return entry.constData(); });
    words.push_back(nullptr);

    QByteArray password = typed.first(qMin(typed.size(), longestEstimate)).toUtf8();
    password.truncate(longestEstimate);
    ZxcMatch_t *matches = nullptr;
    const double bits = ZxcvbnMatch(password.constData(), words.data(), &matches);
    wipe(password);

    PasswordStrength strength;
    strength.score = static_cast<int>(
        std::count_if(std::begin(steps), std::end(steps), [bits](double s) { return bits >= s; }));
    int longest = 0;
    for (const ZxcMatch_t *match = matches; match; match = match->Next) {
        const Weakness weakness = weaknessOf(match->Type);
        if (weakness != Weakness::None && match->Length > longest) {
            longest = match->Length;
            strength.weakness = weakness;
        }
    }
    ZxcvbnFreeInfo(matches);
    return strength;
}

} // namespace latchkey
