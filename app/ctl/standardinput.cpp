// SPDX-License-Identifier: GPL-3.0-or-later
#include "ctl/standardinput.h"

#include <QScopeGuard>

#include <array>
#include <cerrno>
#include <csignal>
#include <cstdint>
#include <cstdio>
#include <optional>
#include <poll.h>
#include <sys/eventfd.h>
#include <termios.h>
#include <unistd.h>

namespace latchkey {

namespace {

// What a signal handler may touch: the signal's number, and where to say that one came. A flag
// alone would be missed by a read() that begins just after it was set.
volatile std::sig_atomic_t caughtSignal = 0;
volatile std::sig_atomic_t signalEvent = -1;

extern "C" void noteSignal(int number)
{
    const int before = errno;
    caughtSignal = number;
    const std::uint64_t one = 1;
    [[maybe_unused]] const ssize_t told = write(signalEvent, &one, sizeof one);
    errno = before;
}

/// While it lives, the terminal does not show what is typed, and a signal only ends the waiting:
/// the terminal must be put right before the signal does what it does.
class HiddenTyping
{
public:
    HiddenTyping() : m_event(eventfd(0, EFD_CLOEXEC | EFD_NONBLOCK))
    {
        caughtSignal = 0;
        signalEvent = m_event;
        struct sigaction action = {};
        action.sa_handler = noteSignal;
        for (size_t i = 0; i < signals.size(); ++i)
            sigaction(signals[i], &action, &m_actions[i]);
        if (tcgetattr(STDIN_FILENO, &m_before) != 0)
            return;
        termios hidden = m_before;
        hidden.c_lflag &= ~static_cast<tcflag_t>(ECHO);
        hidden.c_lflag |= ECHONL;
        m_isActive = tcsetattr(STDIN_FILENO, TCSAFLUSH, &hidden) == 0;
    }
    ~HiddenTyping()
    {
        if (m_isActive)
            tcsetattr(STDIN_FILENO, TCSAFLUSH, &m_before);
        for (size_t i = 0; i < signals.size(); ++i)
            sigaction(signals[i], &m_actions[i], nullptr);
        signalEvent = -1;
        if (m_event >= 0)
            close(m_event);
    }
    Q_DISABLE_COPY_MOVE(HiddenTyping)

private:
    static constexpr std::array signals{SIGINT, SIGTERM, SIGHUP, SIGQUIT, SIGTSTP};

    int m_event;
    termios m_before = {};
    std::array<struct sigaction, signals.size()> m_actions = {};
    bool m_isActive = false;
};

/// Until there is input. False when a signal came first.
bool waitForInput()
{
    // A negative descriptor, outside of HiddenTyping, is passed over.
    std::array<pollfd, 2> awaited{pollfd{.fd = STDIN_FILENO, .events = POLLIN, .revents = 0},
                                  pollfd{.fd = signalEvent, .events = POLLIN, .revents = 0}};
    while (poll(awaited.data(), awaited.size(), -1) < 0 && errno == EINTR) {
    }
    return caughtSignal == 0;
}

bool canAsk()
{
    return isatty(STDIN_FILENO) == 1 && isatty(STDERR_FILENO) == 1;
}

enum class Until : quint8 { LineEnd, InputEnd };

std::unexpected<Failure> faulty(const char *why)
{
    return fail(Reason::UsageFaulty, QString::fromLatin1(why));
}

/// Nothing when a signal came.
Result<std::optional<Secret>> readBytes(Until until)
{
    // As large as it can get, at once: a buffer that grew would leave copies behind.
    QByteArray bytes;
    bytes.reserve(StandardInput::longest + 1);
    const auto wiping = qScopeGuard([&bytes] { wipe(bytes); });
    while (bytes.size() <= StandardInput::longest) {
        if (!waitForInput())
            return std::optional<Secret>();
        char byte = 0;
        const ssize_t got = read(STDIN_FILENO, &byte, 1);
        if (got < 0 && errno == EINTR)
            continue;
        if (got < 0)
            return faulty("Standard input cannot be read.");
        if (got == 0 && until == Until::LineEnd && bytes.isEmpty())
            return faulty("Standard input ended too early: a line is missing.");
        if (got == 0 || (until == Until::LineEnd && byte == '\n')) {
            if (got == 1 && bytes.endsWith('\r'))
                bytes.chop(1);
            return std::optional(Secret::copyOf(bytes));
        }
        bytes.append(byte);
    }
    return faulty("Standard input is longer than 64 KiB.");
}

Result<Secret> readSecret(Until until, const char *prompt)
{
    caughtSignal = 0;
    if (!isatty(STDIN_FILENO)) {
        auto bytes = readBytes(until);
        if (!bytes)
            return fail(bytes.error());
        return std::move(**bytes);
    }
    for (;;) {
        {
            const HiddenTyping hidden;
            (void)std::fprintf(stderr, "%s: ", prompt);
            auto bytes = readBytes(until);
            if (!bytes)
                return fail(bytes.error());
            if (*bytes)
                return std::move(**bytes);
        }
        // The terminal is right again: now the signal may end or stop us. After a stop we ask anew.
        (void)std::fputc('\n', stderr);
        (void)std::raise(caughtSignal);
    }
}

} // namespace

Result<Secret> StandardInput::line(const char *prompt)
{
    return readSecret(Until::LineEnd, prompt);
}

Result<Secret> StandardInput::everything(const char *prompt)
{
    return readSecret(Until::InputEnd, prompt);
}

bool StandardInput::confirms(const QString &question)
{
    if (!canAsk())
        return false;
    (void)std::fprintf(stderr, "%s Type yes to go on: ", qPrintable(question));
    // A terminal gives one line at a time.
    std::array<char, 64> answer = {};
    const ssize_t got = read(STDIN_FILENO, answer.data(), answer.size());
    return got > 0 && QByteArrayView(answer.data(), got).trimmed() == "yes";
}

Result<void> StandardInput::agree(bool agreedAlready, const QString &question)
{
    if (agreedAlready || confirms(question))
        return {};
    if (canAsk())
        return fail(Reason::Cancelled);
    return fail(Reason::UsageFaulty, question + QStringLiteral(" Say --yes if you mean it."));
}

} // namespace latchkey
