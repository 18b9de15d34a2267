// SPDX-License-Identifier: GPL-3.0-or-later
#include "ctl/accountnamed.h"
#include "ctl/standardinput.h"
#include "ctl/verbs.h"
#include "ctl/workplace.h"
#include "recovery/passwordpolicy.h"
#include "services/local/passwordhash.h"

namespace latchkey {

namespace {

/// Hashes that we wrote are over the prepared form of the password, imported ones over whatever
/// their application was given.
Result<bool> isPasswordOf(const Account &account, const Secret &typed)
{
    const auto asTyped = verifyPassword(typed, account.passwordHash);
    if (!asTyped || *asTyped)
        return asTyped;
    QString text = QString::fromUtf8(typed.reveal());
    const auto prepared = PasswordPolicy({.minimumCharacters = 1}).prepare(text);
    wipe(text);
    if (!prepared || equalInConstantTime(prepared->reveal(), typed.reveal()))
        return false;
    return verifyPassword(*prepared, account.passwordHash);
}

Result<ExitCode> verify(Workplace &place, const Invocation &invocation)
{
    const QString email = invocation.operand(0);
    const auto account = accountNamed(place, email);
    if (!account)
        return fail(account.error());
    const auto typed = StandardInput::line("Password");
    if (!typed)
        return fail(typed.error());
    const auto right =
        account->passwordHash.isEmpty() ? Result<bool>(false) : isPasswordOf(*account, *typed);
    if (!right)
        return fail(
            {.reason = right.error().reason, .detail = right.error().detail, .about = email});
    place.printer().answer({{QStringLiteral("right"), *right}},
                           *right ? QStringLiteral("The password is right.")
                                  : QStringLiteral("The password is wrong."));
    return *right ? ExitCode::Done : ExitCode::Refused;
}

} // namespace

std::vector<Verb> passwordVerbs()
{
    return {{.path = "password verify",
             .summary = "check a password against an account's stored hash",
             .operands = {{"EMAIL"}},
             .details = "The password is the first line of standard input. Exit code 0 when it is "
                        "right,\n1 when it is wrong or the account has none. Disabled and "
                        "unconfirmed accounts\nare checked as well.",
             .run = verify}};
}

} // namespace latchkey
