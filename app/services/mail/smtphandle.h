// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "services/mail/smtpoptions.h"
#include "services/mail/smtpoutcome.h"
#include "services/mail/smtptrust.h"

#include <curl/curl.h>

namespace latchkey {

/// One libcurl handle with what it calls back, and so at most one connection. Nothing else in the
/// room knows libcurl.
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
    const SmtpDialogue &dialogue() const noexcept { return m_dialogue; }

private:
    void setConnection(const SmtpOptions &options);
    void setEncryption(const SmtpOptions &options);
    void setLogin(const SmtpOptions &options);
    void setCallbacks();
    SmtpOutcome perform();
    SmtpOutcome::End endOf(int code) const;
    /// The socket of a connection on which nothing has come in unasked, or -1.
    int quietSocket();

    static size_t giveBytes(char *buffer, size_t size, size_t count, void *handle);
    static int hear(CURL *curl, curl_infotype type, char *bytes, size_t size, void *handle);
    static int mayGoOn(void *handle, curl_off_t, curl_off_t, curl_off_t, curl_off_t);
    static CURLcode ruleTls(CURL *curl, void *context, void *handle);

    CURL *m_curl;
    SmtpPatience m_patience;
    SmtpTrust m_trust;
    SmtpDialogue m_dialogue;
    QByteArrayView m_left; ///< of the mail that is being sent
    bool m_outOfPatience = false;
};

} // namespace latchkey
