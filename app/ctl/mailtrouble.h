// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "services/mail/smtpoutcome.h"
#include "settings/configuration.h"

namespace latchkey {

/// What an administrator got wrong, or whoever runs the mail server, and what to do about it.
/// Sentences without their full stop.
struct MailTrouble
{
    QString what;
    QString advice;
};

/// Of an outcome that is not done; `recipient` may be empty.
MailTrouble troubleWith(const SmtpOutcome &outcome, const MailSettings &mail,
                        const QString &recipient);

} // namespace latchkey
