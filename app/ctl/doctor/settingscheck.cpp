// SPDX-License-Identifier: GPL-3.0-or-later
#include "ctl/doctor/check.h"

namespace latchkey {

/// Faults would have ended it before: these are the values that somebody wrote in vain.
Observations examineSettings(const Patient &patient)
{
    Observations observations;
    for (const OverruledValue &one : patient.layers.overruled)
        observations << warning(overruledText(one), QStringLiteral("Take it out of that file"));
    if (observations.isEmpty()) {
        observations << good(
            QStringLiteral("from %1").arg(patient.layers.files.join(QStringLiteral(", then "))));
    }
    return observations;
}

} // namespace latchkey
