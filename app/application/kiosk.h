// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "launch/arguments.h"
#include "settings/configuration.h"

#include <optional>

namespace latchkey {

/// What the kiosk of these arguments is like; nothing when this is none. Asked before there is an
/// application object. The machine's file counts, and then the first of the others: what the
/// machine's says of a kiosk holds, whatever file the arguments name. When one has a mistake and
/// says `enabled = true` somewhere, this is a kiosk, which then is out of order; whoever wanted one
/// is not given a desktop.
std::optional<KioskSettings> kioskOf(const Arguments &arguments);

/// Runs the kiosk to its end: until an administrator leaves it, or for one visit, which ends with a
/// new run of the program in this process (`launch/freshstart.h`). Takes no part in what other runs
/// of the program agree on, and uses no session bus.
int runKiosk(const Arguments &arguments, const KioskSettings &settings, char **argv);

} // namespace latchkey
