// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "services/mail/smtpoptions.h"
#include "services/mail/smtpoutcome.h"
#include "services/mail/smtptrust.h"
#include "services/mail/smtpwire.h"

#include <curl/curl.h>

namespace latchkey {

/// One libcurl handle with what it calls back, and so at most one connection. libcurl opens it,
/// encrypts it and logs in; mails are said here, since libcurl waits for each reply before it says
/// more, and turns every one of them into some thirty system calls. Nothing else in the room knows
/// libcurl but the wire.
class SmtpHandle
{
public:
    explicit SmtpHandle(const SmtpOptions &options);
    ~SmtpHandle();
    SmtpHandle(const SmtpHandle &) = delete;
    SmtpHandle &operator=(const SmtpHandle &) = delete;

    SmtpOutcome deliver(const QByteArray &from, const QByteArray &to, QByteArrayView mail);
    SmtpOutcome command(const QByteArray &line);
    /// Ends the connection without a word.
    void giveUp();
    /// Whether the next mail needs no new connection: it is open, and nothing has come in unasked,
    /// such as its end.
    bool isReady();
    const SmtpDialogue &dialogue() const noexcept { return m_dialogue; }

private:
    void setConnection(const SmtpOptions &options);
    void setEncryption(const SmtpOptions &options);
    void setLogin(const SmtpOptions &options);
    void setCallbacks();
    SmtpOutcome open();
    SmtpOutcome outcomeOf(SmtpOutcome::End end) const;
    SmtpOutcome::End endOf(int code) const;
    SmtpOutcome::End say(const QByteArray &line, int expected);
    SmtpOutcome::End introduce(const QByteArray &from, const QByteArray &to);
    SmtpOutcome::End sendContent(QByteArrayView mail);
    SmtpOutcome::End hearReply(int expected);

    static int hear(CURL *curl, curl_infotype type, char *bytes, size_t size, void *handle);
    static int mayGoOn(void *handle, curl_off_t, curl_off_t, curl_off_t, curl_off_t);
    static CURLcode ruleTls(CURL *curl, void *context, void *handle);

    CURL *m_curl;
    SmtpPatience m_patience;
    SmtpTrust m_trust;
    SmtpDialogue m_dialogue;
    SmtpWire m_wire;
    bool m_open = false;
    bool m_kept = false; ///< since before what is being done
    bool m_outOfPatience = false;
};

} // namespace latchkey
