// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "settings/configuration.h"

namespace latchkey {

/// Values that are each right and do not go together. `why` is empty when all is well.
struct Inconsistency
{
    const char *section = "";
    QString why = {};
};

/// By its address, or the one name that cannot be another machine's: a host name may begin with
/// "127." too.
bool isThisMachine(const QString &host);

Inconsistency findInconsistency(const Configuration &configuration);

} // namespace latchkey
