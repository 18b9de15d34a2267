// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QByteArray>

class QWidget;

namespace latchkey {

/// Shows the window in front of the others, out of a minimised state too. Desktops let a window
/// come forward only on somebody's wish: `activationToken` is what the desktop gave to the start
/// that asks for it (XDG_ACTIVATION_TOKEN or DESKTOP_STARTUP_ID); may be empty.
void bringToFront(QWidget &window, const QByteArray &activationToken);

} // namespace latchkey
