// SPDX-License-Identifier: GPL-3.0-or-later
#include "services/local/lettersender.h"

#include "core/secret.h"

#include <condition_variable>
#include <mutex>
#include <optional>
#include <thread>

namespace latchkey {

/// What both threads hold. The thread keeps it alive, so that a delivery which outlives the sender
/// still finds its mailer.
struct LetterSender::Desk
{
    struct Task
    {
        Letter letter;
        Report report;
    };

    std::shared_ptr<Mailer> mailer;
    std::mutex mutex;
    std::condition_variable changed;
    std::optional<Task> task;
    bool closing = false;
    bool ended = false;
    std::thread thread;

    void run();
    std::optional<Task> next();
};

std::optional<LetterSender::Desk::Task> LetterSender::Desk::next()
{
    std::unique_lock lock(mutex);
    changed.wait(lock, [this] { return closing || task.has_value(); });
    if (closing)
        return std::nullopt;
    return std::exchange(task, std::nullopt);
}

void LetterSender::Desk::run()
{
    while (std::optional<Task> work = next()) {
        const Result<void> outcome = mailer->send(work->letter);
        wipe(work->letter.link);
        wipe(work->letter.bridge);
        wipe(work->letter.withdraw);
        wipe(work->letter.withdrawBridge);
        wipe(work->letter.code);
        const std::lock_guard lock(mutex);
        if (!closing)
            work->report(outcome);
    }
    const std::lock_guard lock(mutex);
    ended = true;
    changed.notify_all();
}

LetterSender::LetterSender(std::shared_ptr<Mailer> mailer, std::chrono::milliseconds patience)
    : m_desk(std::make_shared<Desk>()), m_patience(patience)
{
    m_desk->mailer = std::move(mailer);
    m_desk->thread = std::thread([desk = m_desk] { desk->run(); });
}

LetterSender::~LetterSender()
{
    bool ended = false;
    {
        std::unique_lock lock(m_desk->mutex);
        m_desk->closing = true;
        m_desk->changed.notify_all();
        ended = m_desk->changed.wait_for(lock, m_patience, [this] { return m_desk->ended; });
    }
    if (ended)
        m_desk->thread.join();
    else
        m_desk->thread.detach();
}

void LetterSender::send(Letter letter, Report report)
{
    const std::lock_guard lock(m_desk->mutex);
    m_desk->task = Desk::Task{.letter = std::move(letter), .report = std::move(report)};
    m_desk->changed.notify_all();
}

} // namespace latchkey
