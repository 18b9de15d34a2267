// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QByteArrayView>

namespace latchkey {

enum class OnScreenKeyboard : quint8 { Absent, Qt };

/// What is left of the environment for a kiosk: the variables that say where it runs (display,
/// home, language, credentials, proxy), and no other. A list of what to take away would miss the
/// next one that loads code, writes key presses to a log, or shows a path. Before there is an
/// application object or a second thread.
void reduceEnvironment(OnScreenKeyboard keyboard);

/// Whether a kiosk keeps a variable of this name.
bool isKeptInKiosk(QByteArrayView name) noexcept;

} // namespace latchkey
