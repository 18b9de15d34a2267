// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/clock.h"
#include "core/secret.h"
#include "settings/configuration.h"

namespace latchkey {

/// The account that the demo's database holds.
inline constexpr QLatin1String demoAddress{"robin@example.com"};

/// The settings of a demo that keeps everything in one private folder, which is new at each start
/// and removed at the end: nothing of it can be taken for a real service.
Configuration demoConfiguration(const QString &folder);

/// Makes the demo's database with its one confirmed account, whose password nobody knows, and the
/// key ring that signs its links, which is never written anywhere.
Result<SharedSecret> seedDemo(const Configuration &configuration, const Clock &clock);

} // namespace latchkey
