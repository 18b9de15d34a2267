// SPDX-License-Identifier: GPL-3.0-or-later
#include "ctl/accountnamed.h"

namespace latchkey {

Result<EmailAddress> addressNamed(const QString &typed)
{
    auto address = EmailAddress::parse(typed);
    if (!address) {
        return fail(
            {.reason = address.error().reason, .detail = address.error().detail, .about = typed});
    }
    return address;
}

Result<Account> accountNamed(Workplace &place, const QString &typed)
{
    const auto address = addressNamed(typed);
    if (!address)
        return fail(address.error());
    const auto database = place.database();
    if (!database)
        return fail(database.error());
    auto found = AccountStore(**database).find(*address);
    if (!found) {
        Failure failure = found.error();
        if (failure.about.isEmpty())
            failure.about = typed;
        return fail(failure);
    }
    if (!*found)
        return fail({.reason = Reason::AccountUnknown, .about = typed});
    return std::move(**found);
}

} // namespace latchkey
