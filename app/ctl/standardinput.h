// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/secret.h"

namespace latchkey {

/// Standard input, where passwords, tokens and keys come from: an argument would stand in the
/// process list and in the shell's history. Read byte by byte and not ahead, so that no buffer
/// keeps a copy. At a terminal the prompt goes to standard error and nothing that is typed is
/// shown; whatever signal ends or stops the program meanwhile, the terminal is put right first.
class StandardInput
{
public:
    static constexpr qsizetype longest = 64LL * 1024;

    /// One line without its end (LF or CRLF). UsageFaulty when the input has ended, or is too long.
    static Result<Secret> line(const char *prompt);
    /// Everything to the end of the input, as it is.
    static Result<Secret> everything(const char *prompt);
    /// Asks with the typing shown; true for "yes" alone. False at once where nobody can answer.
    static bool confirms(const QString &question);
    /// Before what cannot be undone: asks at a terminal, and "yes" alone goes on (Cancelled
    /// otherwise); elsewhere `--yes` has to stand on the command line (UsageFaulty).
    static Result<void> agree(bool agreedAlready, const QString &question);
};

} // namespace latchkey
