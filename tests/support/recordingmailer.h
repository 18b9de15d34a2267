// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "services/mail/mailer.h"

#include <condition_variable>
#include <memory>
#include <mutex>
#include <optional>
#include <vector>

namespace latchkey {

/// What came out of the post, seen from the test's thread.
class Mailbox
{
public:
    void add(const Letter &letter)
    {
        const std::lock_guard lock(m_mutex);
        m_letters.push_back(letter);
    }
    std::vector<Letter> letters() const
    {
        const std::lock_guard lock(m_mutex);
        return m_letters;
    }
    /// Every letter that was to be delivered, whatever came of it.
    void offer(const Letter &letter)
    {
        const std::lock_guard lock(m_mutex);
        m_offered.push_back(letter);
    }
    std::vector<Letter> offered() const
    {
        const std::lock_guard lock(m_mutex);
        return m_offered;
    }
    int count() const { return static_cast<int>(letters().size()); }
    Letter last() const { return letters().back(); }

    /// Every delivery fails with this from now on; null restores it.
    void refuseWith(std::optional<Failure> failure)
    {
        const std::lock_guard lock(m_mutex);
        m_failure = std::move(failure);
    }
    std::optional<Failure> refusal() const
    {
        const std::lock_guard lock(m_mutex);
        return m_failure;
    }

    /// Deliveries hang until `letGo()`.
    void hang()
    {
        const std::lock_guard lock(m_mutex);
        m_hanging = true;
    }
    void letGo()
    {
        const std::lock_guard lock(m_mutex);
        m_hanging = false;
        m_changed.notify_all();
    }
    void waitWhileHanging()
    {
        std::unique_lock lock(m_mutex);
        ++m_arrived;
        m_changed.wait(lock, [this] { return !m_hanging; });
    }
    int arrived() const
    {
        const std::lock_guard lock(m_mutex);
        return m_arrived;
    }

private:
    mutable std::mutex m_mutex;
    std::condition_variable m_changed;
    std::vector<Letter> m_letters;
    std::vector<Letter> m_offered;
    std::optional<Failure> m_failure;
    bool m_hanging = false;
    int m_arrived = 0;
};

/// Keeps letters in a mailbox that the test shares.
class RecordingMailer final : public Mailer
{
public:
    explicit RecordingMailer(std::shared_ptr<Mailbox> mailbox) : m_mailbox(std::move(mailbox)) {}

    Result<void> send(const Letter &letter) override
    {
        m_mailbox->offer(letter);
        m_mailbox->waitWhileHanging();
        if (const std::optional<Failure> refusal = m_mailbox->refusal())
            return fail(*refusal);
        m_mailbox->add(letter);
        return {};
    }

private:
    std::shared_ptr<Mailbox> m_mailbox;
};

} // namespace latchkey
