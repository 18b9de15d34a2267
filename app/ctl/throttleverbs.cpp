// SPDX-License-Identifier: GPL-3.0-or-later
#include "ctl/accountnamed.h"
#include "ctl/verbs.h"
#include "services/local/eventlog.h"
#include "services/local/throttle.h"

namespace latchkey {

namespace {

Result<ExitCode> clear(Workplace &place, const Invocation &invocation)
{
    const auto account = accountNamed(place, invocation.operand(0));
    if (!account)
        return fail(account.error());
    const auto database = place.database();
    if (!database)
        return fail(database.error());
    SqlRunner &sql = **database;
    const auto cleared = sql.transaction([&]() -> Result<int> {
        const auto count = Throttle(sql).clear(Throttle::accountBucket(account->id));
        if (!count)
            return count;
        if (auto entered = EventLog(sql).enter("throttle-cleared", account->id, {}, place.now());
            !entered)
            return fail(entered.error());
        return count;
    });
    if (!cleared)
        return fail(cleared.error());
    place.printer().answer(
        {{QStringLiteral("email"), account->email}, {QStringLiteral("cleared"), *cleared}},
        QStringLiteral("%1 may ask again at once (%2 requests forgotten).")
            .arg(account->email)
            .arg(*cleared));
    return ExitCode::Done;
}

} // namespace

std::vector<Verb> throttleVerbs()
{
    return {{.path = "throttle clear",
             .summary = "forget how often mail was asked for",
             .operands = {{"EMAIL"}},
             .details = "The limits of this device go on holding.",
             .run = clear}};
}

} // namespace latchkey
