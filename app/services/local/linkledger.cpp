// SPDX-License-Identifier: GPL-3.0-or-later
#include "services/local/linkledger.h"

#include "services/local/sqlvalues.h"

namespace latchkey {

namespace {

Result<void> done(const Result<int> &changed)
{
    if (!changed)
        return fail(changed.error());
    return {};
}

} // namespace

std::optional<Reason> deadBecause(const LinkRow &link)
{
    if (link.usedAt)
        return Reason::LinkUsed;
    if (link.voidedAt)
        return link.voidedBy == VoidedBy::PasswordSaved ? Reason::LinkUsed : Reason::LinkWithdrawn;
    return std::nullopt;
}

Result<std::optional<LinkRow>> LinkLedger::find(const QByteArray &digest)
{
    const auto found = m_sql.row("SELECT request_id, account_id, purpose, issued_at, used_at,"
                                 " voided_at, voided_by FROM latchkey_links WHERE digest = ?",
                                 {digest});
    if (!found)
        return fail(found.error());
    if (!*found)
        return std::nullopt;
    const SqlRow &row = **found;
    LinkRow link{
        .accountId = row[1].toLongLong(),
        .purpose = static_cast<Purpose>(row[2].toInt()),
        .issuedAt = instant(row[3]),
        .usedAt = optionalInstant(row[4]),
        .voidedAt = optionalInstant(row[5]),
    };
    if (!row[0].isNull())
        link.requestId = row[0].toLongLong();
    if (!row[6].isNull())
        link.voidedBy = static_cast<VoidedBy>(row[6].toInt());
    return link;
}

Result<void> LinkLedger::add(const QByteArray &digest, const LinkRow &link)
{
    return done(m_sql.execute(
        "INSERT INTO latchkey_links (digest, request_id, account_id, purpose, issued_at)"
        " VALUES (?, ?, ?, ?, ?) ON CONFLICT (digest) DO NOTHING",
        {digest, link.requestId ? QVariant(*link.requestId) : QVariant(), link.accountId,
         static_cast<int>(link.purpose), seconds(link.issuedAt)}));
}

Result<bool> LinkLedger::claim(const QByteArray &digest, Instant now)
{
    const auto claimed =
        m_sql.execute("UPDATE latchkey_links SET used_at = ?"
                      " WHERE digest = ? AND used_at IS NULL AND voided_at IS NULL",
                      {seconds(now), digest});
    if (!claimed)
        return fail(claimed.error());
    return *claimed == 1;
}

Result<void> LinkLedger::voidAll(AccountId account, VoidedBy cause, Instant now)
{
    auto voided = m_sql.execute("UPDATE latchkey_links SET voided_at = ?, voided_by = ?"
                                " WHERE account_id = ? AND used_at IS NULL AND voided_at IS NULL",
                                {seconds(now), static_cast<int>(cause), account});
    if (voided)
        voided = m_sql.execute("UPDATE latchkey_requests SET voided_at = ?"
                               " WHERE account_id = ? AND voided_at IS NULL",
                               {seconds(now), account});
    // State 4 is dropped, 0 pending, kind 1 the notice, which still has to go out. One that is
    // being sent at this moment gets its link voided above.
    if (voided)
        voided =
            m_sql.execute("UPDATE latchkey_outbox SET state = 4, finished_at = ?"
                          " WHERE account_id = ? AND state IN (0, 1) AND state = 0 AND kind <> 1",
                          {seconds(now), account});
    return done(voided);
}

Result<void> LinkLedger::voidRequest(qint64 request, AccountId account, VoidedBy cause, Instant now)
{
    // The account is what there are indexes by.
    auto voided = m_sql.execute("UPDATE latchkey_links SET voided_at = ?, voided_by = ?"
                                " WHERE account_id = ? AND request_id = ?"
                                " AND used_at IS NULL AND voided_at IS NULL",
                                {seconds(now), static_cast<int>(cause), account, request});
    if (voided)
        voided = m_sql.execute("UPDATE latchkey_requests SET voided_at = ?"
                               " WHERE id = ? AND voided_at IS NULL",
                               {seconds(now), request});
    if (voided)
        voided = m_sql.execute("UPDATE latchkey_outbox SET state = 4, finished_at = ?"
                               " WHERE account_id = ? AND request_id = ?"
                               " AND state IN (0, 1) AND state = 0",
                               {seconds(now), account, request});
    return done(voided);
}

Result<void> LinkLedger::voidEverybodys(VoidedBy cause, Instant now)
{
    auto voided = m_sql.execute("UPDATE latchkey_links SET voided_at = ?, voided_by = ?"
                                " WHERE used_at IS NULL AND voided_at IS NULL",
                                {seconds(now), static_cast<int>(cause)});
    if (voided)
        voided = m_sql.execute("UPDATE latchkey_requests SET voided_at = ? WHERE voided_at IS NULL",
                               {seconds(now)});
    // What the backup caught waiting or on its way was for a moment that has passed, notices too.
    if (voided)
        voided = m_sql.execute("UPDATE latchkey_outbox SET state = 4, finished_at = ?,"
                               " last_error = 'from a backup', lease_owner = NULL,"
                               " lease_until = NULL WHERE state IN (0, 1)",
                               {seconds(now)});
    return done(voided);
}

Result<QList<LiveMint>> LinkLedger::liveMints(AccountId account, Instant mintedAfter)
{
    const auto rows = m_sql.rows(
        "SELECT l.request_id, l.issued_at, l.digest FROM latchkey_links l"
        " JOIN latchkey_requests r ON r.id = l.request_id"
        " WHERE l.account_id = ? AND l.issued_at > ? AND l.purpose = 0 AND l.used_at IS NULL"
        " AND l.voided_at IS NULL AND r.code_tries <= 5 AND r.binding IS NULL ORDER BY l.issued_at "
        "DESC LIMIT 16",
        {account, seconds(mintedAfter)});
    if (!rows)
        return fail(rows.error());
    QList<LiveMint> mints;
    for (const SqlRow &row : *rows)
        mints << LiveMint{row[0].toLongLong(), instant(row[1]), row[2].toByteArray()};
    return mints;
}

Result<void> LinkLedger::countCodeTry(AccountId account, Instant mintedAfter)
{
    return done(m_sql.execute(
        "UPDATE latchkey_requests SET code_tries = code_tries + 1 WHERE id IN"
        " (SELECT request_id FROM latchkey_links WHERE account_id = ? AND issued_at > ?"
        "  AND purpose = 0 AND used_at IS NULL AND voided_at IS NULL)",
        {account, seconds(mintedAfter)}));
}

Result<void> LinkLedger::takeCodeTryBack(AccountId account, Instant mintedAfter)
{
    return done(m_sql.execute(
        "UPDATE latchkey_requests SET code_tries = max(code_tries - 1, 0) WHERE id IN"
        " (SELECT request_id FROM latchkey_links WHERE account_id = ? AND issued_at > ?"
        "  AND purpose = 0 AND used_at IS NULL AND voided_at IS NULL)",
        {account, seconds(mintedAfter)}));
}

} // namespace latchkey
