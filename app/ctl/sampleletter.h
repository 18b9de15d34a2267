// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "services/mail/mailer.h"
#include "settings/configuration.h"

namespace latchkey {

/// A letter as one would be sent, whose link and code open nothing: no key has signed them.
Letter sampleLetter(const Configuration &configuration, LetterKind kind, Instant now);

} // namespace latchkey
