// SPDX-License-Identifier: GPL-3.0-or-later
#include "ctl/accountnamed.h"
#include "ctl/accountverbs.h"
#include "ctl/outboxpauseverbs.h"
#include "services/local/eventlog.h"
#include "services/local/outbox.h"
#include "services/local/outboxpause.h"
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

struct MailFate
{
    OutboxState state = OutboxState::Pending;
    int waiting = 0; ///< in all
    std::optional<Instant> paused;
};

Result<MailFate> fateOf(SqlRunner &sql, RequestId request)
{
    const auto state = stateOfMail(sql, request);
    const auto waiting = Outbox(sql).pendingCount();
    const auto paused = OutboxPause(sql).since();
    if (!state || !waiting || !paused)
        return fail(!state ? state.error() : !waiting ? waiting.error() : paused.error());
    return MailFate{.state = *state, .waiting = *waiting, .paused = *paused};
}

QString fateWord(OutboxState state)
{
    switch (state) {
    case OutboxState::Sent:
        return QStringLiteral("sent");
    case OutboxState::Failed:
    case OutboxState::Dropped:
        return QStringLiteral("given-up");
    case OutboxState::Pending:
    case OutboxState::Sending:
        break;
    }
    return QStringLiteral("pending");
}

QString fateText(const QString &email, const MailFate &fate)
{
    switch (fate.state) {
    case OutboxState::Sent:
        return QStringLiteral("A link to confirm the address was mailed to %1.").arg(email);
    case OutboxState::Failed:
    case OutboxState::Dropped:
        return QStringLiteral("The mail to %1 could not be delivered; see 'latchkeyctl outbox "
                              "list'.")
            .arg(email);
    case OutboxState::Pending:
    case OutboxState::Sending:
        break;
    }
    const QString waits = QStringLiteral("The mail to %1 waits in the outbox (%2 in all)")
                              .arg(email)
                              .arg(fate.waiting);
    if (fate.paused)
        return waits + QStringLiteral(". %1; 'latchkeyctl outbox resume' ends that.")
                           .arg(pausedText(*fate.paused));
    return waits + QStringLiteral("; 'latchkeyctl outbox flush' tries again.");
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
    const auto fate = fateOf(sql, *request);
    if (!fate)
        return fail(fate.error());
    place.printer().answer({{QStringLiteral("email"), account.email},
                            {QStringLiteral("mail"), fateWord(fate->state)},
                            {QStringLiteral("pending"), fate->waiting}},
                           fateText(account.email, *fate));
    return fate->state == OutboxState::Sent ? ExitCode::Done : ExitCode::Trouble;
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
