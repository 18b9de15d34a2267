// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/contract/contractkit.h"
#include "tests/contract/contractpeople.h"
#include "tests/contract/recoverycontract.h"

// What holds of "this was not me".

namespace latchkey {

using namespace contract;

namespace {

Proof withdrawProof(const ReceivedMail &mail)
{
    return linkProof({.kind = mail.kind, .recipient = {}, .link = mail.withdraw, .code = {}});
}

Proof withPurpose(const Proof &proof, Purpose purpose)
{
    return LinkProof{.purpose = purpose, .token = std::get<LinkProof>(proof).token};
}

// Elsewhere nothing is withdrawn, whatever proof somebody holds out.
#define LATCHKEY_NEEDS_WITHDRAWAL()                                                                \
    if (!m_harness->keeps(Promise::RequestsAreWithdrawn)) {                                        \
        const ReceivedMail only = askAndReceive(*m_harness, alice);                                \
        QVERIFY(only.withdraw.isEmpty());                                                          \
        const Proof toReset = linkProof(*m_harness, only);                                         \
        LATCHKEY_COMPARE_REASON(withdraw(*m_harness, toReset), Reason::LinkOtherPurpose);          \
        const Proof none = LinkProof{.purpose = Purpose::Withdraw, .token = secret("x")};          \
        LATCHKEY_COMPARE_REASON(inspect(*m_harness, none), Reason::LinkOtherPurpose);              \
        LATCHKEY_VERIFY_GOOD(reset(*m_harness, toReset, newPassword));                             \
        return;                                                                                    \
    }

} // namespace

void RecoveryContract::withdrawalEndsItsRequestAlone()
{
    LATCHKEY_NEEDS_WITHDRAWAL();
    const ReceivedMail first = askAndReceive(*m_harness, alice);
    m_harness->advanceClock(std::chrono::minutes(5));
    const ReceivedMail second = askAndReceive(*m_harness, alice);
    const ReceivedMail others = askAndReceive(*m_harness, bob);
    const QByteArray before = m_harness->storedAccount(alice);
    QCOMPARE(std::get<LinkProof>(withdrawProof(first)).purpose, Purpose::Withdraw);

    const auto done = withdraw(*m_harness, withdrawProof(first));
    LATCHKEY_VERIFY_GOOD(done);
    QCOMPARE(done->maskedAddress, address(alice).masked());
    QCOMPARE(deathOf(*m_harness, linkProof(first)), QByteArray("LinkWithdrawn"));
    LATCHKEY_COMPARE_REASON(inspect(*m_harness, codeProof(alice, first.code)),
                            Reason::CodeNotAccepted);
    LATCHKEY_COMPARE_REASON(inspect(*m_harness, withdrawProof(first)), Reason::LinkWithdrawn);
    LATCHKEY_COMPARE_REASON(withdraw(*m_harness, withdrawProof(first)), Reason::LinkWithdrawn);

    QCOMPARE(m_harness->storedAccount(alice), before);
    LATCHKEY_VERIFY_GOOD(inspect(*m_harness, linkProof(second)));
    LATCHKEY_VERIFY_GOOD(inspect(*m_harness, codeProof(alice, second.code)));
    LATCHKEY_VERIFY_GOOD(reset(*m_harness, linkProof(others), newPassword));
    LATCHKEY_VERIFY_GOOD(reset(*m_harness, linkProof(second), newPassword));
}

void RecoveryContract::lookingAtARequestWithdrawsNothing()
{
    LATCHKEY_NEEDS_WITHDRAWAL();
    const Instant asked = m_harness->now();
    const ReceivedMail mail = askAndReceive(*m_harness, alice);
    m_harness->advanceClock(std::chrono::minutes(5));
    for (int time = 0; time < 100; ++time) {
        const auto seen = inspect(*m_harness, withdrawProof(mail));
        LATCHKEY_VERIFY_GOOD(seen);
        QCOMPARE(seen->maskedAddress, address(alice).masked());
        QCOMPARE(seen->requested, asked);
        QVERIFY(!seen->origin.isEmpty());
    }
    const auto toReset = inspect(*m_harness, linkProof(mail));
    LATCHKEY_VERIFY_GOOD(toReset);
    QVERIFY2(toReset->origin.isEmpty(), "only who may withdraw a request is told of it");
    LATCHKEY_VERIFY_GOOD(reset(*m_harness, codeProof(alice, mail.code), newPassword));
}

void RecoveryContract::withdrawalAndResetDoNotMix()
{
    LATCHKEY_NEEDS_WITHDRAWAL();
    const ReceivedMail mail = askAndReceive(*m_harness, alice);
    const Proof toReset = linkProof(mail);
    const Proof toWithdraw = withdrawProof(mail);
    // Under its own verb, for another deed.
    LATCHKEY_COMPARE_REASON(reset(*m_harness, toWithdraw, newPassword), Reason::LinkOtherPurpose);
    LATCHKEY_COMPARE_REASON(confirm(*m_harness, toWithdraw), Reason::LinkOtherPurpose);
    LATCHKEY_COMPARE_REASON(withdraw(*m_harness, toReset), Reason::LinkOtherPurpose);
    // Under another's.
    for (const Purpose purpose : {Purpose::Reset, Purpose::Confirm}) {
        const Proof disguised = withPurpose(toWithdraw, purpose);
        LATCHKEY_COMPARE_REASON(inspect(*m_harness, disguised), Reason::LinkOtherPurpose);
        LATCHKEY_COMPARE_REASON(reset(*m_harness, disguised, newPassword),
                                Reason::LinkOtherPurpose);
        LATCHKEY_COMPARE_REASON(confirm(*m_harness, disguised), Reason::LinkOtherPurpose);
    }
    const Proof disguised = withPurpose(toReset, Purpose::Withdraw);
    LATCHKEY_COMPARE_REASON(inspect(*m_harness, disguised), Reason::LinkOtherPurpose);
    LATCHKEY_COMPARE_REASON(withdraw(*m_harness, disguised), Reason::LinkOtherPurpose);
    LATCHKEY_COMPARE_REASON(withdraw(*m_harness, codeProof(alice, mail.code)),
                            Reason::CodeNotAccepted);
    QVERIFY(m_harness->verifyPassword(alice, oldPassword));
    LATCHKEY_VERIFY_GOOD(inspect(*m_harness, toWithdraw));
    LATCHKEY_VERIFY_GOOD(reset(*m_harness, toReset, newPassword));
}

void RecoveryContract::deadRequestsAreNotWithdrawn()
{
    LATCHKEY_NEEDS_WITHDRAWAL();
    const ReceivedMail used = askAndReceive(*m_harness, alice);
    const ReceivedMail others = askAndReceive(*m_harness, bob);
    LATCHKEY_VERIFY_GOOD(reset(*m_harness, linkProof(used), newPassword));
    // Who did not ask has to know that somebody used it.
    LATCHKEY_COMPARE_REASON(inspect(*m_harness, withdrawProof(used)), Reason::LinkUsed);
    LATCHKEY_COMPARE_REASON(withdraw(*m_harness, withdrawProof(used)), Reason::LinkUsed);
    m_harness->advanceClock(m_harness->service().description().linkLifetime +
                            std::chrono::seconds(1));
    LATCHKEY_COMPARE_REASON(withdraw(*m_harness, withdrawProof(others)), Reason::LinkExpired);
}

} // namespace latchkey
