// SPDX-License-Identifier: GPL-3.0-or-later
#include "ctl/timetext.h"
#include "ctl/verbs.h"
#include "ctl/workplace.h"
#include "recovery/emailaddress.h"
#include "services/local/accountstore.h"
#include "services/local/eventlog.h"

namespace latchkey {

namespace {

/// Whose account an event is about, as it is called today; empty where it is gone.
Result<QString> addressOf(SqlRunner &database, const EventRow &event, bool full)
{
    if (!event.accountId)
        return QString();
    const auto account = AccountStore(database).byId(*event.accountId);
    if (!account)
        return fail(account.error());
    const QString email = *account ? (*account)->email : QString();
    const auto address = EmailAddress::parse(email);
    return full || !address ? email : address->masked();
}

Result<ExitCode> list(Workplace &place, const Invocation &invocation)
{
    const auto most =
        invocation.number("--most", {.otherwise = 100, .least = 1, .greatest = 100'000});
    if (!most)
        return fail(most.error());
    const auto database = place.database();
    if (!database)
        return fail(database.error());
    const auto events = EventLog(**database).list(*most);
    if (!events)
        return fail(events.error());
    Printer &printer = place.printer();
    printer.beginList("events");
    for (const EventRow &event : *events) {
        const auto address = addressOf(**database, event, invocation.has("--full"));
        if (!address)
            return fail(address.error());
        QString text = QStringLiteral("%1  %2").arg(localTime(event.at), event.event);
        for (const QString &more : {*address, event.detail}) {
            if (!more.isEmpty())
                text += QStringLiteral("  ") + more;
        }
        printer.item({{QStringLiteral("at"), jsonTime(event.at)},
                      {QStringLiteral("event"), event.event},
                      {QStringLiteral("account"), *address},
                      {QStringLiteral("detail"), event.detail}},
                     text);
    }
    printer.endList({}, events->isEmpty() ? QStringLiteral("Nothing was entered yet.") : QString());
    return ExitCode::Done;
}

} // namespace

std::vector<Verb> logVerbs()
{
    return {{.path = "log",
             .summary = "print what was entered for operators, newest first",
             .options = {{"--most", "N", "at most so many (100)"},
                         {"--full", nullptr, "with whole addresses"}},
             .details = "Passwords reset, addresses confirmed, accounts imported, and requests "
                        "that somebody\nwithdrew because they had not asked.",
             .run = list}};
}

} // namespace latchkey
