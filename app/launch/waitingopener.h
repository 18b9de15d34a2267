// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QByteArrayView>

namespace latchkey {

/// Whoever started this process may have the link in its own arguments, where other users of the
/// machine can read it, and wait for our end: xdg-open does both where there is no desktop to ask.
/// Then this process goes on as a child in a session of its own, and its parent ends with 0, and so
/// the opener does too. Otherwise, or where the system does not say, nothing happens.
///
/// Only while there is one thread, and before memory is locked: a child does not inherit that.
void releaseWaitingOpener(QByteArrayView link);

} // namespace latchkey
