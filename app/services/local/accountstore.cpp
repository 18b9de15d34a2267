// SPDX-License-Identifier: GPL-3.0-or-later
#include "services/local/accountstore.h"

#include "services/local/sqlvalues.h"

namespace latchkey {

namespace {

#define ACCOUNT_COLUMNS                                                                            \
    "id, email, password_hash, confirmed_at, disabled_at, locale, session_generation,"             \
    " links_void_before, created_at, updated_at"

Account accountFrom(const SqlRow &row)
{
    return Account{
        .id = row[0].toLongLong(),
        .email = row[1].toString(),
        .passwordHash = row[2].toByteArray(),
        .confirmedAt = optionalInstant(row[3]),
        .disabledAt = optionalInstant(row[4]),
        .locale = row[5].toString(),
        .sessionGeneration = row[6].toLongLong(),
        .linksVoidBefore = instant(row[7]),
        .createdAt = instant(row[8]),
        .updatedAt = instant(row[9]),
    };
}

/// A broken UNIQUE constraint (SQLite's extended code 2067) means that the address is taken.
Failure taken(const Failure &failure)
{
    if (failure.detail.contains(QLatin1String("UNIQUE")))
        return {.reason = Reason::AccountExists, .detail = failure.detail};
    return failure;
}

} // namespace

Result<std::optional<Account>> AccountStore::find(const EmailAddress &address)
{
    const auto rows =
        m_sql.rows("SELECT " ACCOUNT_COLUMNS " FROM accounts WHERE match_key = ? LIMIT 2",
                   {QString::fromUtf8(address.matchKey())});
    if (!rows)
        return fail(rows.error());
    if (rows->size() > 1)
        return fail(Reason::AccountAmbiguous);
    return rows->isEmpty() ? std::nullopt : std::optional(accountFrom(rows->constFirst()));
}

Result<std::optional<Account>> AccountStore::byId(AccountId id)
{
    const auto row = m_sql.row("SELECT " ACCOUNT_COLUMNS " FROM accounts WHERE id = ?", {id});
    if (!row)
        return fail(row.error());
    return *row ? std::optional(accountFrom(**row)) : std::nullopt;
}

Result<std::optional<Recipient>> AccountStore::recipient(AccountId id)
{
    const auto row = m_sql.row("SELECT email, locale, confirmed_at IS NOT NULL FROM accounts"
                               " WHERE id = ? AND disabled_at IS NULL",
                               {id});
    if (!row)
        return fail(row.error());
    if (!*row)
        return std::nullopt;
    const SqlRow &found = **row;
    return Recipient{.email = found[0].toString(),
                     .locale = found[1].toString(),
                     .confirmed = found[2].toBool()};
}

Result<QList<Account>> AccountStore::list(AccountId after, int atMost)
{
    const auto rows =
        m_sql.rows("SELECT " ACCOUNT_COLUMNS " FROM accounts WHERE id > ? ORDER BY id LIMIT ?",
                   {after, atMost});
    if (!rows)
        return fail(rows.error());
    QList<Account> accounts;
    for (const SqlRow &row : *rows)
        accounts << accountFrom(row);
    return accounts;
}

Result<qint64> AccountStore::count()
{
    const auto row = m_sql.row("SELECT count(*) FROM accounts");
    if (!row)
        return fail(row.error());
    return (**row)[0].toLongLong();
}

Result<AccountId> AccountStore::add(const NewAccount &account, Instant now)
{
    const auto id = m_sql.insert(
        "INSERT INTO accounts (email, match_key, password_hash, confirmed_at, locale, created_at,"
        " updated_at) VALUES (?, ?, ?, ?, ?, ?, ?)",
        {account.address.text(), QString::fromUtf8(account.address.matchKey()),
         textOrNull(account.passwordHash), account.confirmed ? seconds(now) : QVariant(),
         textOrEmpty(account.locale), seconds(now), seconds(now)});
    if (!id)
        return fail(taken(id.error()));
    return id;
}

Result<void> AccountStore::change(const char *sql, const QVariantList &values)
{
    const auto changed = m_sql.execute(sql, values);
    if (!changed)
        return fail(taken(changed.error()));
    if (*changed != 1)
        return fail(Reason::AccountUnavailable, QStringLiteral("no such row"));
    return {};
}

Result<void> AccountStore::setConfirmed(AccountId id, bool confirmed, Instant now)
{
    return change("UPDATE accounts SET confirmed_at = ?, updated_at = ? WHERE id = ?",
                  {confirmed ? seconds(now) : QVariant(), seconds(now), id});
}

Result<void> AccountStore::setDisabled(AccountId id, bool disabled, Instant now)
{
    return change("UPDATE accounts SET disabled_at = ?, updated_at = ? WHERE id = ?",
                  {disabled ? seconds(now) : QVariant(), seconds(now), id});
}

Result<void> AccountStore::changeEmail(AccountId id, const EmailAddress &address, Instant now)
{
    return change(
        "UPDATE accounts SET email = ?, match_key = ?, confirmed_at = NULL,"
        " links_void_before = ?, updated_at = ? WHERE id = ?",
        {address.text(), QString::fromUtf8(address.matchKey()), seconds(now), seconds(now), id});
}

Result<void> AccountStore::setPassword(AccountId id, const QByteArray &hash, Instant now)
{
    return change("UPDATE accounts SET password_hash = ?,"
                  " session_generation = session_generation + 1, links_void_before = ?,"
                  " updated_at = ? WHERE id = ?",
                  {textOrNull(hash), seconds(now), seconds(now), id});
}

Result<void> AccountStore::remove(AccountId id)
{
    return change("DELETE FROM accounts WHERE id = ?", {id});
}

Result<void> AccountStore::voidEverybodysLinks(Instant now)
{
    const auto changed =
        m_sql.execute("UPDATE accounts SET links_void_before = ? WHERE links_void_before < ?",
                      {seconds(now), seconds(now)});
    if (!changed)
        return fail(changed.error());
    return {};
}

} // namespace latchkey
