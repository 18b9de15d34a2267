// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

namespace latchkey {

/// The first thing that a program of ours does, before Qt: no core dumps and no debugger of the
/// same user, new files for their owner alone, and no environment that would load foreign code into
/// the process or write its TLS keys to a file. What the system refuses is left as it is: there is
/// nobody to tell yet, and the program is still useful.
void hardenProcess();

} // namespace latchkey
