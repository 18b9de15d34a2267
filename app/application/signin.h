// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QList>
#include <QUrl>

namespace latchkey {

/// Hands an address to the browser if it is https, names no user, and is on a host that the
/// administrator configured, for signing in or as the service's; anything else is dropped and
/// logged.
bool openInBrowser(const QUrl &address, const QList<QUrl> &configured);

} // namespace latchkey
