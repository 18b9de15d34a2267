// SPDX-License-Identifier: GPL-3.0-or-later
#include "services/local/codejudge.h"

#include "services/local/accountstore.h"
#include "services/local/clockmark.h"
#include "services/local/codeminter.h"
#include "services/local/devicebuckets.h"
#include "services/local/throttle.h"

namespace latchkey {

namespace {
constexpr std::chrono::seconds minute{60};
constexpr AccountId nobody = -1;
// As many comparisons as an account can commonly have live requests, for everybody.
constexpr qsizetype leastComparisons = 4;
} // namespace

CodeJudge::CodeJudge(SqlRunner &runner, const LocalOptions &options, const KeyRing &ring)
    : m_sql(runner), m_options(options), m_ring(ring)
{
}

Instant CodeJudge::oldestMint(Instant now) const
{
    return now - m_options.description.codeLifetime;
}

Result<GoodProof> CodeJudge::judge(const CodeProof &proof, Instant now)
{
    const auto wait = Throttle(m_sql).waitFor(wrongCodesBucket(m_options),
                                              m_options.limits.wrongCodesPerMinute, minute, now);
    if (!wait)
        return fail(wait.error());
    if (*wait > std::chrono::seconds::zero())
        return fail({.reason = Reason::TooManyTries, .span = *wait});
    if (auto forward = ClockMark(m_sql).check(now); !forward)
        return fail(forward.error());

    const auto found = AccountStore(m_sql).find(proof.address);
    if (!found && found.error().reason != Reason::AccountAmbiguous)
        return fail(found.error());
    const bool usable = found && *found && !(*found)->disabledAt;
    const AccountId account = usable ? (*found)->id : nobody;
    if (auto counted = countTry(account, now); !counted)
        return fail(counted.error());
    LinkLedger links(m_sql);
    const auto mints = links.liveMints(account, oldestMint(now));
    if (!mints)
        return fail(mints.error());
    const std::optional<LiveMint> mint = match(*mints, proof.code, now);
    if (!mint)
        return fail(Reason::CodeNotAccepted);

    if (auto taken = takeTryBack(account, now); !taken)
        return fail(taken.error());
    const auto link = links.find(mint->digest);
    if (!link)
        return fail(link.error());
    if (!*link || (*link)->issuedAt < (*found)->linksVoidBefore)
        return fail(Reason::CodeNotAccepted);
    return GoodProof{
        .digest = mint->digest,
        .link = **link,
        .maskedAddress = proof.address.masked(),
        .expires = mint->mintedAt + m_options.description.codeLifetime,
        .mayBeMailed = (*found)->mayBeMailed(),
    };
}

Result<void> CodeJudge::countTry(AccountId account, Instant now)
{
    return m_sql.transaction([&]() -> Result<void> {
        if (auto counted = LinkLedger(m_sql).countCodeTry(account, oldestMint(now)); !counted)
            return counted;
        return Throttle(m_sql).add(wrongCodesBucket(m_options), now);
    });
}

Result<void> CodeJudge::takeTryBack(AccountId account, Instant now)
{
    return m_sql.transaction([&]() -> Result<void> {
        if (auto taken = LinkLedger(m_sql).takeCodeTryBack(account, oldestMint(now)); !taken)
            return taken;
        return Throttle(m_sql).takeBack(wrongCodesBucket(m_options));
    });
}

/// Looks at all of them whatever the outcome, and at made-up ones where there are few.
std::optional<LiveMint> CodeJudge::match(const QList<LiveMint> &mints, const RecoveryCode &code,
                                         Instant now) const
{
    std::optional<LiveMint> matched;
    for (const LiveMint &mint : mints) {
        if (codeMatches(m_ring, mint.requestId, mint.mintedAt, code) && !matched)
            matched = mint;
    }
    for (qsizetype i = mints.size(); i < leastComparisons; ++i)
        (void)codeMatches(m_ring, nobody, now, code);
    return matched;
}

} // namespace latchkey
