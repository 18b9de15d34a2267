// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QtGlobal>

namespace latchkey {

/// Whose machine the pages are shown on: a person's own, or one that strangers use one after
/// another, where nothing leads out of the window.
enum class Venue : quint8 { Desktop, Kiosk };

} // namespace latchkey
