// SPDX-License-Identifier: GPL-3.0-or-later
#include "ctl/accountnamed.h"
#include "ctl/accountverbs.h"
#include "ctl/standardinput.h"
#include "recovery/passwordpolicy.h"
#include "services/local/eventlog.h"
#include "services/local/linkledger.h"
#include "services/local/passwordhash.h"
#include "settings/textrules.h"

namespace latchkey {

namespace {

struct Change
{
    const char *event; ///< its name in the event log
    /// Runs inside the transaction.
    std::function<Result<void>(SqlRunner &, const Account &)> apply;
    QString told; ///< what happened, for people
};

/// One change to one account with its entry in the log: both or neither.
Result<ExitCode> changeAccount(Workplace &place, const QString &email, const Change &change)
{
    const auto account = accountNamed(place, email);
    if (!account)
        return fail(account.error());
    const auto database = place.database();
    if (!database)
        return fail(database.error());
    SqlRunner &sql = **database;
    const auto changed = sql.transaction([&]() -> Result<void> {
        if (auto applied = change.apply(sql, *account); !applied)
            return applied;
        return EventLog(sql).enter(change.event, account->id, {}, place.now());
    });
    if (!changed)
        return fail(changed.error());
    place.printer().answer({{QStringLiteral("email"), account->email},
                            {QStringLiteral("event"), QLatin1String(change.event)}},
                           change.told.arg(account->email));
    return ExitCode::Done;
}

/// The password on standard input, prepared by the rules and hashed.
Result<QByteArray> readNewHash(Workplace &place)
{
    const auto settings = place.configuration();
    if (!settings)
        return fail(settings.error());
    const auto typed = StandardInput::line("Password for the new account");
    if (!typed)
        return fail(typed.error());
    QString text = QString::fromUtf8(typed->reveal());
    const auto prepared = PasswordPolicy(describeService(**settings).passwordRules).prepare(text);
    wipe(text);
    if (!prepared)
        return fail(prepared.error());
    return hashPassword(*prepared);
}

} // namespace

Result<ExitCode> addAccount(Workplace &place, const Invocation &invocation)
{
    const auto address = addressNamed(invocation.operand(0));
    if (!address)
        return fail(address.error());
    const QString locale = invocation.text("--locale");
    if (const auto fault = faultOf(TextRule::Language, locale))
        return fail(Reason::UsageFaulty, QStringLiteral("--locale %1.").arg(*fault));
    const auto database = place.database();
    if (!database)
        return fail(database.error());
    const auto hash =
        invocation.has("--password-stdin") ? readNewHash(place) : Result<QByteArray>(QByteArray());
    if (!hash)
        return fail(hash.error());

    SqlRunner &sql = **database;
    const auto id = sql.transaction([&]() -> Result<AccountId> {
        const auto added = AccountStore(sql).add({.address = *address,
                                                  .passwordHash = *hash,
                                                  .confirmed = invocation.has("--confirmed"),
                                                  .locale = locale},
                                                 place.now());
        if (!added)
            return added;
        if (auto entered = EventLog(sql).enter("account-added", *added, {}, place.now()); !entered)
            return fail(entered.error());
        return added;
    });
    if (!id && id.error().reason == Reason::AccountExists)
        return fail({.reason = Reason::AccountExists, .about = address->text()});
    if (!id)
        return fail(id.error());
    place.printer().answer(
        {{QStringLiteral("email"), address->text()}, {QStringLiteral("id"), *id}},
        QStringLiteral("%1 was added.").arg(address->text()));
    return ExitCode::Done;
}

Result<ExitCode> disableAccount(Workplace &place, const Invocation &invocation)
{
    return changeAccount(place, invocation.operand(0),
                         {.event = "account-disabled",
                          .apply =
                              [&](SqlRunner &sql, const Account &account) {
                                  return AccountStore(sql).setDisabled(account.id, true,
                                                                       place.now());
                              },
                          .told = QStringLiteral("%1 is disabled.")});
}

Result<ExitCode> enableAccount(Workplace &place, const Invocation &invocation)
{
    return changeAccount(place, invocation.operand(0),
                         {.event = "account-enabled",
                          .apply =
                              [&](SqlRunner &sql, const Account &account) {
                                  return AccountStore(sql).setDisabled(account.id, false,
                                                                       place.now());
                              },
                          .told = QStringLiteral("%1 is enabled.")});
}

Result<ExitCode> changeAccountEmail(Workplace &place, const Invocation &invocation)
{
    const auto address = addressNamed(invocation.operand(1));
    if (!address)
        return fail(address.error());
    const auto apply = [&](SqlRunner &sql, const Account &account) -> Result<void> {
        if (auto changed = AccountStore(sql).changeEmail(account.id, *address, place.now());
            !changed) {
            Failure failure = changed.error();
            if (failure.reason == Reason::AccountExists)
                failure = {.reason = Reason::AccountExists, .about = address->text()};
            return fail(failure);
        }
        return LinkLedger(sql).voidAll(account.id, VoidedBy::Withdrawn, place.now());
    };
    return changeAccount(place, invocation.operand(0),
                         {.event = "email-changed",
                          .apply = apply,
                          .told = QStringLiteral("%1 has another address now; it is unconfirmed, "
                                                 "and the account's links are void.")});
}

Result<ExitCode> removeAccount(Workplace &place, const Invocation &invocation)
{
    const QString email = invocation.operand(0);
    // Named wrong: said so before anybody is asked.
    if (const auto account = accountNamed(place, email); !account)
        return fail(account.error());
    if (auto agreed = StandardInput::agree(invocation.has("--yes"),
                                           QStringLiteral("This removes %1 for good.").arg(email));
        !agreed)
        return fail(agreed.error());
    const auto apply = [&](SqlRunner &sql, const Account &account) -> Result<void> {
        if (auto voided = LinkLedger(sql).voidAll(account.id, VoidedBy::Withdrawn, place.now());
            !voided)
            return voided;
        return AccountStore(sql).remove(account.id);
    };
    return changeAccount(
        place, email,
        {.event = "account-removed", .apply = apply, .told = QStringLiteral("%1 was removed.")});
}

} // namespace latchkey
