// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "services/mail/mailer.h"

namespace latchkey {

/// What a letter says, in its recipient's language.
struct LetterText
{
    QString subject; ///< one line
    QString plain;
    QString html;
};

/// Fills the templates of resources/mail: the letter's language, else its base language ("de" for
/// "de-AT"), else English. Times are told with their zone. A template sees the facts of the letter
/// and nothing else. Internal when a template is missing or faulty.
Result<LetterText> composeText(const Letter &letter);

} // namespace latchkey
