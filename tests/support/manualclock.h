// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/clock.h"

#include <atomic>

namespace latchkey {

/// Stands still until the test moves it; read from any thread.
class ManualClock final : public Clock
{
public:
    explicit ManualClock(Instant start) : m_seconds(start.time_since_epoch().count()) {}

    Instant now() const override { return Instant(std::chrono::seconds(m_seconds.load())); }
    void advance(std::chrono::seconds by) { m_seconds += by.count(); }

private:
    std::atomic<std::chrono::seconds::rep> m_seconds;
};

} // namespace latchkey
