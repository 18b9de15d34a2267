// SPDX-License-Identifier: GPL-3.0-or-later
#include "ctl/accountnamed.h"
#include "ctl/accountverbs.h"
#include "ctl/timetext.h"

namespace latchkey {

namespace {

constexpr int accountsPerPage = 1000;

QString statusOf(const Account &account)
{
    if (account.disabledAt)
        return QStringLiteral("disabled");
    return account.confirmedAt ? QStringLiteral("confirmed") : QStringLiteral("unconfirmed");
}

/// Never the hash: whoever has it can try passwords against it.
QJsonObject jsonOf(const Account &account)
{
    return {{QStringLiteral("id"), account.id},
            {QStringLiteral("email"), account.email},
            {QStringLiteral("status"), statusOf(account)},
            {QStringLiteral("has_password"), !account.passwordHash.isEmpty()},
            {QStringLiteral("locale"), account.locale},
            {QStringLiteral("confirmed_at"), jsonTime(account.confirmedAt)},
            {QStringLiteral("disabled_at"), jsonTime(account.disabledAt)},
            {QStringLiteral("session_generation"), account.sessionGeneration},
            {QStringLiteral("created_at"), jsonTime(account.createdAt)},
            {QStringLiteral("updated_at"), jsonTime(account.updatedAt)}};
}

QString textOf(const Account &account)
{
    QString text = QStringLiteral("%1\n  status    %2").arg(account.email, statusOf(account));
    if (account.disabledAt)
        text += QStringLiteral(" since %1").arg(localTime(*account.disabledAt));
    else if (account.confirmedAt)
        text += QStringLiteral(" since %1").arg(localTime(*account.confirmedAt));
    text += QStringLiteral("\n  password  %1\n  language  %2\n  added     %3\n  changed   %4")
                .arg(account.passwordHash.isEmpty() ? QStringLiteral("none yet")
                                                    : QStringLiteral("set"),
                     account.locale.isEmpty() ? QStringLiteral("the service's") : account.locale,
                     localTime(account.createdAt), localTime(account.updatedAt));
    return text;
}

} // namespace

Result<ExitCode> showAccount(Workplace &place, const Invocation &invocation)
{
    const auto account = accountNamed(place, invocation.operand(0));
    if (!account)
        return fail(account.error());
    place.printer().answer(jsonOf(*account), textOf(*account));
    return ExitCode::Done;
}

Result<ExitCode> listAccounts(Workplace &place, const Invocation &)
{
    const auto database = place.database();
    if (!database)
        return fail(database.error());
    AccountStore store(**database);
    Printer &printer = place.printer();
    printer.beginList("accounts");
    qint64 count = 0;
    AccountId last = 0;
    for (;;) {
        const auto page = store.list(last, accountsPerPage);
        if (!page)
            return fail(page.error());
        if (page->isEmpty())
            break;
        for (const Account &account : *page) {
            printer.item(jsonOf(account),
                         QStringLiteral("%1\t%2").arg(account.email, statusOf(account)));
        }
        count += page->size();
        last = page->constLast().id;
    }
    printer.endList({{QStringLiteral("count"), count}}, {});
    return ExitCode::Done;
}

} // namespace latchkey
