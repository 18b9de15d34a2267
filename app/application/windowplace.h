// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

class QWidget;

namespace latchkey {

/// Size and position of the window, from one start to the next.
void restorePlace(QWidget &window);
void rememberPlace(const QWidget &window);

} // namespace latchkey
