// SPDX-License-Identifier: GPL-3.0-or-later
// firstmap [--idle MS] PROGRAM [ARGUMENTS…]
//
// Starts a program on the X display, waits until its first top-level window is mapped, and prints
// one line: microseconds from fork to MapNotify, then the private memory (USS, KiB) at that moment
// and, with --idle, once more after so many milliseconds. Then it ends the program with SIGTERM.
// Measured from outside, so that the program needs no hook for it.
#include <xcb/xcb.h>

#include <sys/wait.h>
#include <unistd.h>

#include <chrono>
#include <csignal>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <fstream>
#include <string>
#include <thread>

namespace {

long privateKiB(pid_t process)
{
    std::ifstream rollup("/proc/" + std::to_string(process) + "/smaps_rollup");
    long sum = 0;
    for (std::string line; std::getline(rollup, line);) {
        long value = 0;
        if (std::sscanf(line.c_str(), "Private_Clean: %ld", &value) == 1 ||
            std::sscanf(line.c_str(), "Private_Dirty: %ld", &value) == 1)
            sum += value;
    }
    return sum;
}

/// True once a window of the screen's root is mapped; false when the connection breaks.
bool waitForFirstMap(xcb_connection_t *connection)
{
    while (xcb_generic_event_t *event = xcb_wait_for_event(connection)) {
        const int type = event->response_type & 0x7f;
        std::free(event);
        if (type == XCB_MAP_NOTIFY)
            return true;
    }
    return false;
}

} // namespace

int main(int argc, char **argv)
{
    int first = 1;
    std::chrono::milliseconds idle{0};
    if (argc > 2 && std::strcmp(argv[1], "--idle") == 0) {
        idle = std::chrono::milliseconds(std::atoi(argv[2]));
        first = 3;
    }
    if (first >= argc)
        return 2;

    xcb_connection_t *connection = xcb_connect(nullptr, nullptr);
    if (xcb_connection_has_error(connection))
        return 3;
    const xcb_screen_t *screen = xcb_setup_roots_iterator(xcb_get_setup(connection)).data;
    const uint32_t mask = XCB_EVENT_MASK_SUBSTRUCTURE_NOTIFY;
    xcb_change_window_attributes(connection, screen->root, XCB_CW_EVENT_MASK, &mask);
    xcb_flush(connection);

    const auto start = std::chrono::steady_clock::now();
    const pid_t process = fork();
    if (process == 0) {
        execvp(argv[first], argv + first);
        _exit(127);
    }
    if (!waitForFirstMap(connection))
        return 3;
    const auto mapped = std::chrono::steady_clock::now();
    const long atMap = privateKiB(process);
    std::this_thread::sleep_for(idle);
    const long atIdle = privateKiB(process);

    std::printf("%lld %ld %ld\n",
                static_cast<long long>(
                    std::chrono::duration_cast<std::chrono::microseconds>(mapped - start).count()),
                atMap, atIdle);
    kill(process, SIGTERM);
    waitpid(process, nullptr, 0);
    xcb_disconnect(connection);
    return 0;
}
