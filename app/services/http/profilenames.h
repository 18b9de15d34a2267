// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "services/http/serviceprofile.h"

namespace latchkey {

/// Adds a fault for each name that a template uses and nothing gives: neither the operator, the
/// address, a link's part nor an earlier step's capture.
void checkNames(const ProfileContent &profile, ProfileFaults &faults);

} // namespace latchkey
