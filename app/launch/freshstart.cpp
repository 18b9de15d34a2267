// SPDX-License-Identifier: GPL-3.0-or-later
#include "launch/freshstart.h"

#include <fcntl.h>
#include <unistd.h>

#include <climits>
#include <csignal>

namespace latchkey {

namespace {

constexpr int firstOfOurs = 3; // behind the standard streams
constexpr int mostInherited = 1024;

QByteArray ownProgram()
{
    QByteArray path(PATH_MAX, '\0');
    const ssize_t size = readlink("/proc/self/exe", path.data(), static_cast<size_t>(path.size()));
    return size > 0 && size < path.size() ? path.first(size) : QByteArray();
}

} // namespace

FreshStart::FreshStart() : m_program(ownProgram())
{
    for (int number = firstOfOurs; number < mostInherited; ++number) {
        if (fcntl(number, F_GETFD) == 0) // open, and not closed by execve
            m_inherited.push_back(number);
    }
}

void FreshStart::begin(const QByteArrayList &words) const
{
    close_range(firstOfOurs, UINT_MAX, CLOSE_RANGE_CLOEXEC);
    for (const int number : m_inherited)
        fcntl(number, F_SETFD, 0);
    // What a library has blocked in this thread would stay blocked.
    sigset_t none;
    sigemptyset(&none);
    pthread_sigmask(SIG_SETMASK, &none, nullptr);

    std::vector<QByteArray> own{m_program};
    own.insert(own.end(), words.begin(), words.end());
    std::vector<char *> arguments;
    arguments.reserve(own.size() + 1);
    for (QByteArray &word : own)
        arguments.push_back(word.data());
    arguments.push_back(nullptr);
    execv(m_program.constData(), arguments.data());
    _exit(1);
}

} // namespace latchkey
