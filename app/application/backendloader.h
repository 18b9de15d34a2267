// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "application/backend.h"
#include "application/servicesetup.h"
#include "core/clock.h"

#include <QString>

#include <thread>

namespace latchkey {

/// Loads the back end's module from its one place, `../lib/latchkey` beside the program's folder,
/// by absolute path: no search path is asked. Internal when it is missing, of another version, or
/// cannot be loaded. The module stays loaded until the process ends.
Result<std::unique_ptr<Backend>> loadBackend(const Configuration &configuration,
                                             const Clock &clock);

/// Begins to load it in a thread, for a start that needs it before its page can be shown: its many
/// libraries are linked while the window is made. Whoever comes then waits for what is left of
/// that.
std::jthread preloadBackend();

/// Whether this is the PIN behind an Argon2id hash, by the same module and in a thread of its own.
Future<bool> matchPin(const QString &pinHash, const SharedSecret &pin);

/// What adding a service needs, out of the same module.
Result<std::unique_ptr<ServiceSetup>> loadServiceSetup(const Clock &clock);

} // namespace latchkey
