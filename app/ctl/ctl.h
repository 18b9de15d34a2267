// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QByteArrayList>

namespace latchkey {

/// Runs `latchkeyctl` with the words behind its name and gives its exit code. Needs a
/// QCoreApplication whose event loop is not running.
int runCtl(const QByteArrayList &words);

} // namespace latchkey
