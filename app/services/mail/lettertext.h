// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "services/mail/mailer.h"
#include "services/mail/mailtemplates.h"

#include <QLocale>

#include <map>

namespace latchkey {

/// What a letter says, in its recipient's language.
struct LetterText
{
    QString subject; ///< one line
    QString plain;
    QString html;
};

/// Fills the templates in the letter's language. Times are told with their zone. A template sees
/// the facts of the letter and nothing else. Internal when a template is missing or faulty.
Result<LetterText> composeText(const Letter &letter, const MailTemplates &templates = {});

/// What a template may show of a letter, by the names of letterVariables(); what a letter does not
/// have is not there.
std::map<QString, QString> letterFacts(const Letter &letter, const QLocale &locale);

} // namespace latchkey
