// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "application/localbackend.h"
#include "services/mail/message.h"

namespace latchkey {

/// Puts the demo's mail into its folder, and tells the mailbox beside the window of it.
class DemoMailer final : public Mailer
{
public:
    DemoMailer(std::unique_ptr<Mailer> folder, MailSender sender,
               std::shared_ptr<DemoMailWatch> watch);

    Result<void> send(const Letter &letter) override;

private:
    std::unique_ptr<Mailer> m_folder;
    MailSender m_sender;
    std::shared_ptr<DemoMailWatch> m_watch;
};

} // namespace latchkey
