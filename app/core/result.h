// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/failure.h"

#include <expected>
#include <utility>

namespace latchkey {

/// A value, or why there is none. No exception crosses a room.
template <class T>
using Result = std::expected<T, Failure>;

inline std::unexpected<Failure> fail(Reason reason, QString detail = {})
{
    return std::unexpected(Failure{.reason = reason, .detail = std::move(detail)});
}

inline std::unexpected<Failure> fail(Failure failure)
{
    return std::unexpected(std::move(failure));
}

} // namespace latchkey
