// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "services/local/answer.h"
#include "services/local/codejudge.h"
#include "services/local/courier.h"
#include "services/local/keynotice.h"
#include "services/local/linkjudge.h"

namespace latchkey {

struct OfficeParts
{
    const Clock &clock;
    std::shared_ptr<Mailer> mailer;
    SharedSecret ring; ///< serialised
    /// Called in the office's thread, whenever a mail waits because the keys are stale.
    std::function<void()> wantKeys = {};
};

/// What the local back end does once its keys and its database are there: takes requests, judges
/// proofs, saves passwords, keeps the mail going. Owns the connection, so it lives and is used in
/// one thread; everything here blocks for as long as the database takes, and for nothing else.
class RecoveryOffice
{
public:
    /// KeyUnusable, or what openDatabase says. `options` outlive the office.
    static Result<std::unique_ptr<RecoveryOffice>> open(const LocalOptions &options,
                                                        OfficeParts parts);

    /// See RecoveryService; without the fixed delay. The device key is this user's, null where none
    /// was read: for what is asked for without one links open anywhere, and a bound link is
    /// LinkBoundElsewhere.
    Result<RequestReceipt> request(const EmailAddress &address, const SharedSecret &deviceKey);
    Result<AccountGlimpse> inspect(const Proof &proof, const SharedSecret &deviceKey);
    Result<AccountGlimpse> confirm(const Proof &proof);
    Result<AccountGlimpse> withdraw(const Proof &proof);

    // A new password comes in two steps, because between them it is hashed elsewhere.
    /// Whether the proof is good and the password within the rules; those are judged first, so that
    /// a refused password costs no try.
    Result<GoodProof> admit(const Proof &proof, const Secret &password,
                            const SharedSecret &deviceKey);
    /// One transaction. LinkUsed for whoever loses the race.
    Result<ResetOutcome> save(const GoodProof &proof, const QByteArray &hash);

    /// Whether operators have changed the keys since these were read. From then on nothing is
    /// minted, and nothing should be judged, until adopt() brings what was read anew.
    Result<bool> keysAreStale() { return m_watch.areStale(); }
    void adopt(KeyRing ring);

    void wakeCourier() { m_courier.wake(); }
    void drain(std::chrono::milliseconds atMost, const Answer<int> &answer)
    {
        m_courier.drain(atMost, answer);
    }

private:
    RecoveryOffice(const LocalOptions &options, OfficeParts parts,
                   std::unique_ptr<SqlRunner> runner, KeyRing ring, const QByteArray &databaseId);

    Result<GoodProof> judge(const Proof &proof, Purpose wanted, const SharedSecret &deviceKey = {});
    Result<AccountGlimpse> glimpse(const GoodProof &good, Purpose purpose);
    void pruneSometimes(Instant now);
    bool mayMint();

    const LocalOptions &m_options;
    const Clock &m_clock;
    std::unique_ptr<SqlRunner> m_sql;
    const std::function<void()> m_wantKeys;
    KeyRing m_ring;
    KeyWatch m_watch;
    LinkJudge m_links;
    CodeJudge m_codes;
    LetterMint m_mint;
    Courier m_courier;
    Instant m_nextPrune;
};

} // namespace latchkey
