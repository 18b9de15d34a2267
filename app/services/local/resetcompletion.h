// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/clock.h"
#include "services/local/linkledger.h"

namespace latchkey {

/// What spends a link, and what it buys, in one transaction each: both or neither (S13, S23).
class ResetCompletion
{
public:
    /// `deviceKey` is what a bound link was shown with; it may be null.
    explicit ResetCompletion(SqlRunner &runner, SharedSecret deviceKey = {})
        : m_sql(runner), m_deviceKey(std::move(deviceKey))
    {
    }

    /// Claims the link, writes the hash, ends the sessions, voids every other link of the account,
    /// queues the notice. LinkUsed for whoever loses the race; AccountUnavailable when the account
    /// was disabled or removed meanwhile; LinkBoundElsewhere without the device key. A token that
    /// has no row yet gets one.
    Result<void> saveNewPassword(const QByteArray &digest, const LinkRow &link,
                                 const QByteArray &hash, Instant now);
    /// Claims the link and marks the address as confirmed.
    Result<void> confirmAddress(const QByteArray &digest, const LinkRow &link, Instant now);

private:
    Result<Account> claimFor(const QByteArray &digest, const LinkRow &link, Instant now);

    SqlRunner &m_sql;
    SharedSecret m_deviceKey;
};

} // namespace latchkey
