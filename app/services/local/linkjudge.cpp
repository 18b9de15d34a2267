// SPDX-License-Identifier: GPL-3.0-or-later
#include "services/local/linkjudge.h"

#include "services/local/accountstore.h"
#include "services/local/clockmark.h"
#include "services/local/devicebuckets.h"
#include "services/local/throttle.h"

namespace latchkey {

namespace {

constexpr std::chrono::seconds minute{60};

/// Of the row that a token of this purpose names. A link that withdraws has none of its own: it is
/// signed, with a salt of its own, over the same content as the link that it withdraws.
Purpose rowPurpose(Purpose purpose)
{
    return purpose == Purpose::Withdraw ? Purpose::Reset : purpose;
}

} // namespace

LinkJudge::LinkJudge(SqlRunner &runner, const LocalOptions &options, const KeyRing &ring,
                     QByteArray databaseId)
    : m_sql(runner), m_options(options), m_databaseId(std::move(databaseId)),
      m_signers(signersOf(ring))
{
}

LinkJudge::Signers LinkJudge::signersOf(const KeyRing &ring)
{
    return {{{Purpose::Reset, {ring.secrets(), recoverySalt}},
             {Purpose::Confirm, {ring.secrets(), confirmSalt}},
             {Purpose::Withdraw, {ring.secrets(), withdrawSalt}}}};
}

void LinkJudge::useKeys(const KeyRing &ring)
{
    m_signers = signersOf(ring);
}

Result<GoodProof> LinkJudge::judge(const LinkProof &proof, Instant now)
{
    const Result<SignedContent> content = verify(proof, now);
    if (!content)
        return fail(content.error());
    if (auto aged = checkAge(content->issuedAt, now, m_options.description.linkLifetime); !aged)
        return fail(aged.error());
    ClockMark mark(m_sql);
    if (auto forward = mark.check(now); !forward)
        return fail(forward.error());
    const Result<TokenPayload> payload = parseTokenPayload(content->payload);
    if (!payload)
        return fail(payload.error());

    Result<GoodProof> good = fail(Reason::LinkOtherDatabase);
    if (const auto *reference = std::get_if<RequestReference>(&*payload)) {
        if (reference->databaseId == m_databaseId)
            good = judgeOwn(*content, proof.purpose);
    } else if (m_options.acceptBareAddress && proof.purpose == Purpose::Reset) {
        good = judgeBareAddress(*content, std::get<BareAddress>(*payload));
    }
    if (!good)
        return good;
    if (auto moved = mark.advance(now); !moved)
        return fail(moved.error());
    return good;
}

Result<SignedContent> LinkJudge::verify(const LinkProof &proof, Instant now)
{
    Throttle throttle(m_sql);
    const auto wait = throttle.waitFor(wrongLinksBucket(m_options),
                                       m_options.limits.wrongLinksPerMinute, minute, now);
    if (!wait)
        return fail(wait.error());
    if (*wait > std::chrono::seconds::zero())
        return fail({.reason = Reason::TooManyTries, .span = *wait});

    for (const auto &[purpose, signer] : m_signers) {
        Result<SignedContent> content = signer.verify(proof.token->reveal());
        if (content && purpose == proof.purpose)
            return content;
        // A good signature, so not a guess, and not counted as one.
        if (content)
            return fail(Reason::LinkOtherPurpose);
    }
    return fail(refuseWrong(proof, now));
}

Failure LinkJudge::refuseWrong(const LinkProof &proof, Instant now)
{
    if (auto counted = Throttle(m_sql).add(wrongLinksBucket(m_options), now); !counted)
        return counted.error();
    const bool otherDatabase = namesOtherDatabase(proof.token->reveal(), m_databaseId);
    return {.reason = otherDatabase ? Reason::LinkOtherDatabase : Reason::LinkDamaged};
}

Result<GoodProof> LinkJudge::judgeOwn(const SignedContent &content, Purpose purpose)
{
    const auto link = LinkLedger(m_sql).find(content.digest);
    if (!link)
        return fail(link.error());
    // Each of ours has a row before it is mailed, and keeps it for longer than it lives. One
    // without was minted after the backup from which this database came: nothing here answers for
    // it.
    if (!*link || (*link)->purpose != rowPurpose(purpose))
        return fail(Reason::LinkWithdrawn, QStringLiteral("no row for this link"));
    if (const auto dead = deadBecause(**link))
        return fail(*dead);
    const auto account = AccountStore(m_sql).byId((*link)->accountId);
    if (!account)
        return fail(account.error());
    if (!*account)
        return fail(Reason::AccountUnavailable);
    // The address has changed since, by a road that does not know of our rows.
    if ((*link)->issuedAt < (*account)->linksVoidBefore)
        return fail(Reason::LinkWithdrawn, QStringLiteral("older than the account's last change"));
    return goodProof(content, **link, **account);
}

Result<GoodProof> LinkJudge::judgeBareAddress(const SignedContent &content, const BareAddress &bare)
{
    const Result<EmailAddress> address = EmailAddress::parse(bare.text);
    if (!address)
        return fail(Reason::LinkDamaged, QStringLiteral("signed, but not over an address"));
    const auto link = LinkLedger(m_sql).find(content.digest);
    if (!link)
        return fail(link.error());
    if (const auto dead = *link ? deadBecause(**link) : std::nullopt)
        return fail(*dead);
    const auto account = AccountStore(m_sql).find(*address);
    if (!account)
        return fail(account.error().reason == Reason::AccountAmbiguous
                        ? Failure{.reason = Reason::AccountUnavailable,
                                  .detail = QStringLiteral("ambiguous")}
                        : account.error());
    if (!*account)
        return fail(Reason::AccountUnavailable);
    // The other application keeps no rows here, so time alone says that a password was saved since.
    if (content.issuedAt <= (*account)->linksVoidBefore)
        return fail(Reason::LinkUsed);
    const LinkRow row{.accountId = (*account)->id, .issuedAt = content.issuedAt};
    return goodProof(content, *link ? **link : row, **account);
}

Result<GoodProof> LinkJudge::goodProof(const SignedContent &content, const LinkRow &link,
                                       const Account &account) const
{
    if (account.disabledAt)
        return fail(Reason::AccountUnavailable);
    const Result<EmailAddress> address = EmailAddress::parse(account.email);
    return GoodProof{
        .digest = content.digest,
        .link = link,
        .maskedAddress = address ? address->masked() : QString(),
        .expires = content.issuedAt + m_options.description.linkLifetime,
        .mayBeMailed = account.mayBeMailed(),
    };
}

} // namespace latchkey
