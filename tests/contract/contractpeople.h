// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "tests/contract/serviceharness.h"

namespace latchkey::contract {

// Who has an account at the beginning of each case.
inline const QString alice = QStringLiteral("alice.adams@example.com");
inline const QString bob = QStringLiteral("bob@example.com");
inline const QString unconfirmed = QStringLiteral("una@example.com");
inline const QString disabled = QStringLiteral("dis@example.com");
inline const QString nobody = QStringLiteral("nobody@example.com");

inline const QByteArray oldPassword = "the password before all this";
inline const QByteArray newPassword = "a wholly different password";

inline void moveIn(ServiceHarness &harness)
{
    harness.addAccount({.address = alice, .password = oldPassword});
    harness.addAccount({.address = bob, .password = oldPassword});
    harness.addAccount({.address = unconfirmed, .password = oldPassword, .confirmed = false});
    harness.addAccount({.address = disabled, .password = oldPassword, .disabled = true});
}

} // namespace latchkey::contract
