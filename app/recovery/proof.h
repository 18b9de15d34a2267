// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/secret.h"
#include "recovery/emailaddress.h"
#include "recovery/linkpattern.h"
#include "recovery/recoverycode.h"
#include "recovery/recoverylink.h"

#include <optional>
#include <variant>

namespace latchkey {

// What a person brings back from the mail.

/// A link of our form, or a bare token.
struct LinkProof
{
    Purpose purpose = Purpose::Reset;
    SharedSecret token;
};
/// A code of our form, and the address it was sent to.
struct CodeProof
{
    EmailAddress address;
    RecoveryCode code;
};
/// What a link or a code in a service's own form brings: named parts, of which a code has one,
/// "token", and the address.
struct PartsProof
{
    LinkParts parts;
    std::optional<EmailAddress> address; ///< set for a code
};
using Proof = std::variant<LinkProof, CodeProof, PartsProof>;

/// Whether they prove the same; in constant time for what is secret.
bool isSameProof(const Proof &left, const Proof &right);

} // namespace latchkey
