// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "services/mail/smtpoptions.h"
#include "services/mail/smtpoutcome.h"

#include <memory>

namespace latchkey {

class SmtpHandle;

/// One connection to one mail server, opened when first needed, encrypted and logged in as the
/// options say, and kept for the next letter. Used in one thread at a time.
class SmtpSession
{
public:
    explicit SmtpSession(SmtpOptions options);
    /// Says QUIT where somebody still listens.
    ~SmtpSession();
    SmtpSession(const SmtpSession &) = delete;
    SmtpSession &operator=(const SmtpSession &) = delete;

    /// One mail to one recipient. Addresses as wireAddress() has them.
    SmtpOutcome deliver(const QByteArray &from, const QByteArray &to, QByteArrayView mail);
    /// One command of the caller's, after which the connection stays.
    SmtpOutcome command(const QByteArray &line);
    /// Of the connection that is open.
    bool offers(const QByteArray &keyword) const;

private:
    SmtpHandle &handle();
    SmtpOutcome keepOrDrop(SmtpOutcome outcome);

    SmtpOptions m_options;
    std::unique_ptr<SmtpHandle> m_handle;
};

} // namespace latchkey
