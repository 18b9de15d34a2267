// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/clock.h"
#include "services/local/accountstore.h"
#include "services/local/sqlrunner.h"
#include "services/mail/mailer.h"

namespace latchkey {

using OutboxId = qint64;

enum class OutboxState : quint8 { Pending, Sending, Sent, Failed, Dropped };

struct OutboxEntry
{
    std::optional<qint64> request; ///< none for a notice
    std::optional<AccountId> account;
    LetterKind kind = LetterKind::Reset;
};

struct OutboxRow
{
    OutboxId id = 0;
    OutboxEntry entry;
    QByteArray nonce;    ///< of the request; empty for a notice
    Instant requestedAt; ///< of the request, or when the password changed
    Asker asker = Asker::Unknown;
    QString origin; ///< of the request; empty for a notice
    LinkReach reach = LinkReach::Anywhere;
    Instant createdAt;
    OutboxState state = OutboxState::Pending;
    int attempts = 0;
    Instant dueAt;
    /// Set once a link was minted for it; a repeated delivery uses the same.
    std::optional<Instant> mintedAt;
    QByteArray messageId;
    QString lastError;
};

struct Mint
{
    Instant mintedAt;
    QByteArray messageId;
    QByteArray linkDigest; ///< empty for a notice
};

/// Mails that have been promised. Durable, at least once: a row leaves only when it was delivered,
/// given up or found to have nobody to go to. Several processes may work on it; a row that one of
/// them is sending is leased, and falls back when the lease runs out because that process died.
class Outbox
{
public:
    /// Renewed while the process lives, so that it only has to outlast its worst moments.
    static constexpr std::chrono::seconds lease{120};

    explicit Outbox(SqlRunner &runner) : m_sql(runner) {}

    Result<OutboxId> add(const OutboxEntry &entry, OutboxState state, Instant now);
    /// Leases the rows that have been due the longest, none while the outbox is paused. One
    /// transaction.
    Result<QList<OutboxRow>> claimDue(const QString &owner, Instant now, int atMost);
    /// For as long again. Not what somebody else has claimed since.
    Result<void> renew(const OutboxRow &row, Instant now);
    /// Of a row that was claimed and not begun: as if it had not been.
    Result<void> giveBack(const OutboxRow &row);
    /// Commits what is about to be sent, the link's row with it, in one transaction. LinkWithdrawn
    /// when its request was voided after the row was claimed: a link minted now would outlive the
    /// password that voided it.
    Result<void> markMinted(const OutboxRow &row, const Mint &mint);
    Result<void> markSent(OutboxId id, Instant now);
    /// Nobody to send to (any more).
    Result<void> markDropped(OutboxId id, const QString &why, Instant now);
    /// Tries again after 1, 5, 15, 30, 60, 60 … minutes (RFC 5321 4.5.4.1 in spirit). Not what
    /// somebody else has claimed since, who may have sent it; nor does `markFailed` give that up.
    Result<void> markDelayed(const OutboxRow &row, const QString &why, Instant now);
    /// Given up. What the request counted against the account's limit is given back (P6).
    Result<void> markFailed(const OutboxRow &row, const QString &why, Instant now);

    Result<int> pendingCount();
    /// Of those what somebody is sending, as far as its lease says.
    Result<int> underwayCount(Instant now);
    /// When the next row falls due; null when nothing waits.
    Result<std::optional<Instant>> nextDue();
    /// Makes everything that waits due now, for an operator's `flush`.
    Result<int> hurry(Instant now);
    Result<QList<OutboxRow>> list(int atMost);
    /// What is pending or being sent, the longest due first.
    Result<QList<OutboxRow>> waiting(int atMost);
    /// The one that was promised first of those.
    Result<std::optional<OutboxRow>> oldestWaiting();
    Result<QList<OutboxRow>> ofAccount(AccountId account, int atMost);
    Result<std::optional<OutboxRow>> byId(OutboxId id);
    /// Given up since then.
    Result<int> failedCount(Instant since);

private:
    Result<QList<OutboxRow>> read(const char *sql, const QVariantList &values);

    SqlRunner &m_sql;
};

} // namespace latchkey
