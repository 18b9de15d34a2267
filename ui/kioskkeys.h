// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QtGlobal>

class QKeyEvent;

namespace latchkey {

enum class KeyVerdict : quint8 {
    Allowed,       ///< types, edits what was typed, or moves among the fields
    Refused,       ///< anything else: what a key of the next toolkit or desktop does is not known
    Administrator, ///< Ctrl+Alt+Shift+Q
};

/// What a kiosk does with a key.
KeyVerdict judgeKey(const QKeyEvent &event);

} // namespace latchkey
