// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/secret.h"
#include "recovery/passwordrules.h"

#include <QStringView>

#include <vector>

namespace latchkey {

enum class PasswordRule : quint8 {
    Length,      ///< at least so many characters
    NotTooLong,  ///< at most so many bytes
    NoForbidden, ///< no control, unassigned or half characters
};

enum class RuleState : quint8 {
    NotYet, ///< more typing will meet it
    Met,
    Violated, ///< only taking something away will
};

struct RuleVerdict
{
    PasswordRule rule = PasswordRule::Length;
    RuleState state = RuleState::NotYet;
    int wanted = 0; ///< characters or bytes
    int present = 0;

    bool operator==(const RuleVerdict &) const = default;
};

/// Unicode code points once normalised: what "15 characters" counts.
int passwordLength(QStringView typed);

/// Judges a new password, and brings it into the form that its rules name: ours is the OpaqueString
/// profile of RFC 8265 4.2 (every kind of blank becomes U+0020, Unicode NFC, no case or width
/// mapping), so that two keyboards make the same password.
class PasswordPolicy
{
public:
    explicit PasswordPolicy(PasswordRules rules) noexcept : m_rules(rules) {}

    /// One verdict for each rule, always in the same order; for the live list beside the field.
    std::vector<RuleVerdict> judge(QStringView typed) const;
    /// UTF-8 to be hashed or sent. PasswordEmpty, PasswordTooShort, PasswordTooLong (never cut) or
    /// PasswordForbidden. A megabyte is refused without being looked at.
    Result<Secret> prepare(QStringView typed) const;
    /// The same for bytes that claim to be prepared: what a back end checks once more. Bytes that
    /// `prepare` would have changed are PasswordForbidden.
    Result<void> check(QByteArrayView prepared) const;

private:
    PasswordRules m_rules;
};

} // namespace latchkey
