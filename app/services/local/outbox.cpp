// SPDX-License-Identifier: GPL-3.0-or-later
#include "services/local/outbox.h"

#include "services/local/linkledger.h"
#include "services/local/sqlvalues.h"
#include "services/local/throttle.h"

namespace latchkey {

namespace {

#define OUTBOX_COLUMNS                                                                             \
    "o.id, o.request_id, o.account_id, o.kind, r.nonce, coalesce(r.requested_at, o.created_at),"   \
    " o.created_at, o.state, o.attempts, o.due_at, o.minted_at, o.message_id, o.last_error,"       \
    " coalesce(r.asked_by, 0), coalesce(r.origin, ''), r.binding IS NOT NULL"                      \
    " FROM latchkey_outbox o LEFT JOIN latchkey_requests r ON r.id = o.request_id"

// Says `state IN (0, 1)` too, or the index of what waits is not used.
#define DUE_ROWS                                                                                   \
    " WHERE o.state IN (0, 1)"                                                                     \
    " AND ((o.state = 0 AND o.due_at <= ?) OR (o.state = 1 AND o.lease_until <= ?))"               \
    " AND NOT EXISTS (SELECT 1 FROM latchkey_meta WHERE key = 'outbox_paused')"                    \
    " ORDER BY o.due_at, o.id LIMIT ?"

OutboxRow outboxFrom(const SqlRow &row)
{
    OutboxRow result{
        .id = row[0].toLongLong(),
        .entry = {.kind = static_cast<LetterKind>(row[3].toInt())},
        .nonce = row[4].toByteArray(),
        .requestedAt = instant(row[5]),
        .asker = static_cast<Asker>(row[13].toInt()),
        .origin = row[14].toString(),
        .reach = row[15].toBool() ? LinkReach::AskingDevice : LinkReach::Anywhere,
        .createdAt = instant(row[6]),
        .state = static_cast<OutboxState>(row[7].toInt()),
        .attempts = row[8].toInt(),
        .dueAt = instant(row[9]),
        .mintedAt = optionalInstant(row[10]),
        .messageId = row[11].toByteArray(),
        .lastError = row[12].toString(),
    };
    if (!row[1].isNull())
        result.entry.request = row[1].toLongLong();
    if (!row[2].isNull())
        result.entry.account = row[2].toLongLong();
    return result;
}

std::chrono::seconds pauseAfter(int attempts)
{
    using std::chrono::minutes;
    static constexpr minutes pauses[] = {minutes(1), minutes(5), minutes(15), minutes(30)};
    const auto index = static_cast<size_t>(qMax(attempts - 1, 0));
    return index < std::size(pauses) ? pauses[index] : minutes(60);
}

Result<void> done(const Result<int> &changed)
{
    if (!changed)
        return fail(changed.error());
    return {};
}

Result<std::optional<OutboxRow>> first(const Result<QList<OutboxRow>> &rows)
{
    if (!rows)
        return fail(rows.error());
    return rows->isEmpty() ? std::nullopt : std::optional(rows->constFirst());
}

} // namespace

Result<OutboxId> Outbox::add(const OutboxEntry &entry, OutboxState state, Instant now)
{
    return m_sql.insert(
        "INSERT INTO latchkey_outbox (request_id, account_id, kind, created_at, state, due_at)"
        " VALUES (?, ?, ?, ?, ?, ?)",
        {entry.request ? QVariant(*entry.request) : QVariant(),
         entry.account ? QVariant(*entry.account) : QVariant(), static_cast<int>(entry.kind),
         seconds(now), static_cast<int>(state), seconds(now)});
}

Result<QList<OutboxRow>> Outbox::read(const char *sql, const QVariantList &values)
{
    const auto rows = m_sql.rows(sql, values);
    if (!rows)
        return fail(rows.error());
    QList<OutboxRow> result;
    for (const SqlRow &row : *rows)
        result << outboxFrom(row);
    return result;
}

Result<QList<OutboxRow>> Outbox::claimDue(const QString &owner, Instant now, int atMost)
{
    // Both statements find the same rows: nobody else writes in between.
    return m_sql.transaction([&]() -> Result<QList<OutboxRow>> {
        auto due = read("SELECT " OUTBOX_COLUMNS DUE_ROWS, {seconds(now), seconds(now), atMost});
        if (!due || due->isEmpty())
            return due;
        const auto leased = m_sql.execute(
            "UPDATE latchkey_outbox SET state = 1, attempts = attempts + 1, lease_owner = ?,"
            " lease_until = ? WHERE id IN (SELECT o.id FROM latchkey_outbox o" DUE_ROWS ")",
            {owner, seconds(now + lease), seconds(now), seconds(now), atMost});
        if (!leased)
            return fail(leased.error());
        for (OutboxRow &row : *due) {
            row.state = OutboxState::Sending;
            ++row.attempts;
        }
        return due;
    });
}

// A row that is claimed anew counts one attempt more, so the count tells whose it is.

Result<void> Outbox::renew(const OutboxRow &row, Instant now)
{
    return done(m_sql.execute("UPDATE latchkey_outbox SET lease_until = ?"
                              " WHERE id = ? AND state = 1 AND attempts = ?",
                              {seconds(now + lease), row.id, row.attempts}));
}

Result<void> Outbox::giveBack(const OutboxRow &row)
{
    return done(m_sql.execute("UPDATE latchkey_outbox SET state = 0, attempts = attempts - 1,"
                              " lease_owner = NULL, lease_until = NULL"
                              " WHERE id = ? AND state = 1 AND attempts = ?",
                              {row.id, row.attempts}));
}

Result<void> Outbox::markMinted(const OutboxRow &row, const Mint &mint)
{
    return m_sql.transaction([&]() -> Result<void> {
        const auto minted =
            m_sql.execute("UPDATE latchkey_outbox SET minted_at = ?, message_id = ? WHERE id = ?"
                          " AND (request_id IS NULL OR EXISTS (SELECT 1 FROM latchkey_requests r"
                          " WHERE r.id = request_id AND r.voided_at IS NULL))",
                          {seconds(mint.mintedAt), QString::fromLatin1(mint.messageId), row.id});
        if (!minted)
            return fail(minted.error());
        if (*minted == 0)
            return fail(Reason::LinkWithdrawn, QStringLiteral("its request was voided"));
        if (mint.linkDigest.isEmpty())
            return {};
        const LinkRow link{.requestId = row.entry.request,
                           .accountId = row.entry.account.value_or(0),
                           .purpose = row.entry.kind == LetterKind::Confirm ? Purpose::Confirm
                                                                            : Purpose::Reset,
                           .issuedAt = mint.mintedAt};
        return LinkLedger(m_sql).add(mint.linkDigest, link);
    });
}

Result<void> Outbox::markSent(OutboxId id, Instant now)
{
    return done(m_sql.execute("UPDATE latchkey_outbox SET state = 2, finished_at = ?,"
                              " lease_owner = NULL, lease_until = NULL WHERE id = ?",
                              {seconds(now), id}));
}

Result<void> Outbox::markDropped(OutboxId id, const QString &why, Instant now)
{
    return done(m_sql.execute("UPDATE latchkey_outbox SET state = 4, last_error = ?,"
                              " finished_at = ?, lease_owner = NULL, lease_until = NULL"
                              " WHERE id = ?",
                              {why, seconds(now), id}));
}

Result<void> Outbox::markDelayed(const OutboxRow &row, const QString &why, Instant now)
{
    return done(
        m_sql.execute("UPDATE latchkey_outbox SET state = 0, last_error = ?, due_at = ?,"
                      " lease_owner = NULL, lease_until = NULL"
                      " WHERE id = ? AND state = 1 AND attempts = ?",
                      {why, seconds(now + pauseAfter(row.attempts)), row.id, row.attempts}));
}

Result<void> Outbox::markFailed(const OutboxRow &row, const QString &why, Instant now)
{
    return m_sql.transaction([&]() -> Result<void> {
        const auto failed =
            m_sql.execute("UPDATE latchkey_outbox SET state = 3, last_error = ?, finished_at = ?,"
                          " lease_owner = NULL, lease_until = NULL"
                          " WHERE id = ? AND state = 1 AND attempts = ?",
                          {why, seconds(now), row.id, row.attempts});
        if (!failed || *failed == 0 || row.entry.kind != LetterKind::Reset || !row.entry.account)
            return done(failed);
        return Throttle(m_sql).takeBack(Throttle::accountBucket(*row.entry.account));
    });
}

Result<int> Outbox::pendingCount()
{
    const auto row = m_sql.row("SELECT count(*) FROM latchkey_outbox WHERE state IN (0, 1)");
    if (!row)
        return fail(row.error());
    return (**row)[0].toInt();
}

Result<int> Outbox::underwayCount(Instant now)
{
    const auto row = m_sql.row("SELECT count(*) FROM latchkey_outbox"
                               " WHERE state IN (0, 1) AND state = 1 AND lease_until > ?",
                               {seconds(now)});
    if (!row)
        return fail(row.error());
    return (**row)[0].toInt();
}

Result<std::optional<Instant>> Outbox::nextDue()
{
    const auto row = m_sql.row("SELECT min(CASE state WHEN 0 THEN due_at ELSE lease_until END)"
                               " FROM latchkey_outbox WHERE state IN (0, 1)");
    if (!row)
        return fail(row.error());
    return optionalInstant((**row)[0]);
}

Result<int> Outbox::hurry(Instant now)
{
    return m_sql.execute("UPDATE latchkey_outbox SET due_at = ?"
                         " WHERE state IN (0, 1) AND state = 0 AND due_at > ?",
                         {seconds(now), seconds(now)});
}

Result<QList<OutboxRow>> Outbox::list(int atMost)
{
    return read("SELECT " OUTBOX_COLUMNS " ORDER BY o.id DESC LIMIT ?", {atMost});
}

Result<QList<OutboxRow>> Outbox::waiting(int atMost)
{
    return read("SELECT " OUTBOX_COLUMNS " WHERE o.state IN (0, 1) ORDER BY o.due_at, o.id LIMIT ?",
                {atMost});
}

Result<std::optional<OutboxRow>> Outbox::oldestWaiting()
{
    return first(read("SELECT " OUTBOX_COLUMNS
                      " WHERE o.state IN (0, 1) ORDER BY o.created_at, o.id LIMIT 1",
                      {}));
}

Result<QList<OutboxRow>> Outbox::ofAccount(AccountId account, int atMost)
{
    return read("SELECT " OUTBOX_COLUMNS " WHERE o.account_id = ? ORDER BY o.id DESC LIMIT ?",
                {account, atMost});
}

Result<std::optional<OutboxRow>> Outbox::byId(OutboxId id)
{
    return first(read("SELECT " OUTBOX_COLUMNS " WHERE o.id = ?", {id}));
}

Result<int> Outbox::failedCount(Instant since)
{
    const auto row = m_sql.row("SELECT count(*) FROM latchkey_outbox"
                               " WHERE state = 3 AND finished_at >= ?",
                               {seconds(since)});
    if (!row)
        return fail(row.error());
    return (**row)[0].toInt();
}

} // namespace latchkey
