// SPDX-License-Identifier: GPL-3.0-or-later
#include "services/mail/smtpmailer.h"

#include "services/mail/mimetext.h"
#include "services/mail/smtpsession.h"

namespace latchkey {

namespace {
// Somebody waits for it at a terminal.
constexpr std::chrono::seconds patienceOnTrial{20};
} // namespace

Result<std::unique_ptr<Mailer>> SmtpMailer::create(SmtpOptions options, MailSender sender)
{
    Result<SmtpOptions> checked = checkedOptions(std::move(options));
    if (!checked)
        return fail(checked.error());
    if (wireAddress(sender.address).isEmpty()) {
        return fail({.reason = Reason::MailMisconfigured,
                     .detail = QStringLiteral("there is no one address to send from"),
                     .about = checked->host});
    }
    return std::unique_ptr<Mailer>(new SmtpMailer(std::move(*checked), std::move(sender)));
}

Result<SmtpOutcome> SmtpMailer::tryOut(SmtpOptions options, const MailSender &sender,
                                       const Letter *letter)
{
    options.patience.opening = patienceOnTrial;
    options.patience.command = patienceOnTrial;
    Result<SmtpOptions> checked = checkedOptions(std::move(options));
    if (!checked)
        return fail(checked.error());
    SmtpSession session(std::move(*checked));
    if (!letter)
        return session.command("NOOP");
    const Result<RenderedMail> mail = renderMail(*letter, sender);
    if (!mail)
        return fail(mail.error());
    return session.deliver(mail->sender, mail->recipient, mail->bytes);
}

SmtpMailer::SmtpMailer(SmtpOptions options, MailSender sender)
    : m_options(std::move(options)), m_sender(std::move(sender))
{
}

SmtpMailer::~SmtpMailer() = default;

/// The one that was used last, which a server is least likely to have given up.
std::unique_ptr<SmtpSession> SmtpMailer::takeSession()
{
    const std::lock_guard lock(m_mutex);
    if (m_idle.empty())
        return std::make_unique<SmtpSession>(m_options);
    std::unique_ptr<SmtpSession> session = std::move(m_idle.back());
    m_idle.pop_back();
    return session;
}

void SmtpMailer::giveBack(std::unique_ptr<SmtpSession> session)
{
    const std::lock_guard lock(m_mutex);
    m_idle.push_back(std::move(session));
}

/// RFC 6531 3.2: letters beyond ASCII before an @ go to servers that offer it. libcurl sends them
/// anyway, to a box that may be somebody else's.
Result<void> SmtpMailer::checkUtf8(SmtpSession &session, const RenderedMail &mail) const
{
    if (isAscii(mail.sender) && isAscii(mail.recipient))
        return {};
    const SmtpOutcome heard = session.command("NOOP");
    if (!heard.isDone())
        return fail(failureOf(heard, m_options.host));
    if (session.offers("SMTPUTF8"))
        return {};
    return fail({.reason = Reason::MailRefused,
                 .detail = QStringLiteral("the server takes no address with letters beyond ASCII "
                                          "before its @ (no SMTPUTF8)"),
                 .about = m_options.host});
}

Result<void> SmtpMailer::sendOver(SmtpSession &session, const RenderedMail &mail) const
{
    if (auto able = checkUtf8(session, mail); !able)
        return able;
    const SmtpOutcome sent = session.deliver(mail.sender, mail.recipient, mail.bytes);
    return sent.isDone() ? Result<void>() : fail(failureOf(sent, m_options.host));
}

Result<void> SmtpMailer::send(const Letter &letter)
{
    Result<RenderedMail> mail = renderMail(letter, m_sender);
    if (!mail)
        return fail(mail.error());
    std::unique_ptr<SmtpSession> session = takeSession();
    const Result<void> result = sendOver(*session, *mail);
    giveBack(std::move(session));
    wipe(mail->bytes);
    wipe(mail->plain);
    return result;
}

} // namespace latchkey
