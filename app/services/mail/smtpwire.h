// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "services/mail/smtpoptions.h"
#include "services/mail/smtpoutcome.h"

#include <curl/curl.h>

namespace latchkey {

/// How long the answer of this step is waited for.
std::chrono::milliseconds patienceFor(SmtpStep step, const SmtpPatience &patience);

/// Bytes and replies on a connection that libcurl has opened, encrypted and logged in. Each wait
/// has the patience of the step at which the dialogue is. What comes in goes to the dialogue.
class SmtpWire
{
public:
    using End = SmtpOutcome::End;

    /// `dialogue` outlives the wire.
    SmtpWire(SmtpDialogue &dialogue, const SmtpPatience &patience)
        : m_dialogue(dialogue), m_patience(patience)
    {
    }

    /// Done, TimedOut or Lost.
    End send(CURL *curl, QByteArrayView bytes);
    /// The whole of the next reply. Lost also for what is none.
    End receiveReply(CURL *curl);

private:
    End receiveLine(CURL *curl, QByteArray &line);
    End waitFor(CURL *curl, short events);

    SmtpDialogue &m_dialogue;
    SmtpPatience m_patience;
    QByteArray m_received; ///< and not looked at yet
};

} // namespace latchkey
