// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QByteArrayList>

namespace latchkey {

/// The words behind the program's name, copied. A link among them is overwritten where the
/// operating system keeps it, so that the token stands in the process list for no longer than it
/// must. Knows nothing of what the words mean.
QByteArrayList takeWords(int argc, char **argv);

} // namespace latchkey
