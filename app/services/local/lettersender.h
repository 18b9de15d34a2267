// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "services/mail/mailer.h"

#include <chrono>
#include <functional>
#include <memory>

namespace latchkey {

/// The one thread that talks to the mail server: a delivery blocks, for minutes if the server is
/// slow. Takes one letter at a time and wipes it afterwards. Closing waits no longer than it was
/// told: a delivery that hangs is left to end by itself, and its report is dropped.
class LetterSender
{
public:
    using Report = std::function<void(Result<void>)>;

    /// `patience` is how long the destructor may wait.
    LetterSender(std::shared_ptr<Mailer> mailer, std::chrono::milliseconds patience);
    ~LetterSender();
    LetterSender(const LetterSender &) = delete;
    LetterSender &operator=(const LetterSender &) = delete;

    /// Only while nothing is being sent. `report` is called once, in the sending thread, and not
    /// after the destructor has begun.
    void send(Letter letter, Report report);

private:
    struct Desk;
    std::shared_ptr<Desk> m_desk;
    std::chrono::milliseconds m_patience;
};

} // namespace latchkey
