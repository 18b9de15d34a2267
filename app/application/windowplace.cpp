// SPDX-License-Identifier: GPL-3.0-or-later
#include "application/windowplace.h"

#include "application/windowsettings.h"

#include <QWidget>

namespace latchkey {

void restorePlace(QWidget &window)
{
    const QByteArray geometry = keptGeometry();
    // Qt 6.4 makes a window of 1 x 1 of one that was cut short. All of this Qt's are of one size.
    if (!geometry.isEmpty() && geometry.size() >= window.saveGeometry().size())
        window.restoreGeometry(geometry);
}

void rememberPlace(const QWidget &window)
{
    keepGeometry(window.saveGeometry());
}

} // namespace latchkey
