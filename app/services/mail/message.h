// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "services/mail/mailer.h"
#include "services/mail/mailtemplates.h"

namespace latchkey {

/// Who the mail says it is from, and in whose words.
struct MailSender
{
    QString address;
    QString name;                 ///< empty: the service's
    MailTemplates templates = {}; ///< the program's, where nothing else is said
};

struct RenderedMail
{
    QByteArray sender;    ///< for the envelope, as wireAddress() has it
    QByteArray recipient; ///< likewise, one
    QByteArray bytes;     ///< RFC 5322, CRLF line ends, text and HTML as alternatives
    QString subject;
    QString plain;
};

/// The same letter and sender give the same bytes. MailMisconfigured where the sender is not one
/// address, MailRefused where the recipient is not.
Result<RenderedMail> renderMail(const Letter &letter, const MailSender &sender);

} // namespace latchkey
