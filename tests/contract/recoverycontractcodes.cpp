// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/contract/contractkit.h"
#include "tests/contract/contractpeople.h"
#include "tests/contract/recoverycontract.h"

// What holds of the code that a mail carries beside its link.

namespace latchkey {

using namespace contract;

namespace {

constexpr int triesPerCode = 5;

/// All that may ever be told about a code that is no good.
void compareAnswers(const Result<AccountGlimpse> &answer, const Result<AccountGlimpse> &other)
{
    LATCHKEY_COMPARE_REASON(answer, Reason::CodeNotAccepted);
    LATCHKEY_COMPARE_REASON(other, Reason::CodeNotAccepted);
    QCOMPARE(answer.error().about, other.error().about);
    QCOMPARE(answer.error().span, other.error().span);
}

// Where no code of our form comes along there is nothing to say of it but this.
#define LATCHKEY_NEEDS_CODES()                                                                     \
    if (!m_harness->keeps(Promise::CodesComeAlong)) {                                              \
        askAndReceive(*m_harness, alice);                                                          \
        QVERIFY(refusesOurCodes(*m_harness, alice));                                               \
        return;                                                                                    \
    }

} // namespace

void RecoveryContract::goodCodeSavesThePassword()
{
    LATCHKEY_NEEDS_CODES();
    const ReceivedMail mail = askAndReceive(*m_harness, alice);
    const Proof proof = codeProof(alice, mail.code);
    const auto glimpse = inspect(*m_harness, proof);
    LATCHKEY_VERIFY_GOOD(glimpse);
    QCOMPARE(glimpse->maskedAddress, address(alice).masked());
    QCOMPARE(glimpse->proofExpires,
             m_harness->now() + m_harness->service().description().codeLifetime);
    // As people type it.
    LATCHKEY_VERIFY_GOOD(
        inspect(*m_harness, codeProof(alice.toUpper(), mail.code.toLower().replace(u'-', u' '))));

    LATCHKEY_VERIFY_GOOD(reset(*m_harness, proof, newPassword));
    QVERIFY(m_harness->verifyPassword(alice, newPassword));
    QVERIFY(!m_harness->verifyPassword(alice, oldPassword));
    LATCHKEY_COMPARE_REASON(inspect(*m_harness, proof), Reason::CodeNotAccepted);
    LATCHKEY_COMPARE_REASON(reset(*m_harness, proof, "and now for something else"),
                            Reason::CodeNotAccepted);
    QVERIFY(m_harness->verifyPassword(alice, newPassword));
}

// Spending one spends the other.
void RecoveryContract::codeAndLinkAreOneProof()
{
    LATCHKEY_NEEDS_CODES();
    const ReceivedMail hers = askAndReceive(*m_harness, alice);
    LATCHKEY_VERIFY_GOOD(reset(*m_harness, codeProof(alice, hers.code), newPassword));
    LATCHKEY_COMPARE_REASON(inspect(*m_harness, linkProof(*m_harness, hers)), Reason::LinkUsed);

    const ReceivedMail his = askAndReceive(*m_harness, bob);
    LATCHKEY_VERIFY_GOOD(reset(*m_harness, linkProof(*m_harness, his), newPassword));
    LATCHKEY_COMPARE_REASON(inspect(*m_harness, codeProof(bob, his.code)), Reason::CodeNotAccepted);
}

void RecoveryContract::codeHasFiveTries()
{
    LATCHKEY_NEEDS_CODES();
    const ReceivedMail hers = askAndReceive(*m_harness, alice);
    const Proof wrong = codeProof(alice, otherCode(hers.code));
    for (int i = 0; i < triesPerCode - 1; ++i)
        LATCHKEY_COMPARE_REASON(inspect(*m_harness, wrong), Reason::CodeNotAccepted);
    LATCHKEY_VERIFY_GOOD(inspect(*m_harness, codeProof(alice, hers.code)));
    LATCHKEY_COMPARE_REASON(inspect(*m_harness, wrong), Reason::CodeNotAccepted);
    LATCHKEY_COMPARE_REASON(inspect(*m_harness, codeProof(alice, hers.code)),
                            Reason::CodeNotAccepted);
    LATCHKEY_COMPARE_REASON(reset(*m_harness, codeProof(alice, hers.code), newPassword),
                            Reason::CodeNotAccepted);
    QVERIFY(m_harness->verifyPassword(alice, oldPassword));
    // The link of the same mail is not guessed at, and lives on; so does everybody else's code.
    LATCHKEY_VERIFY_GOOD(inspect(*m_harness, linkProof(*m_harness, hers)));
    const ReceivedMail his = askAndReceive(*m_harness, bob);
    LATCHKEY_VERIFY_GOOD(inspect(*m_harness, codeProof(bob, his.code)));
    // A new mail brings a new code and new tries.
    m_harness->advanceClock(std::chrono::minutes(2));
    const ReceivedMail next = askAndReceive(*m_harness, alice);
    LATCHKEY_VERIFY_GOOD(inspect(*m_harness, codeProof(alice, next.code)));
}

void RecoveryContract::rightCodeCostsNoTry()
{
    LATCHKEY_NEEDS_CODES();
    const ReceivedMail mail = askAndReceive(*m_harness, alice);
    const Proof proof = codeProof(alice, mail.code);
    for (int i = 0; i < 4 * triesPerCode; ++i)
        LATCHKEY_VERIFY_GOOD(inspect(*m_harness, proof));
    LATCHKEY_VERIFY_GOOD(reset(*m_harness, proof, newPassword));
}

// RFC 8628 5.1: wrong, expired, tried too often and never sent look the same.
void RecoveryContract::deadCodesHaveOneAnswer()
{
    LATCHKEY_NEEDS_CODES();
    const ReceivedMail mail = askAndReceive(*m_harness, alice);
    const auto lifetime = m_harness->service().description().codeLifetime;
    const auto wrong = inspect(*m_harness, codeProof(alice, otherCode(mail.code)));
    compareAnswers(inspect(*m_harness, codeProof(nobody, mail.code)), wrong);
    compareAnswers(inspect(*m_harness, codeProof(unconfirmed, mail.code)), wrong);
    compareAnswers(inspect(*m_harness, codeProof(disabled, mail.code)), wrong);

    m_harness->advanceClock(lifetime - std::chrono::seconds(1));
    LATCHKEY_VERIFY_GOOD(inspect(*m_harness, codeProof(alice, mail.code)));
    m_harness->advanceClock(std::chrono::seconds(2));
    compareAnswers(inspect(*m_harness, codeProof(alice, mail.code)), wrong);
    // The link lives longer than the code.
    LATCHKEY_VERIFY_GOOD(inspect(*m_harness, linkProof(*m_harness, mail)));

    const ReceivedMail next = askAndReceive(*m_harness, alice);
    for (int i = 0; i < triesPerCode; ++i)
        compareAnswers(inspect(*m_harness, codeProof(alice, otherCode(next.code))), wrong);
    compareAnswers(inspect(*m_harness, codeProof(alice, next.code)), wrong);
}

void RecoveryContract::codeGoesWithItsAddress()
{
    LATCHKEY_NEEDS_CODES();
    const ReceivedMail hers = askAndReceive(*m_harness, alice);
    const ReceivedMail his = askAndReceive(*m_harness, bob);
    QVERIFY(hers.code != his.code);
    LATCHKEY_COMPARE_REASON(inspect(*m_harness, codeProof(bob, hers.code)),
                            Reason::CodeNotAccepted);
    LATCHKEY_COMPARE_REASON(inspect(*m_harness, codeProof(alice, his.code)),
                            Reason::CodeNotAccepted);
    LATCHKEY_VERIFY_GOOD(reset(*m_harness, codeProof(bob, his.code), newPassword));
    QVERIFY(m_harness->verifyPassword(bob, newPassword));
    QVERIFY(m_harness->verifyPassword(alice, oldPassword));
}

} // namespace latchkey
