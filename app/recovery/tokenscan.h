// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/secret.h"
#include "recovery/foldedreader.h"

#include <optional>

namespace latchkey {

/// How well what was read fits a token of itsdangerous' shape.
enum class TokenFit : quint8 {
    Opaque,  ///< not at all: another service's token, or a part is missing
    Trimmed, ///< once what was stuck to its end is taken off
    Exact,
};

struct TokenScan
{
    Secret token;
    TokenFit fit = TokenFit::Opaque;
    FoldedReader end; ///< just behind it
};

/// Reads the token that begins where the reader stands: payload (a dot before it when compressed),
/// dot, time, dot, and a signature whose 27, 43 or 86 characters (SHA-1, SHA-256, SHA-512) tell
/// where it ends. Folds are crossed only on the way to that end; where it never comes, the token is
/// what stands before the first fold, less the full stops at its end.
TokenScan scanToken(FoldedReader reader);

/// The first token that stands as a word of its own. One that was broken over lines is joined only
/// where the text holds nothing else, since any word before it could be its beginning.
struct BareTokenScan
{
    qsizetype begin = 0;
    TokenScan scan;
};
std::optional<BareTokenScan> findBareToken(QByteArrayView text);

} // namespace latchkey
