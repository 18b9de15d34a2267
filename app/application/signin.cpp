// SPDX-License-Identifier: GPL-3.0-or-later
#include "application/signin.h"

#include "core/log.h"

#include <QDesktopServices>

namespace latchkey {

bool openSignIn(const QUrl &address, const QUrl &configured)
{
    if (address.scheme() != QLatin1String("https") || address.host().isEmpty() ||
        address.host() != configured.host()) {
        qCWarning(logWindow) << "an address for the browser was not opened: host" << address.host();
        return false;
    }
    return QDesktopServices::openUrl(address);
}

} // namespace latchkey
