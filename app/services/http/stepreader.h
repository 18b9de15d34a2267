// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "services/http/jsonreader.h"

namespace latchkey {

/// One flow of a profile: its steps, or the page where a browser goes on.
Flow readFlow(const QJsonValue &value, const JsonPointer &at, ProfileFaults &faults);

} // namespace latchkey
