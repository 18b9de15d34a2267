// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <chrono>

namespace latchkey {

/// How long a kiosk waits for the next touch or key.
struct IdleTimes
{
    std::chrono::seconds idle; ///< then everything is wiped
    std::chrono::seconds warn; ///< the last of those, in which a countdown is shown
};

/// Says where a visit stands by when it was last touched. Counts on the steady clock: setting the
/// machine's time neither ends a visit nor prolongs it.
class IdleWatch
{
public:
    using Moment = std::chrono::steady_clock::time_point;
    enum class State : unsigned char {
        Fresh,   ///< nobody has touched anything yet: nothing is there to wipe
        Busy,    ///< somebody is there
        Warning, ///< perhaps nobody is
        Over,    ///< nobody is
    };

    explicit IdleWatch(IdleTimes times) : m_times(times) {}

    /// Somebody is there; the first time, a visit begins.
    void touch(Moment now)
    {
        m_touched = true;
        m_last = now;
    }
    State state(Moment now) const
    {
        if (!m_touched)
            return State::Fresh;
        const auto quiet = now - m_last;
        if (quiet >= m_times.idle)
            return State::Over;
        return quiet >= m_times.idle - m_times.warn ? State::Warning : State::Busy;
    }
    /// Until everything is wiped, rounded up.
    std::chrono::seconds left(Moment now) const
    {
        return std::chrono::ceil<std::chrono::seconds>(m_last + m_times.idle - now);
    }

private:
    IdleTimes m_times;
    bool m_touched = false;
    Moment m_last;
};

} // namespace latchkey
