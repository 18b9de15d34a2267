// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "settings/configuration.h"

#include <QByteArray>

namespace latchkey {

/// A whole configuration file to begin with: every key with its description; what `chosen` sets
/// written out, everything else commented out with its default. `loadConfiguration` reads it back
/// to the same values where `chosen` is complete and its paths are absolute.
QByteArray starterConfiguration(const Configuration &chosen);

} // namespace latchkey
