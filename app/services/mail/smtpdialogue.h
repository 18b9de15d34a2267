// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QByteArray>
#include <QByteArrayView>
#include <QSet>

#include <chrono>

namespace latchkey {

/// Where in a conversation with a mail server we are: what the server was asked last.
enum class SmtpStep : quint8 {
    Opening, ///< finding it, connecting, its greeting; and the handshake where TLS comes first
    Hello,
    StartTls, ///< and the handshake after it
    Login,
    Sender,
    Recipient,
    DataStart,
    Content,
    DataEnd,
    Other, ///< a command that changes nothing
};

/// The step's name in a log ("RCPT", "end of data").
const char *stepName(SmtpStep step) noexcept;

/// Listens to one conversation and keeps its place, the last reply's code and what the server said
/// it can. Keeps no line, since the lines hold logins and addresses.
class SmtpDialogue
{
public:
    using Clock = std::chrono::steady_clock;

    /// A transfer begins, on a connection that is there or on a new one.
    void begin(SmtpStep step);
    void sent(QByteArrayView command);
    void received(QByteArrayView line);
    void contentSent(bool all);

    SmtpStep step() const noexcept { return m_step; }
    /// 0 while the step's reply is not complete.
    int reply() const noexcept { return m_reply; }
    /// "5.7.1" (RFC 3463), or empty.
    const QByteArray &status() const noexcept { return m_status; }
    /// Whether the last EHLO was answered with this keyword, in capitals.
    bool offers(const QByteArray &keyword) const { return m_offers.contains(keyword); }
    bool isGreeted() const noexcept { return m_greeted; }
    /// QUIT was said: libcurl says it when something went wrong, and the step remains that where it
    /// did.
    bool isLeaving() const noexcept { return m_leaving; }
    /// Since the last of the step's command, the last block of content, or QUIT.
    Clock::duration waited() const { return Clock::now() - m_since; }

private:
    void enter(SmtpStep step);

    SmtpStep m_step = SmtpStep::Opening;
    Clock::time_point m_since = Clock::now();
    int m_reply = 0;
    QByteArray m_status;
    QSet<QByteArray> m_offers;
    bool m_greeted = false;
    bool m_leaving = false;
};

} // namespace latchkey
