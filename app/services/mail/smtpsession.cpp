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
    if (!m_handle)
        m_handle = std::make_unique<SmtpHandle>(m_options);
    return *m_handle;
}

/// libcurl keeps a connection on which it waited for an answer in vain, and would take that answer,
/// come late, for the one to the next letter. A server that says 421 leaves (RFC 5321 4.2.3).
SmtpOutcome SmtpSession::keepOrDrop(SmtpOutcome outcome)
{
    const bool refused = outcome.end == SmtpOutcome::End::Replied && outcome.reply != leaving;
    if (!outcome.isDone() && !refused) {
        m_handle->giveUp();
        m_handle.reset();
    }
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
