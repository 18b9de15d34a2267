// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "services/mail/message.h"
#include "services/mail/smtpoptions.h"
#include "services/mail/smtpoutcome.h"

#include <memory>
#include <mutex>
#include <vector>

namespace latchkey {

class SmtpSession;

/// Sends by SMTP through libcurl, and keeps connections for the next letters: as many as there were
/// threads that sent at the same time. Certificate and name are always checked; there is no way to
/// switch that off.
class SmtpMailer final : public Mailer
{
public:
    /// MailMisconfigured for options that cannot be used, and a sender that is not one address.
    static Result<std::unique_ptr<Mailer>> create(SmtpOptions options, MailSender sender);
    ~SmtpMailer() override;

    /// For whoever sets a server up: sends this letter and says how the conversation ended; without
    /// one goes as far as a mail would, up to the login. Waits for less long than `send`. Fails for
    /// what `create` does, and MailRefused for a recipient that is not one address.
    static Result<SmtpOutcome> tryOut(SmtpOptions options, const MailSender &sender,
                                      const Letter *letter);

    /// MailRefused for a 5xx, MailDelayed for a 4xx and for a server out of reach, MailUnsafe where
    /// encryption is missing or the certificate wrong, MailMisconfigured where the login is
    /// refused.
    Result<void> send(const Letter &letter) override;

private:
    SmtpMailer(SmtpOptions options, MailSender sender);

    Result<void> sendOver(SmtpSession &session, const RenderedMail &mail) const;
    Result<void> checkUtf8(SmtpSession &session, const RenderedMail &mail) const;
    std::unique_ptr<SmtpSession> takeSession();
    void giveBack(std::unique_ptr<SmtpSession> session);

    SmtpOptions m_options;
    MailSender m_sender;
    std::mutex m_mutex;
    std::vector<std::unique_ptr<SmtpSession>> m_idle; ///< the last used at the end
};

} // namespace latchkey
