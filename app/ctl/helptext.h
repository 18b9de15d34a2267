// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ctl/verb.h"

namespace latchkey {

/// What `--help` prints: of everything, of a noun, or of a verb, by its path.
QString helpText(const QString &topic, const std::vector<Verb> &verbs);

} // namespace latchkey
