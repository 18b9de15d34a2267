// SPDX-License-Identifier: GPL-3.0-or-later
#include "services/local/requestledger.h"

#include "core/plainline.h"
#include "services/local/clockmark.h"
#include "services/local/eventlog.h"
#include "services/local/linkbinding.h"
#include "services/local/linkledger.h"
#include "services/local/outbox.h"
#include "services/local/sqlvalues.h"
#include "services/local/throttle.h"

#include <QDateTime>

namespace latchkey {

namespace {
constexpr qsizetype nonceBytes = 16;
constexpr qsizetype longestOrigin = 100;
constexpr std::chrono::seconds minute{60};
constexpr std::chrono::seconds hour{3600};
constexpr std::chrono::seconds day{86400};

/// Never null, which the column refuses.
QString storedOrigin(const QString &origin)
{
    return QLatin1String("") + plainLine(origin, longestOrigin);
}

/// "2026-11-30T12:04:05Z at the window on “desk-2”", for the operators' log.
QString askedWords(const RequestRow &request)
{
    QString words =
        QDateTime::fromSecsSinceEpoch(request.requestedAt.time_since_epoch().count(), Qt::UTC)
            .toString(Qt::ISODate);
    switch (request.asker) {
    case Asker::Unknown:
        break;
    case Asker::Window:
        words += QStringLiteral(" at the window");
        break;
    case Asker::Operator:
        words += QStringLiteral(" by an operator");
        break;
    }
    return request.origin.isEmpty() ? words
                                    : words + QStringLiteral(" on \"%1\"").arg(request.origin);
}

} // namespace

struct RequestLedger::Judgement
{
    std::optional<AccountId> account;
    Decision decision = Decision::Unknown;
    QString bucket; ///< what this request counts against
};

Result<bool> RequestLedger::isThrottled(AccountId account, const LedgerLimits &limits, Instant now)
{
    const auto row = m_sql.row("SELECT coalesce(sum(at > ?), 0), coalesce(sum(at > ?), 0), count(*)"
                               " FROM latchkey_throttle WHERE bucket = ? AND at > ?",
                               {seconds(now - limits.perAccountPause), seconds(now - hour),
                                Throttle::accountBucket(account), seconds(now - day)});
    if (!row)
        return fail(row.error());
    const SqlRow &counts = **row;
    return counts[0].toInt() >= 1 || counts[1].toInt() >= limits.perAccountHour ||
           counts[2].toInt() >= limits.perAccountDay;
}

Result<RequestLedger::Judgement> RequestLedger::judge(const EmailAddress &address,
                                                      const LedgerLimits &limits, Instant now)
{
    constexpr AccountId nobody = -1;
    Judgement judgement{.bucket = Throttle::nobodyBucket(address.matchKey())};
    const auto found = AccountStore(m_sql).find(address);
    if (!found && found.error().reason != Reason::AccountAmbiguous)
        return fail(found.error());
    const Account *account = found && *found ? &**found : nullptr;
    // Asked for nobody too: the same statements run.
    const auto throttled = isThrottled(account ? account->id : nobody, limits, now);
    if (!throttled)
        return fail(throttled.error());

    if (!found)
        judgement.decision = Decision::Ambiguous;
    if (!account)
        return judgement;
    judgement.account = account->id;
    if (account->disabledAt)
        judgement.decision = Decision::Disabled;
    else if (!account->confirmedAt)
        judgement.decision = Decision::Unconfirmed;
    else if (*throttled)
        judgement.decision = Decision::Throttled;
    else
        judgement.decision = Decision::Queued;
    if (judgement.decision == Decision::Queued)
        judgement.bucket = Throttle::accountBucket(account->id);
    return judgement;
}

Result<RequestId> RequestLedger::write(const Judgement &judgement, Purpose purpose, Instant now)
{
    const auto nonce = Secret::random(nonceBytes);
    if (!nonce)
        return fail(nonce.error());
    const QByteArray binding = purpose == Purpose::Reset
                                   ? LinkBinding::of(m_asking.deviceKey, nonce->reveal())
                                   : QByteArray();
    const auto request = m_sql.insert(
        "INSERT INTO latchkey_requests (account_id, purpose, nonce, requested_at, decision,"
        " asked_by, origin, binding) VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
        {judgement.account ? QVariant(*judgement.account) : QVariant(), static_cast<int>(purpose),
         nonce->reveal().toByteArray(), seconds(now), static_cast<int>(judgement.decision),
         static_cast<int>(m_asking.by), storedOrigin(m_asking.origin),
         binding.isEmpty() ? QVariant() : QVariant(binding)});
    if (!request)
        return request;
    const LetterKind kind = purpose == Purpose::Confirm ? LetterKind::Confirm : LetterKind::Reset;
    const OutboxEntry entry{.request = *request, .account = judgement.account, .kind = kind};
    const auto queued = Outbox(m_sql).add(
        entry, judgement.decision == Decision::Queued ? OutboxState::Pending : OutboxState::Dropped,
        now);
    if (!queued)
        return fail(queued.error());
    if (auto mark = ClockMark(m_sql).advance(now); !mark)
        return fail(mark.error());
    return request;
}

Result<RequestId> RequestLedger::record(const EmailAddress &address, const LedgerLimits &limits,
                                        Instant now)
{
    return m_sql.transaction([&]() -> Result<RequestId> {
        Throttle throttle(m_sql);
        const auto wait = throttle.waitFor(limits.device, limits.perDeviceMinute, minute, now);
        if (!wait)
            return fail(wait.error());
        if (*wait > std::chrono::seconds::zero())
            return fail({.reason = Reason::TooManyTries, .span = *wait});
        const auto judgement = judge(address, limits, now);
        if (!judgement)
            return fail(judgement.error());
        if (judgement->decision == Decision::Ambiguous) {
            if (auto entered = EventLog(m_sql).enter("address-ambiguous", std::nullopt, {}, now);
                !entered)
                return fail(entered.error());
        }
        for (const QString &bucket : {limits.device, judgement->bucket}) {
            if (auto counted = throttle.add(bucket, now); !counted)
                return fail(counted.error());
        }
        return write(*judgement, Purpose::Reset, now);
    });
}

Result<RequestId> RequestLedger::recordConfirmation(const Account &account, Instant now)
{
    if (account.disabledAt)
        return fail(Reason::AccountUnavailable, QStringLiteral("disabled"));
    return m_sql.transaction([&] {
        return write({.account = account.id, .decision = Decision::Queued}, Purpose::Confirm, now);
    });
}

Result<void> RequestLedger::withdraw(const QByteArray &digest, Instant now)
{
    return m_sql.transaction([&]() -> Result<void> {
        const auto link = LinkLedger(m_sql).find(digest);
        if (!link)
            return fail(link.error());
        if (!*link || !(*link)->requestId)
            return fail(Reason::LinkWithdrawn, QStringLiteral("no request of ours"));
        if (const auto dead = deadBecause(**link))
            return fail(*dead);
        const RequestId request = *(*link)->requestId;
        const AccountId account = (*link)->accountId;
        if (auto voided = LinkLedger(m_sql).voidRequest(request, account, VoidedBy::Withdrawn, now);
            !voided)
            return voided;
        const auto asked = byId(request);
        if (!asked)
            return fail(asked.error());
        const QString detail =
            QStringLiteral("request %1, by its owner").arg(request) +
            (*asked ? QStringLiteral(", asked ") + askedWords(**asked) : QString());
        if (auto entered = EventLog(m_sql).enter("request-withdrawn", account, detail, now);
            !entered)
            return entered;
        return ClockMark(m_sql).advance(now);
    });
}

#define REQUEST_COLUMNS                                                                            \
    "SELECT id, purpose, requested_at, decision, code_tries, voided_at, asked_by, origin,"         \
    " binding IS NOT NULL FROM latchkey_requests"

Result<QList<RequestRow>> RequestLedger::read(const char *sql, const QVariantList &values)
{
    const auto rows = m_sql.rows(sql, values);
    if (!rows)
        return fail(rows.error());
    QList<RequestRow> requests;
    for (const SqlRow &row : *rows)
        requests << RequestRow{.id = row[0].toLongLong(),
                               .purpose = static_cast<Purpose>(row[1].toInt()),
                               .requestedAt = instant(row[2]),
                               .decision = static_cast<Decision>(row[3].toInt()),
                               .codeTries = row[4].toInt(),
                               .voided = !row[5].isNull(),
                               .asker = static_cast<Asker>(row[6].toInt()),
                               .origin = plainLine(row[7].toString(), longestOrigin),
                               .reach =
                                   row[8].toBool() ? LinkReach::AskingDevice : LinkReach::Anywhere};
    return requests;
}

Result<std::optional<RequestRow>> RequestLedger::byId(RequestId id)
{
    const auto found = read(REQUEST_COLUMNS " WHERE id = ?", {id});
    if (!found)
        return fail(found.error());
    return found->isEmpty() ? std::nullopt : std::optional(found->constFirst());
}

Result<QList<RequestRow>> RequestLedger::ofAccount(AccountId account, int atMost)
{
    return read(REQUEST_COLUMNS " WHERE account_id = ? ORDER BY requested_at DESC, id DESC LIMIT ?",
                {account, atMost});
}

} // namespace latchkey
