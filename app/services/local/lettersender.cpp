// SPDX-License-Identifier: GPL-3.0-or-later
#include "services/local/lettersender.h"

#include "core/secret.h"

#include <condition_variable>
#include <deque>
#include <mutex>
#include <optional>
#include <utility>

namespace latchkey {

namespace {

void wipeLetter(Letter &letter)
{
    wipe(letter.link);
    wipe(letter.bridge);
    wipe(letter.withdraw);
    wipe(letter.withdrawBridge);
    wipe(letter.code);
}

} // namespace

/// What all threads hold. Each keeps it alive, so that a delivery which outlives the sender still
/// finds its mailer.
struct LetterSender::Desk
{
    Desk(std::shared_ptr<Mailer> given, const Clock &time) : mailer(std::move(given)), clock(time)
    {
    }

    std::shared_ptr<Mailer> mailer;
    const Clock &clock;
    std::mutex mutex;
    std::condition_variable changed;
    std::deque<Errand> queue;
    std::vector<Delivery> done;
    std::function<void()> tell;
    size_t low = 0; ///< a queue of this size will soon be empty
    bool toldLow = false;
    bool closing = false;
    size_t idle = 0;
    size_t running = 0;

    void run();
    std::optional<Errand> next(std::unique_lock<std::mutex> &lock);
    void note(Delivery delivery);
    void giveUpLateOnes();
};

std::optional<Errand> LetterSender::Desk::next(std::unique_lock<std::mutex> &lock)
{
    ++idle;
    changed.wait(lock, [this] { return closing || !queue.empty(); });
    --idle;
    if (closing)
        return std::nullopt;
    Errand errand = std::move(queue.front());
    queue.pop_front();
    return errand;
}

void LetterSender::Desk::note(Delivery delivery)
{
    done.push_back(std::move(delivery));
    const bool nowLow = queue.size() <= low && !toldLow;
    if (nowLow || done.size() == 1) {
        toldLow = toldLow || nowLow;
        if (tell && !closing)
            tell();
    }
}

/// All connections may hang: what stands in line behind them is another process's, or a later
/// turn's.
void LetterSender::Desk::giveUpLateOnes()
{
    const Instant now = clock.now();
    while (!queue.empty() && queue.front().notAfter < now) {
        done.push_back({.ticket = queue.front().ticket, .outcome = std::nullopt});
        wipeLetter(queue.front().letter);
        queue.pop_front();
    }
}

void LetterSender::Desk::run()
{
    std::unique_lock lock(mutex);
    while (std::optional<Errand> errand = next(lock)) {
        const bool inTime = clock.now() <= errand->notAfter;
        lock.unlock();
        Delivery delivery{.ticket = errand->ticket, .outcome = std::nullopt};
        if (inTime)
            delivery.outcome = mailer->send(errand->letter);
        wipeLetter(errand->letter);
        lock.lock();
        note(std::move(delivery));
    }
    --running;
    changed.notify_all();
}

LetterSender::LetterSender(std::shared_ptr<Mailer> mailer, const Clock &clock,
                           SenderOptions options)
    : m_desk(std::make_shared<Desk>(std::move(mailer), clock)), m_options(options)
{
    m_desk->low = static_cast<size_t>(capacity()) / 2;
}

LetterSender::~LetterSender()
{
    if (!m_threads.empty())
        (void)close();
}

void LetterSender::whenFinished(std::function<void()> tell)
{
    const std::lock_guard lock(m_desk->mutex);
    m_desk->tell = std::move(tell);
}

void LetterSender::send(std::vector<Errand> errands)
{
    const std::lock_guard lock(m_desk->mutex);
    for (Errand &errand : errands)
        m_desk->queue.push_back(std::move(errand));
    // It may have run low while these were being made; that is told again when it does.
    if (m_desk->queue.size() > m_desk->low)
        m_desk->toldLow = false;
    // One that has just been started counts as busy until it looks.
    size_t wanted = m_desk->queue.size() - std::min(m_desk->queue.size(), m_desk->idle);
    for (; wanted > 0 && std::cmp_less(m_desk->running, m_options.connections); --wanted) {
        ++m_desk->running;
        m_threads.emplace_back([desk = m_desk] { desk->run(); });
    }
    m_desk->changed.notify_all();
}

std::vector<Delivery> LetterSender::finished()
{
    const std::lock_guard lock(m_desk->mutex);
    m_desk->toldLow = false;
    m_desk->giveUpLateOnes();
    return std::exchange(m_desk->done, {});
}

bool LetterSender::isRunningLow() const
{
    const std::lock_guard lock(m_desk->mutex);
    return m_desk->queue.size() <= m_desk->low;
}

std::vector<Delivery> LetterSender::close()
{
    std::unique_lock lock(m_desk->mutex);
    m_desk->closing = true;
    m_desk->changed.notify_all();
    const bool ended =
        m_desk->changed.wait_for(lock, m_options.patience, [this] { return m_desk->running == 0; });
    std::vector<Delivery> rest = std::exchange(m_desk->done, {});
    for (Errand &errand : std::exchange(m_desk->queue, {})) {
        rest.push_back({.ticket = errand.ticket, .outcome = std::nullopt});
        wipeLetter(errand.letter);
    }
    lock.unlock();
    for (std::thread &thread : std::exchange(m_threads, {})) {
        if (ended)
            thread.join();
        else
            thread.detach();
    }
    return rest;
}

} // namespace latchkey
