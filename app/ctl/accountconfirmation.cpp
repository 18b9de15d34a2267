// SPDX-License-Identifier: GPL-3.0-or-later
#include "ctl/accountnamed.h"
#include "ctl/accountverbs.h"
#include "services/local/eventlog.h"
#include "services/local/outbox.h"
#include "services/local/requestledger.h"

namespace latchkey {

namespace {

constexpr std::chrono::seconds patienceWithMail{5};
constexpr int rowsLookedAt = 1000;

Result<void> confirmNow(SqlRunner &sql, const Account &account, Instant now)
{
    return sql.transaction([&]() -> Result<void> {
        if (auto set = AccountStore(sql).setConfirmed(account.id, true, now); !set)
            return set;
        return EventLog(sql).enter("address-confirmed", account.id, QStringLiteral("by operator"),
                                   now);
    });
}

/// What became of one request's mail; the answer says so, whatever else waits in the outbox.
Result<OutboxState> stateOfMail(SqlRunner &sql, RequestId request)
{
    const auto rows = Outbox(sql).list(rowsLookedAt);
    if (!rows)
        return fail(rows.error());
    for (const OutboxRow &row : *rows) {
        if (row.entry.request == request)
            return row.state;
    }
    return OutboxState::Pending;
}

Result<ExitCode> confirmByMail(Workplace &place, SqlRunner &sql, const Account &account)
{
    const Asking asking{.by = Asker::Operator, .origin = askingMachine()};
    const auto request = RequestLedger(sql, asking).recordConfirmation(account, place.now());
    if (!request) {
        Failure failure = request.error();
        if (failure.about.isEmpty())
            failure.about = account.email;
        return fail(failure);
    }
    const auto backend = place.backend();
    if (!backend)
        return fail(backend.error());
    const auto waiting = Workplace::wait((*backend)->drainOutbox(patienceWithMail));
    if (!waiting) {
        place.printer().remark(QStringLiteral("The mail is in the outbox and could not be sent."));
        return fail(waiting.error());
    }
    const auto state = stateOfMail(sql, *request);
    if (!state)
        return fail(state.error());
    const bool sent = *state == OutboxState::Sent;
    const bool lost = *state == OutboxState::Failed || *state == OutboxState::Dropped;
    place.printer().answer(
        {{QStringLiteral("email"), account.email},
         {QStringLiteral("mail"), sent   ? QStringLiteral("sent")
                                  : lost ? QStringLiteral("given-up")
                                         : QStringLiteral("pending")},
         {QStringLiteral("pending"), *waiting}},
        sent ? QStringLiteral("A link to confirm the address was mailed to %1.").arg(account.email)
        : lost ? QStringLiteral("The mail to %1 could not be delivered; see 'latchkeyctl outbox "
                                "list'.")
                     .arg(account.email)
               : QStringLiteral("The mail to %1 waits in the outbox (%2 in all); 'latchkeyctl "
                                "outbox flush' tries again.")
                     .arg(account.email)
                     .arg(*waiting));
    return sent ? ExitCode::Done : ExitCode::Trouble;
}

} // namespace

Result<ExitCode> confirmAccount(Workplace &place, const Invocation &invocation)
{
    const auto account = accountNamed(place, invocation.operand(0));
    if (!account)
        return fail(account.error());
    const auto database = place.database();
    if (!database)
        return fail(database.error());
    if (account->confirmedAt) {
        place.printer().answer(
            {{QStringLiteral("email"), account->email}, {QStringLiteral("already"), true}},
            QStringLiteral("%1 is confirmed already.").arg(account->email));
        return ExitCode::Done;
    }
    if (invocation.has("--mail"))
        return confirmByMail(place, **database, *account);
    if (auto confirmed = confirmNow(**database, *account, place.now()); !confirmed)
        return fail(confirmed.error());
    place.printer().answer({{QStringLiteral("email"), account->email},
                            {QStringLiteral("event"), QStringLiteral("address-confirmed")}},
                           QStringLiteral("%1 is confirmed.").arg(account->email));
    return ExitCode::Done;
}

} // namespace latchkey
