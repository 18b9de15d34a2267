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
    : m_host(options.host), m_sender(std::move(sender)),
      m_session(std::make_unique<SmtpSession>(std::move(options)))
{
}

SmtpMailer::~SmtpMailer() = default;

/// RFC 6531 3.2: letters beyond ASCII before an @ go to servers that offer it. libcurl sends them
/// anyway, to a box that may be somebody else's.
Result<void> SmtpMailer::checkUtf8(const RenderedMail &mail)
{
    if (isAscii(mail.sender) && isAscii(mail.recipient))
        return {};
    const SmtpOutcome heard = m_session->command("NOOP");
    if (!heard.isDone())
        return fail(failureOf(heard, m_host));
    if (m_session->offers("SMTPUTF8"))
        return {};
    return fail({.reason = Reason::MailRefused,
                 .detail = QStringLiteral("the server takes no address with letters beyond ASCII "
                                          "before its @ (no SMTPUTF8)"),
                 .about = m_host});
}

Result<void> SmtpMailer::send(const Letter &letter)
{
    Result<RenderedMail> mail = renderMail(letter, m_sender);
    if (!mail)
        return fail(mail.error());
    Result<void> result = checkUtf8(*mail);
    if (result) {
        const SmtpOutcome sent = m_session->deliver(mail->sender, mail->recipient, mail->bytes);
        if (!sent.isDone())
            result = fail(failureOf(sent, m_host));
    }
    wipe(mail->bytes);
    wipe(mail->plain);
    return result;
}

} // namespace latchkey
