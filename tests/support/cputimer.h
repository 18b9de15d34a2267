// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <chrono>
#include <ctime>

namespace latchkey {

/// The processor time of this thread since the timer was made: what other programs do beside it is
/// not in it, as it is in the time of day.
class CpuTimer
{
public:
    std::chrono::nanoseconds elapsed() const { return now() - m_start; }

private:
    static std::chrono::nanoseconds now()
    {
        timespec time = {};
        clock_gettime(CLOCK_THREAD_CPUTIME_ID, &time);
        return std::chrono::seconds(time.tv_sec) + std::chrono::nanoseconds(time.tv_nsec);
    }

    const std::chrono::nanoseconds m_start = now();
};

} // namespace latchkey
