// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/secret.h"
#include "services/mail/message.h"

#include <chrono>
#include <memory>

namespace latchkey {

enum class SmtpSecurity : quint8 {
    Tls,           ///< from the first byte (RFC 8314 3.3)
    StartTls,      ///< required: without it nothing is sent
    ClearLoopback, ///< none, and only to this machine
};

struct SmtpOptions
{
    QString host;
    int port = 0; ///< 0: 465 for Tls, 587 for StartTls, 25 for ClearLoopback
    SmtpSecurity security = SmtpSecurity::Tls;
    QString user;                 ///< empty: no AUTH
    SharedSecret password;        ///< null without a user
    QString certificateAuthority; ///< PEM file in place of the system's; may be empty
    std::chrono::seconds connectPatience{20};
    std::chrono::seconds replyPatience{60};
    std::chrono::seconds wholePatience{300};
};

/// Sends by SMTP through libcurl, and keeps the connection for the next letter. Certificate and
/// name are always checked; there is no way to switch that off. Used in one thread at a time.
class SmtpMailer final : public Mailer
{
public:
    /// MailMisconfigured for a host that is no host, or clear text to another machine.
    static Result<std::unique_ptr<Mailer>> create(SmtpOptions options, MailSender sender);
    ~SmtpMailer() override;

    /// Goes as far as a mail would, up to the login, and sends none. The reasons of `create` and
    /// `send`.
    static Result<void> probe(SmtpOptions options);

    /// MailRefused for a 5xx, MailDelayed for a 4xx and for a server out of reach, MailUnsafe where
    /// encryption is missing or the certificate wrong, MailMisconfigured where the login is
    /// refused.
    Result<void> send(const Letter &letter) override;

private:
    class Connection;

    SmtpMailer(SmtpOptions options, MailSender sender);

    SmtpOptions m_options;
    MailSender m_sender;
    std::unique_ptr<Connection> m_connection;
};

} // namespace latchkey
