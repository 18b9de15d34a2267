// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "application/backend.h"
#include "application/servicesetup.h"
#include "core/clock.h"

namespace latchkey {

/// What the module exports. Program and module are built together and refuse to meet otherwise.
using BackendVersion = const char *();
using OpenBackend = Backend *(const Configuration &configuration, const Clock &clock);

using OpenServiceSetup = ServiceSetup *(const Clock &clock);

using MatchPin = Future<bool> *(const QString &pinHash, const SharedSecret &pin);

inline constexpr char backendVersionSymbol[] = "latchkey_backend_version";
inline constexpr char openBackendSymbol[] = "latchkey_open_backend";
inline constexpr char openServiceSetupSymbol[] = "latchkey_open_service_setup";
inline constexpr char matchPinSymbol[] = "latchkey_match_pin";

} // namespace latchkey
