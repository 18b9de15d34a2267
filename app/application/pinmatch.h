// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/async.h"
#include "core/secret.h"

#include <QString>

namespace latchkey {

/// Whether this is the PIN behind an Argon2id hash. Computed in a thread of its own: it takes some
/// tenths of a second. HashUnsupported.
Future<bool> computePinMatch(const QString &pinHash, const SharedSecret &pin);

} // namespace latchkey
