// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QtGlobal>

namespace latchkey {

/// The form in which a password leaves us: what its owner's service compares at the next sign-in.
enum class PasswordForm : quint8 {
    OpaqueString, ///< RFC 8265 4.2: ours
    AsTyped,
    Nfc,
    Nfkd, ///< Flask-Security's
};

/// What a service demands of a new password. Ours by default: NIST SP 800-63B-4 3.1.1.2, length and
/// nothing else; a remote service's own come from its profile.
struct PasswordRules
{
    int minimumCharacters = 15; ///< Unicode code points, after normalisation
    int maximumBytes = 1024;    ///< of UTF-8; refused above, never cut
    bool askTwice = false;      ///< a second field, which must be equal
    PasswordForm normalisation = PasswordForm::OpaqueString;
};

} // namespace latchkey
