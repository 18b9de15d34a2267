// SPDX-License-Identifier: GPL-3.0-or-later
#include "services/local/resetcompletion.h"

#include "services/local/clockmark.h"
#include "services/local/eventlog.h"
#include "services/local/linkbinding.h"
#include "services/local/outbox.h"

namespace latchkey {

namespace {

/// Password or address may have changed while the new password was hashed. Ours are void by their
/// rows then, unless it changed by a road that knows of none; others' have no other row than the
/// one that is spent here.
Result<void> checkNothingChanged(const LinkRow &link, const Account &account)
{
    if (!link.requestId && link.issuedAt <= account.linksVoidBefore)
        return fail(Reason::LinkUsed);
    if (link.issuedAt < account.linksVoidBefore)
        return fail(Reason::LinkWithdrawn);
    return {};
}

} // namespace

Result<Account> ResetCompletion::claimFor(const QByteArray &digest, const LinkRow &link,
                                          Instant now)
{
    LinkLedger links(m_sql);
    // Ours is there already. One that a Flask application signed gets its row here, so that it too
    // can be claimed only once.
    if (auto known = links.add(digest, link); !known)
        return fail(known.error());
    const auto claimed = links.claim(digest, now);
    if (!claimed)
        return fail(claimed.error());
    if (!*claimed)
        return fail(Reason::LinkUsed);
    const auto account = AccountStore(m_sql).byId(link.accountId);
    if (!account)
        return fail(account.error());
    if (!*account || (*account)->disabledAt)
        return fail(Reason::AccountUnavailable);
    if (auto unchanged = checkNothingChanged(link, **account); !unchanged)
        return fail(unchanged.error());
    return **account;
}

Result<void> ResetCompletion::saveNewPassword(const QByteArray &digest, const LinkRow &link,
                                              const QByteArray &hash, Instant now)
{
    return m_sql.transaction([&]() -> Result<void> {
        const auto account = claimFor(digest, link, now);
        if (!account)
            return fail(account.error());
        if (auto bound = LinkBinding(m_sql).check(link.requestId, m_deviceKey); !bound)
            return bound;
        if (auto set = AccountStore(m_sql).setPassword(account->id, hash, now); !set)
            return set;
        if (auto voided = LinkLedger(m_sql).voidAll(account->id, VoidedBy::PasswordSaved, now);
            !voided)
            return voided;
        const OutboxEntry notice{.account = account->id, .kind = LetterKind::Notice};
        if (auto queued = Outbox(m_sql).add(notice, OutboxState::Pending, now); !queued)
            return fail(queued.error());
        if (auto entered = EventLog(m_sql).enter("password-reset", account->id, {}, now); !entered)
            return entered;
        return ClockMark(m_sql).advance(now);
    });
}

Result<void> ResetCompletion::confirmAddress(const QByteArray &digest, const LinkRow &link,
                                             Instant now)
{
    return m_sql.transaction([&]() -> Result<void> {
        const auto account = claimFor(digest, link, now);
        if (!account)
            return fail(account.error());
        if (auto set = AccountStore(m_sql).setConfirmed(account->id, true, now); !set)
            return set;
        if (auto entered = EventLog(m_sql).enter("address-confirmed", account->id, {}, now);
            !entered)
            return entered;
        return ClockMark(m_sql).advance(now);
    });
}

} // namespace latchkey
