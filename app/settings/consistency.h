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

Inconsistency findInconsistency(const Configuration &configuration);

} // namespace latchkey
