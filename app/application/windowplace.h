// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

class QWidget;

namespace latchkey {

/// Size and position of the window, the only thing that QSettings keeps. In a file that the user
/// alone can read.
void restorePlace(QWidget &window);
void rememberPlace(const QWidget &window);

} // namespace latchkey
