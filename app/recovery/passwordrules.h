// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

namespace latchkey {

/// What a service demands of a new password. Ours by default: NIST SP 800-63B-4 3.1.1.2, length and
/// nothing else; a remote service's own come from its profile.
struct PasswordRules
{
    int minimumCharacters = 15; ///< Unicode code points, after normalisation
    int maximumBytes = 1024;    ///< of UTF-8; refused above, never cut
    bool askTwice = false;      ///< a second field, which must be equal
};

} // namespace latchkey
