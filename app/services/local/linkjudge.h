// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "services/local/goodproof.h"
#include "services/local/keyring.h"
#include "services/local/localoptions.h"
#include "services/local/timedtoken.h"
#include "services/local/tokenpayload.h"

#include <array>

namespace latchkey {

/// Says whether a link is good, and which kind of dead it is if not. Changes nothing but the count
/// of wrong links and the clock mark (S24). Works in the thread of the connection.
class LinkJudge
{
public:
    /// All of these outlive the judge.
    LinkJudge(SqlRunner &runner, const LocalOptions &options, const KeyRing &ring,
              QByteArray databaseId);

    /// In this order: TooManyTries (this device), LinkOtherPurpose, LinkOtherDatabase or
    /// LinkDamaged (the signature), LinkExpired or LinkFromFuture, ClockWentBack, LinkOtherDatabase
    /// (the content), LinkUsed, LinkWithdrawn, AccountUnavailable.
    Result<GoodProof> judge(const LinkProof &proof, Instant now);
    /// In place of those before.
    void useKeys(const KeyRing &ring);

private:
    Result<SignedContent> verify(const LinkProof &proof, Instant now);
    Failure refuseWrong(const LinkProof &proof, Instant now);
    Result<GoodProof> judgeOwn(const SignedContent &content, Purpose purpose);
    Result<GoodProof> judgeBareAddress(const SignedContent &content, const BareAddress &address);
    Result<GoodProof> goodProof(const SignedContent &content, const LinkRow &link,
                                const Account &account) const;

    SqlRunner &m_sql;
    const LocalOptions &m_options;
    QByteArray m_databaseId;
    struct PurposeSigner
    {
        Purpose purpose;
        TimedTokenSigner signer;
    };
    using Signers = std::array<PurposeSigner, 3>;

    static Signers signersOf(const KeyRing &ring);

    Signers m_signers;
};

} // namespace latchkey
