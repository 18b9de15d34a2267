// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <chrono>

namespace latchkey {

/// A point in time as tokens and rows hold it: whole seconds since 1970, UTC.
using Instant = std::chrono::sys_seconds;

/// Where "now" comes from, so that tests bring their own.
class Clock
{
public:
    virtual ~Clock() = default;
    virtual Instant now() const = 0;

protected:
    Clock() = default;
    Clock(const Clock &) = default;
    Clock &operator=(const Clock &) = default;
};

class SystemClock final : public Clock
{
public:
    Instant now() const override
    {
        return std::chrono::floor<std::chrono::seconds>(std::chrono::system_clock::now());
    }
};

} // namespace latchkey
