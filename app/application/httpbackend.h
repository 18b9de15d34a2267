// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "application/backend.h"
#include "core/clock.h"

#include <memory>

namespace latchkey {

/// The back end at a remote service. What its settings lack fails each call. Lives in the caller's
/// thread. The clock outlives it.
std::unique_ptr<Backend> openHttpBackend(const Configuration &configuration, const Clock &clock);

} // namespace latchkey
