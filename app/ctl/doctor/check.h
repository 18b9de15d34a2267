// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/clock.h"
#include "core/secret.h"
#include "services/local/keyring.h"
#include "settings/layers.h"

#include <QList>
#include <QString>

#include <functional>
#include <vector>

namespace latchkey {

enum class Health : quint8 {
    Good,
    Warning, ///< works, and could go wrong or tells somebody too much
    Fault,   ///< does not work, or keeps no promise
};

/// One thing that was looked at: what is so, and what to do where that is not as it should be.
struct Observation
{
    Health health = Health::Good;
    QString what;
    QString advice; ///< empty where all is well
};
using Observations = QList<Observation>;

inline Observation good(const QString &what)
{
    return {.health = Health::Good, .what = what, .advice = {}};
}
inline Observation warning(const QString &what, const QString &advice)
{
    return {.health = Health::Warning, .what = what, .advice = advice};
}
inline Observation fault(const QString &what, const QString &advice)
{
    return {.health = Health::Fault, .what = what, .advice = advice};
}

/// What the operator is told of a failure says what to do as well.
Observation faultOf(const Failure &failure);

/// What the checks look at. The vault is asked when a check needs it: a person may have to unlock
/// it.
struct Patient
{
    const LayeredConfiguration &layers;
    const Configuration &configuration; ///< theirs
    const Clock &clock;
    QString vaultPlace; ///< "the system keyring", "the credential file /etc/…"
    std::function<Result<KeyRing>()> readKeys;
    std::function<Result<SharedSecret>(const QString &name)> readSecret;
};

/// One subject. A check reads, and changes nothing.
struct Check
{
    const char *name;
    Observations (*examine)(const Patient &patient);
};

/// All of them, in the order in which they are told: what nothing can mend comes first.
const std::vector<Check> &checks();

// One file each.
Observations examineOwner(const Patient &patient);
Observations examineDatabase(const Patient &patient);
Observations examineAccess(const Patient &patient);
Observations examineKeys(const Patient &patient);
Observations examineLog(const Patient &patient);
Observations examineMail(const Patient &patient);
Observations examineOutbox(const Patient &patient);
Observations examineClock(const Patient &patient);
Observations examineScheme(const Patient &patient);
Observations examineSettings(const Patient &patient);

} // namespace latchkey
