// SPDX-License-Identifier: GPL-3.0-or-later
#include "application/signin.h"

#include "core/log.h"

#include <QDesktopServices>

#include <algorithm>

namespace latchkey {

bool openInBrowser(const QUrl &address, const QList<QUrl> &configured)
{
    const bool isConfigured =
        std::any_of(configured.begin(), configured.end(),
                    [&address](const QUrl &known) { return known.host() == address.host(); });
    // A user name before the host makes an address read as another's (RFC 3986 7.6).
    const bool isSound = address.isValid() && address.scheme() == QLatin1String("https") &&
                         !address.host().isEmpty() && address.userInfo().isEmpty();
    if (!isSound || !isConfigured) {
        qCWarning(logWindow) << "an address for the browser was not opened: host" << address.host();
        return false;
    }
    return QDesktopServices::openUrl(address);
}

} // namespace latchkey
