// SPDX-License-Identifier: GPL-3.0-or-later
#include "application/demomailer.h"

namespace latchkey {

DemoMailer::DemoMailer(std::unique_ptr<Mailer> folder, MailSender sender,
                       std::shared_ptr<DemoMailWatch> watch)
    : m_folder(std::move(folder)), m_sender(std::move(sender)), m_watch(std::move(watch))
{
}

Result<void> DemoMailer::send(const Letter &letter)
{
    if (auto sent = m_folder->send(letter); !sent)
        return sent;
    const Result<RenderedMail> mail = renderMail(letter, m_sender);
    if (!mail)
        return fail(mail.error());
    Q_EMIT m_watch->sent({.subject = mail->subject, .sent = letter.minted, .text = mail->plain});
    return {};
}

} // namespace latchkey
