// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/result.h"

#include <QByteArray>

namespace latchkey {

/// The folder for sockets and locks that no other user can enter: `latchkey` in $XDG_RUNTIME_DIR,
/// made with mode 0700 where it is missing. FileUnreadable (about: the path) when there is no such
/// variable, or when either folder is a link, is not ours, or is open to others. There is no other
/// place: in a shared folder another user could take the name first, and would be sent the link.
Result<QByteArray> openRuntimeFolder();

} // namespace latchkey
