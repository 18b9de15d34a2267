// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ctl/workplace.h"
#include "recovery/recoverylink.h"
#include "services/local/outbox.h"

namespace latchkey {

// The words for what stands in rows, the same in text and JSON; stable across releases.
QString stateWord(OutboxState state);
QString kindWord(LetterKind kind);
QString purposeWord(Purpose purpose);
QString askerWord(Asker asker);

/// What a verb that caused a mail does before it leaves: sends for up to 5 s, and remarks on what
/// waits after that. No failure: the mail is safe in the outbox.
void sendBeforeLeaving(Workplace &place);

} // namespace latchkey
