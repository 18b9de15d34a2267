// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/failure.h"
#include "services/mail/smtpdialogue.h"

#include <QString>

namespace latchkey {

/// How a piece of the conversation ended, in the terms of the protocol.
struct SmtpOutcome
{
    enum class End : quint8 {
        Done,
        Replied,     ///< not the answer that lets one go on: `reply`
        NoSuchHost,  ///< its name has no address
        NoWay,       ///< no connection: nobody listens there, or nothing leads there
        TimedOut,    ///< its answer did not come in time
        Lost,        ///< the connection ended
        NotSecure,   ///< no encryption, or not one of ours
        NotBelieved, ///< the certificate; `verification` says why
        NoLogin,     ///< no login method in common
        Faulty,      ///< not usable at all: options, memory
    };

    End end = End::Faulty;
    SmtpStep step = SmtpStep::Opening;
    int reply = 0;         ///< 0: none
    QByteArray status;     ///< "5.7.1", or empty
    long verification = 0; ///< X509_V_ERR_…, or 0
    bool kept = false;     ///< the connection was one of before
    bool connected = false;
    QString words; ///< libcurl's, for the log; without address and login

    bool isDone() const noexcept { return end == End::Done; }
};

/// What the mailer answers for it. `host` is what it is about.
Failure failureOf(const SmtpOutcome &outcome, const QString &host);

} // namespace latchkey
