// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/secret.h"

#include <optional>

namespace latchkey {

/// What stands in a credential file:
///
///     # Anything behind a # at the start of a line, and empty lines, are left alone.
///     signing-keys/example c2VjcmV0...
///     smtp-password/example cGFzc3dvcmQ=
///
/// A line each: name, one blank, the secret in base64 (RFC 4648 4, with padding). A name stands
/// once. Any other line makes the whole text KeyUnusable, with the line's number in the detail, so
/// that a damaged file is never taken for one that lacks a key.
class CredentialText
{
public:
    static Result<CredentialText> parse(Secret text);
    /// Without a blank, a control character or a # at the front; at most 200 bytes.
    static bool isName(QByteArrayView name) noexcept;

    /// Nothing when the name is not there.
    std::optional<Secret> find(QByteArrayView name) const;
    /// The text with this name's line replaced, added or, without a secret, left out.
    Secret with(QByteArrayView name, const Secret *secret) const;

private:
    explicit CredentialText(Secret text) : m_text(std::move(text)) {}

    Secret m_text;
};

} // namespace latchkey
