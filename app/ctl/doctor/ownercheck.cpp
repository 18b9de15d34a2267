// SPDX-License-Identifier: GPL-3.0-or-later
#include "ctl/doctor/audience.h"
#include "ctl/doctor/check.h"

#include <QFileInfo>

namespace latchkey {

/// What no setting mends: the local back end lives in the process of whoever runs it.
Observations examineOwner(const Patient &patient)
{
    const QFileInfo database(patient.configuration.database.path);
    if (!database.exists())
        return {};
    if (!database.isReadable())
        return {good(QStringLiteral("%1 cannot read the database, and so cannot take accounts "
                                    "from it")
                         .arg(ownName()))};
    return {warning(
        QStringLiteral("whoever works as %1 can take every account: database and keys are "
                       "theirs to read. Limits and secrecy hold only against others")
            .arg(ownName()),
        QStringLiteral("Where people who are to be kept out sit at this account, give Latchkey "
                       "an account of its own. The machine's administrator can always read both"))};
}

} // namespace latchkey
