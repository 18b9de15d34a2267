// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QtGlobal>

namespace latchkey {

/// Who asked for a link: told to whom it was mailed, and to operators.
enum class Asker : quint8 {
    Unknown,  ///< a request from before this was noted
    Window,   ///< somebody at the window
    Operator, ///< by latchkeyctl
};

/// Where a mailed link opens.
enum class LinkReach : quint8 {
    Anywhere,     ///< wherever the service is set up
    AskingDevice, ///< only in the hands of the user of this machine who asked for it
};

} // namespace latchkey
