// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QUrl>

namespace latchkey {

/// Hands an address to the browser if it is https and on the host that the administrator configured
/// for signing in; anything else is dropped and logged.
bool openSignIn(const QUrl &address, const QUrl &configured);

} // namespace latchkey
