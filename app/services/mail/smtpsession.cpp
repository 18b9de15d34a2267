// SPDX-License-Identifier: GPL-3.0-or-later
#include "services/mail/smtpsession.h"

#include "services/mail/smtphandle.h"

namespace latchkey {

namespace {
constexpr int leaving = 421;
} // namespace

SmtpSession::SmtpSession(SmtpOptions options) : m_options(std::move(options)) {}

SmtpSession::~SmtpSession() = default;

SmtpHandle &SmtpSession::handle()
{
    // What came in unasked is the end of the connection, or the answer to something long given up.
    if (m_handle && !m_handle->isReady())
        m_handle.reset();
    if (!m_handle)
        m_handle = std::make_unique<SmtpHandle>(m_options);
    return *m_handle;
}

/// A server that refused may be in the middle of a mail, and is told goodbye; to one that is
/// silent, gone or going (421, RFC 5321 4.2.3) nothing more is said.
SmtpOutcome SmtpSession::keepOrDrop(SmtpOutcome outcome)
{
    if (outcome.isDone())
        return outcome;
    if (outcome.end != SmtpOutcome::End::Replied || outcome.reply == leaving)
        m_handle->giveUp();
    m_handle.reset();
    return outcome;
}

SmtpOutcome SmtpSession::deliver(const QByteArray &from, const QByteArray &to, QByteArrayView mail)
{
    SmtpOutcome outcome = keepOrDrop(handle().deliver(from, to, mail));
    // The server gave up a connection that was idle, as it may; nothing of the letter was said yet.
    if (outcome.kept && outcome.step == SmtpStep::Sender && outcome.end == SmtpOutcome::End::Lost)
        outcome = keepOrDrop(handle().deliver(from, to, mail));
    return outcome;
}

SmtpOutcome SmtpSession::command(const QByteArray &line)
{
    return keepOrDrop(handle().command(line));
}

bool SmtpSession::offers(const QByteArray &keyword) const
{
    return m_handle && m_handle->dialogue().offers(keyword);
}

} // namespace latchkey
