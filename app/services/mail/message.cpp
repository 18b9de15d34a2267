// SPDX-License-Identifier: GPL-3.0-or-later
#include "services/mail/message.h"

#include "services/mail/lettertext.h"
#include "services/mail/mimetext.h"

#include <QCryptographicHash>

namespace latchkey {

Result<RenderedMail> renderMail(const Letter &letter, const MailSender &sender)
{
    const QByteArray from = wireAddress(sender.address);
    if (from.isEmpty())
        return fail(Reason::MailMisconfigured, QStringLiteral("the sender is not one address"));
    const QByteArray to = wireAddress(letter.recipient);
    if (to.isEmpty())
        return fail(Reason::MailRefused, QStringLiteral("the recipient is not one address"));
    const Result<LetterText> text = composeText(letter, sender.templates);
    if (!text)
        return fail(text.error());
    // From the message's own id, so that a repeated delivery has the same one. `=_` cannot stand in
    // a quoted-printable body (RFC 2045 6.7), nor do our templates hold it.
    const QByteArray boundary =
        "=_" +
        QCryptographicHash::hash(letter.messageId, QCryptographicHash::Sha256).toHex().left(32);

    const QByteArray plain = textPart("text/plain", text->plain);
    const QByteArray html = textPart("text/html", text->html);
    constexpr qsizetype roomForHeaders = 1024;
    QByteArray mail;
    mail.reserve(plain.size() + html.size() + roomForHeaders);
    mail +=
        "From: " + mailbox(sender.name.isEmpty() ? letter.serviceName : sender.name, from) + "\r\n";
    mail += "To: " + mailbox({}, to) + "\r\n";
    mail += "Subject: " + headerText(text->subject) + "\r\n";
    mail += "Date: " + mailDate(letter.minted.time_since_epoch().count()) + "\r\n";
    mail += "Message-ID: <" + letter.messageId + ">\r\n";
    // RFC 3834: no vacation notice should come back.
    mail += "Auto-Submitted: auto-generated\r\n";
    mail += "MIME-Version: 1.0\r\n";
    mail += "Content-Type: multipart/alternative; boundary=\"" + boundary + "\"\r\n\r\n";
    mail += "--" + boundary + "\r\n" + plain;
    mail += "--" + boundary + "\r\n" + html;
    mail += "--" + boundary + "--\r\n";
    return RenderedMail{.sender = from,
                        .recipient = to,
                        .bytes = mail,
                        .subject = text->subject,
                        .plain = text->plain};
}

} // namespace latchkey
