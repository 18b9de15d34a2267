// SPDX-License-Identifier: GPL-3.0-or-later
#include "services/local/recoveryoffice.h"

#include "core/log.h"
#include "recovery/passwordpolicy.h"
#include "services/local/database.h"
#include "services/local/devicebuckets.h"
#include "services/local/linkbinding.h"
#include "services/local/requestledger.h"
#include "services/local/resetcompletion.h"
#include "services/local/retention.h"
#include "services/local/schema.h"

namespace latchkey {

namespace {

// What one step of cleaning up may cost the request that it is taken with.
constexpr int prunedAtOnce = 500;
constexpr std::chrono::seconds pruneEvery{3600};

AccountGlimpse glimpseOf(const GoodProof &good)
{
    return {.maskedAddress = good.maskedAddress, .proofExpires = good.expires};
}

Purpose purposeOf(const Proof &proof)
{
    const auto *link = std::get_if<LinkProof>(&proof);
    return link ? link->purpose : Purpose::Reset;
}

} // namespace

Result<std::unique_ptr<RecoveryOffice>> RecoveryOffice::open(const LocalOptions &options,
                                                             OfficeParts parts)
{
    Result<KeyRing> ring = KeyRing::parse(parts.ring->reveal());
    if (!ring)
        return fail(ring.error());
    Result<std::unique_ptr<SqlRunner>> runner = openDatabase(options.databasePath);
    if (!runner)
        return fail(runner.error());
    const Result<QByteArray> databaseId = readDatabaseId(**runner);
    if (!databaseId)
        return fail(databaseId.error());
    return std::unique_ptr<RecoveryOffice>(new RecoveryOffice(
        options, std::move(parts), std::move(*runner), std::move(*ring), *databaseId));
}

RecoveryOffice::RecoveryOffice(const LocalOptions &options, OfficeParts parts,
                               std::unique_ptr<SqlRunner> runner, KeyRing ring,
                               const QByteArray &databaseId)
    : m_options(options), m_clock(parts.clock), m_sql(std::move(runner)),
      m_wantKeys(std::move(parts.wantKeys)), m_ring(std::move(ring)), m_watch(*m_sql, m_ring),
      m_links(*m_sql, m_options, m_ring, databaseId), m_codes(*m_sql, m_options, m_ring),
      m_mint(*m_sql, m_options, m_ring, databaseId),
      m_courier(*m_sql, m_mint, m_clock,
                std::make_unique<LetterSender>(std::move(parts.mailer), m_clock,
                                               SenderOptions{.connections = options.mailConnections,
                                                             .patience = options.closingPatience}),
                [this] { return mayMint(); })
{
    // What an earlier run left behind goes out now.
    m_courier.wake();
}

bool RecoveryOffice::mayMint()
{
    const Result<bool> stale = keysAreStale();
    if (stale && *stale && m_wantKeys)
        m_wantKeys();
    return stale && !*stale;
}

void RecoveryOffice::adopt(KeyRing ring)
{
    m_ring = std::move(ring);
    m_links.useKeys(m_ring);
    if (!m_watch.adopted(m_ring))
        qCWarning(logStore) << "the signing keys were changed, and are not changed where they are "
                               "read: restart what handed them over, or import them";
    m_courier.wake();
}

Result<RequestReceipt> RecoveryOffice::request(const EmailAddress &address,
                                               const SharedSecret &deviceKey)
{
    // Never something that opens anywhere in the place of what was to be bound.
    if (m_options.description.reach == LinkReach::AskingDevice && !deviceKey)
        return fail(Reason::DeviceKeyUnavailable, QStringLiteral("no key came"));
    const Instant now = m_clock.now();
    const LedgerLimits limits{
        .device = requestsBucket(m_options),
        .perDeviceMinute = m_options.limits.perDeviceMinute,
        .perAccountHour = m_options.limits.perAccountHour,
        .perAccountDay = m_options.limits.perAccountDay,
        .perAccountPause = m_options.limits.resendAfter,
    };
    const auto recorded =
        RequestLedger(*m_sql,
                      {.by = m_options.asker, .origin = m_options.origin, .deviceKey = deviceKey})
            .record(address, limits, now);
    if (!recorded)
        return fail(recorded.error());
    // Also where there is nothing to send: whether there is, nobody shall be able to tell.
    m_courier.wake();
    pruneSometimes(now);
    return RequestReceipt{.linkExpires = now + m_options.description.linkLifetime,
                          .resendAfter = m_options.limits.resendAfter};
}

/// Takes a bounded step with a request, whoever made it: the next one once an hour, or with the
/// next request while there is more to remove than one step takes.
void RecoveryOffice::pruneSometimes(Instant now)
{
    // A clock that was set back must not stop it for long.
    if (now < m_nextPrune && m_nextPrune - now <= pruneEvery)
        return;
    const auto removed = prune(*m_sql, m_options.retention, prunedAtOnce, now);
    if (!removed)
        qCWarning(logStore) << "cleaning up:" << reasonName(removed.error().reason);
    const bool more = removed && removed->total() >= prunedAtOnce;
    m_nextPrune = more ? now : now + pruneEvery;
}

Result<GoodProof> RecoveryOffice::judge(const Proof &proof, Purpose wanted,
                                        const SharedSecret &deviceKey)
{
    const Instant now = m_clock.now();
    if (const auto *code = std::get_if<CodeProof>(&proof)) {
        // A letter that confirms carries no code.
        return wanted == Purpose::Reset ? m_codes.judge(*code, now) : fail(Reason::CodeNotAccepted);
    }
    if (std::holds_alternative<PartsProof>(proof))
        return fail(Reason::LinkOtherService); // we mail no link but our own
    const LinkProof &link = std::get<LinkProof>(proof);
    if (link.purpose != wanted)
        return fail(Reason::LinkOtherPurpose);
    Result<GoodProof> good = m_links.judge(link, now);
    // "This was not me" is said wherever its mail is read.
    if (!good || wanted != Purpose::Reset)
        return good;
    if (auto bound = LinkBinding(*m_sql).check(good->link.requestId, deviceKey); !bound)
        return fail(bound.error());
    good->deviceKey = deviceKey;
    return good;
}

Result<AccountGlimpse> RecoveryOffice::inspect(const Proof &proof, const SharedSecret &deviceKey)
{
    const Purpose purpose = purposeOf(proof);
    const Result<GoodProof> good = judge(proof, purpose, deviceKey);
    if (!good)
        return fail(good.error());
    return glimpse(*good, purpose);
}

/// Of a request only to whom it concerns: who may withdraw it.
Result<AccountGlimpse> RecoveryOffice::glimpse(const GoodProof &good, Purpose purpose)
{
    AccountGlimpse seen = glimpseOf(good);
    if (purpose != Purpose::Withdraw)
        return seen;
    const auto request = RequestLedger(*m_sql).byId(good.link.requestId.value_or(-1));
    if (!request)
        return fail(request.error());
    seen.requested = good.link.issuedAt;
    if (*request) {
        seen.requested = (*request)->requestedAt;
        seen.origin = (*request)->origin;
        seen.asker = (*request)->asker;
    }
    return seen;
}

Result<AccountGlimpse> RecoveryOffice::withdraw(const Proof &proof)
{
    const Result<GoodProof> good = judge(proof, Purpose::Withdraw);
    if (!good)
        return fail(good.error());
    const auto seen = glimpse(*good, Purpose::Withdraw);
    if (!seen)
        return seen;
    if (auto done = RequestLedger(*m_sql).withdraw(good->digest, m_clock.now()); !done)
        return fail(done.error());
    return seen;
}

Result<GoodProof> RecoveryOffice::admit(const Proof &proof, const Secret &password,
                                        const SharedSecret &deviceKey)
{
    const PasswordPolicy policy(m_options.description.passwordRules);
    if (auto fits = policy.check(password.reveal()); !fits)
        return fail(fits.error());
    return judge(proof, Purpose::Reset, deviceKey);
}

Result<ResetOutcome> RecoveryOffice::save(const GoodProof &proof, const QByteArray &hash)
{
    const auto saved = ResetCompletion(*m_sql, proof.deviceKey)
                           .saveNewPassword(proof.digest, proof.link, hash, m_clock.now());
    if (!saved)
        return fail(saved.error());
    m_courier.wake();
    return ResetOutcome{.maskedAddress = proof.maskedAddress,
                        .sessionsEnded = true,
                        .noticeQueued = proof.mayBeMailed};
}

Result<AccountGlimpse> RecoveryOffice::confirm(const Proof &proof)
{
    const Result<GoodProof> good = judge(proof, Purpose::Confirm);
    if (!good)
        return fail(good.error());
    const auto confirmed =
        ResetCompletion(*m_sql).confirmAddress(good->digest, good->link, m_clock.now());
    if (!confirmed)
        return fail(confirmed.error());
    return glimpseOf(*good);
}

} // namespace latchkey
