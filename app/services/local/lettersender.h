// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/clock.h"
#include "services/mail/mailer.h"

#include <chrono>
#include <functional>
#include <memory>
#include <thread>
#include <vector>

namespace latchkey {

/// A letter on its way. `ticket` is what its sender calls it by.
struct Errand
{
    qint64 ticket = 0;
    Letter letter;
    Instant notAfter; ///< whose turn has not come by then is not sent
};

struct Delivery
{
    qint64 ticket = 0;
    /// None for a letter that was never begun.
    std::optional<Result<void>> outcome;
};

struct SenderOptions
{
    int connections = 1; ///< threads, each of which sends one letter after the other
    /// How long closing may wait for deliveries.
    std::chrono::milliseconds patience{200};
};

/// The threads that talk to the mail server, one for each connection: a delivery blocks, for
/// minutes if the server is slow. A thread is started when there is something to do that the others
/// have no time for. Takes letters into a short queue, and wipes them afterwards. Closing waits no
/// longer than it was told: a delivery that hangs is left to end by itself, and nobody hears how it
/// ended. Used by one thread.
class LetterSender
{
public:
    /// Queue and connections together, for each connection: enough to do while what has ended is
    /// written down, and little enough to repeat after a crash.
    static constexpr int lettersEach = 8;

    /// `clock` is read in the sending threads, and not after `close`.
    LetterSender(std::shared_ptr<Mailer> mailer, const Clock &clock, SenderOptions options);
    ~LetterSender();
    LetterSender(const LetterSender &) = delete;
    LetterSender &operator=(const LetterSender &) = delete;

    /// How many letters it takes in all.
    int capacity() const { return m_options.connections * lettersEach; }
    /// Called in a sending thread when deliveries can be collected, and once more when little is
    /// left to do.
    void whenFinished(std::function<void()> tell);
    void send(std::vector<Errand> errands);
    /// What has ended since the last call, and what has waited for too long.
    std::vector<Delivery> finished();
    /// Whether it will soon be without work.
    bool isRunningLow() const;
    /// Ends the threads, and gives the rest: what has ended, and what was not begun.
    std::vector<Delivery> close();

private:
    struct Desk;
    std::shared_ptr<Desk> m_desk;
    SenderOptions m_options;
    std::vector<std::thread> m_threads;
};

} // namespace latchkey
