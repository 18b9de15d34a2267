// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/failure.h"

#include <QString>

namespace latchkey {

/// What a person is told of a refusal: one sentence of cause, one of what to do. Plain text.
struct FailureText
{
    QString cause;
    QString wayOn;

    /// The cause as a title: without its full stop.
    QString headline() const { return cause.endsWith(u'.') ? cause.chopped(1) : cause; }
    /// Both in one line, for under a field.
    QString joined() const { return cause + u' ' + wayOn; }
};

/// The one place where a Failure becomes sentences, in the language of the program. Never shows
/// `detail`.
FailureText failureText(const Failure &failure);

} // namespace latchkey
