// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <algorithm>
#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <functional>
#include <vector>

/// What the benches share: times, medians, and the lines of the table.
namespace latchkey {

[[noreturn]] inline void stop(const char *what)
{
    std::printf("bench: %s\n", what);
    std::exit(EXIT_FAILURE);
}

inline void check(bool done, const char *what)
{
    if (!done)
        stop(what);
}

inline double median(std::vector<double> values)
{
    std::ranges::sort(values);
    return values[values.size() / 2];
}

/// Seconds.
inline double timeOf(const std::function<void()> &work)
{
    const auto begin = std::chrono::steady_clock::now();
    work();
    return std::chrono::duration<double>(std::chrono::steady_clock::now() - begin).count();
}

inline void figure(const char *name, double ratio, const char *goal, bool meets)
{
    std::printf("%-66s %9.2f   goal %-8s %-7s", name, ratio, goal, meets ? "met" : "MISSED");
}

} // namespace latchkey
