// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/result.h"
#include "settings/configuration.h"

#include <QByteArrayView>

namespace latchkey {

/// The text of a configuration file, checked key by key and then as a whole. `path` stands in
/// messages, and relative paths begin at its folder. ConfigurationFaulty as `loadConfiguration`
/// says; the first fault in the order of the file is the one told.
Result<Configuration> readConfiguration(QByteArrayView text, const QString &path);

} // namespace latchkey
