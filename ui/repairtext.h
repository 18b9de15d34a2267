// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "recovery/linkfinder.h"

#include <QString>

namespace latchkey {

/// What was mended in a pasted text, in one sentence; empty where nothing was.
QString repairText(Repairs repairs);

} // namespace latchkey
