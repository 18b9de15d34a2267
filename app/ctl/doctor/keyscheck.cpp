// SPDX-License-Identifier: GPL-3.0-or-later
#include "ctl/doctor/check.h"
#include "services/local/database.h"
#include "services/local/keynotice.h"

#include <algorithm>

namespace latchkey {

namespace {

// NIST SP 800-57 part 1, table 1: a symmetric authentication key is used for at most two years.
constexpr std::chrono::days oldKey{730};

/// Each user has a keyring of their own, and a change of the keys reaches the one where it was
/// made.
bool areOfTheLastChange(const KeyRing &ring, const QString &database)
{
    const auto runner = openDatabase(database, DatabaseMode::ReadOnly);
    if (!runner)
        return true; // another check's matter
    const QString said = KeyNotice(**runner).read().value_or(QString());
    return said.isEmpty() || said == KeyNotice::textOf(ring);
}

} // namespace

Observations examineKeys(const Patient &patient)
{
    const Result<KeyRing> ring = patient.readKeys();
    if (!ring)
        return {faultOf(ring.error())};

    Observations observations;
    const SigningKey &signing = ring->signing();
    const auto age =
        std::chrono::duration_cast<std::chrono::days>(patient.clock.now() - signing.created);
    const QString words = QStringLiteral("%1 has the keys; %2 signs, and is %3 days old")
                              .arg(patient.vaultPlace, signing.id)
                              .arg(age.count());
    if (age > oldKey)
        observations << warning(words,
                                QStringLiteral("Make a new one with 'latchkeyctl keys rotate'; "
                                               "live links stay good"));
    else
        observations << good(words);
    if (!areOfTheLastChange(*ring, patient.configuration.database.path))
        observations << warning(
            QStringLiteral("the keys were changed elsewhere, and %1 has others: links made there "
                           "are damaged here")
                .arg(patient.vaultPlace),
            QStringLiteral("Export them where they were changed, and bring them here with "
                           "'latchkeyctl keys import --ring'"));
    const auto &keys = ring->keys();
    const auto imported = std::ranges::count(keys, KeyOrigin::Imported, &SigningKey::origin);
    if (imported > 0)
        observations << warning(
            QStringLiteral("%1 imported keys: whoever has them can make links for every account")
                .arg(imported),
            QStringLiteral("Remove them with 'latchkeyctl keys remove' once no other application "
                           "signs links"));
    if (const auto older = static_cast<qsizetype>(keys.size()) - imported - 1; older > 0)
        observations << good(QStringLiteral("%1 older keys still check links").arg(older));
    return observations;
}

} // namespace latchkey
