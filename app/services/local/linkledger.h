// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/clock.h"
#include "recovery/recoverylink.h"
#include "services/local/accountstore.h"
#include "services/local/sqlrunner.h"

namespace latchkey {

/// Why a link that was never used is no good any more.
enum class VoidedBy : quint8 {
    PasswordSaved = 1, ///< with another link of the account, or by another road
    Withdrawn = 2,     ///< by its owner or an operator, or its address changed
};

struct LinkRow
{
    std::optional<qint64> requestId;
    AccountId accountId = 0;
    Purpose purpose = Purpose::Reset;
    Instant issuedAt;
    std::optional<Instant> usedAt;
    std::optional<Instant> voidedAt;
    std::optional<VoidedBy> voidedBy;
};

/// What a row says of its link; nothing when it is live.
std::optional<Reason> deadBecause(const LinkRow &link);

/// A mailed link that a typed code may stand for.
struct LiveMint
{
    qint64 requestId = 0;
    Instant mintedAt;
    QByteArray digest;
};

/// One row for each link: those that we minted, and foreign tokens once somebody saves with one. A
/// row is named by the digest of what was signed, so it holds nothing that opens anything (S12,
/// S22).
class LinkLedger
{
public:
    static constexpr int codeTriesPerRequest = 5;

    explicit LinkLedger(SqlRunner &runner) : m_sql(runner) {}

    Result<std::optional<LinkRow>> find(const QByteArray &digest);
    /// Does nothing when the digest is there.
    Result<void> add(const QByteArray &digest, const LinkRow &link);

    /// Spends a link: true for exactly one caller ever. One conditional UPDATE; the caller holds
    /// the transaction that does what the link is good for (S13).
    Result<bool> claim(const QByteArray &digest, Instant now);
    /// Voids every live link and pending request of the account, and drops its unsent reset mails.
    Result<void> voidAll(AccountId account, VoidedBy cause, Instant now);
    /// The same for one request, which is of this account.
    Result<void> voidRequest(qint64 request, AccountId account, VoidedBy cause, Instant now);
    /// The same for everybody, and no mail that waits goes out, notices included.
    Result<void> voidEverybodys(VoidedBy cause, Instant now);

    // Codes. `mintedAfter` is now less the code's lifetime. An account of -1 matches nothing and
    // costs the same.
    /// Without those of bound requests, whose mails carry no code.
    Result<QList<LiveMint>> liveMints(AccountId account, Instant mintedAfter);
    /// Counts a try against each request that `liveMints` would give. To be committed before
    /// anything is compared.
    Result<void> countCodeTry(AccountId account, Instant mintedAfter);
    Result<void> takeCodeTryBack(AccountId account, Instant mintedAfter);

private:
    SqlRunner &m_sql;
};

} // namespace latchkey
