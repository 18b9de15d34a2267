// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/clock.h"
#include "recovery/emailaddress.h"
#include "services/local/sqlrunner.h"

#include <QByteArray>
#include <QString>

#include <optional>

namespace latchkey {

using AccountId = qint64;

/// A row of the account table, which may one day be another application's.
struct Account
{
    AccountId id = 0;
    QString email; ///< as stored: the only address that is ever mailed to
    QByteArray passwordHash;
    std::optional<Instant> confirmedAt;
    std::optional<Instant> disabledAt;
    QString locale;
    qint64 sessionGeneration = 0;
    Instant linksVoidBefore;
    Instant createdAt;
    Instant updatedAt;

    bool mayBeMailed() const { return confirmedAt && !disabledAt; }
};

/// What a mail needs to know of an account, and no more: no hash on the way out.
struct Recipient
{
    QString email;
    QString locale;
    bool confirmed = false;
};

struct NewAccount
{
    EmailAddress address;
    QByteArray passwordHash; ///< empty: no password yet
    bool confirmed = false;
    QString locale;
};

/// The account table. Every change of password or address also says that older links are void, for
/// tokens of which there is no row here. Methods that change something are to be called within a
/// transaction where more than one of them belongs together.
class AccountStore
{
public:
    explicit AccountStore(SqlRunner &runner) : m_sql(runner) {}

    /// Null: none. AccountAmbiguous when two rows match, which only a foreign table can have.
    Result<std::optional<Account>> find(const EmailAddress &address);
    Result<std::optional<Account>> byId(AccountId id);
    /// None where there is no such account, or it is disabled.
    Result<std::optional<Recipient>> recipient(AccountId id);
    /// In the order of their ids, after `after`.
    Result<QList<Account>> list(AccountId after, int atMost);
    Result<qint64> count();

    /// AccountExists.
    Result<AccountId> add(const NewAccount &account, Instant now);
    Result<void> setConfirmed(AccountId id, bool confirmed, Instant now);
    Result<void> setDisabled(AccountId id, bool disabled, Instant now);
    /// The new address is unconfirmed, and every link is void. AccountExists.
    Result<void> changeEmail(AccountId id, const EmailAddress &address, Instant now);
    /// Also ends the sessions and voids older links. AccountUnavailable when the row is gone.
    Result<void> setPassword(AccountId id, const QByteArray &hash, Instant now);
    Result<void> remove(AccountId id);
    /// Voids what was issued until now to anybody, for tokens of which there is no row here.
    Result<void> voidEverybodysLinks(Instant now);

private:
    Result<void> change(const char *sql, const QVariantList &values);

    SqlRunner &m_sql;
};

} // namespace latchkey
