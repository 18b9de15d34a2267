// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/contract/contractkit.h"
#include "tests/contract/contractpeople.h"
#include "tests/contract/recoverycontract.h"

// What holds of a mailed link: how it is spent, and the kinds of dead.

namespace latchkey {

using namespace contract;
using Kind = ReceivedMail::Kind;

void RecoveryContract::goodLinkSavesThePassword()
{
    const ReceivedMail mail = askAndReceive(*m_harness, alice);
    const Proof proof = linkProof(*m_harness, mail);
    const auto glimpse = inspect(*m_harness, proof);
    LATCHKEY_VERIFY_GOOD(glimpse);
    const bool named = m_harness->keeps(Promise::ProofsNameTheirAccount);
    if (named) {
        QCOMPARE(glimpse->proofExpires,
                 m_harness->now() + m_harness->service().description().linkLifetime);
    }

    const auto outcome = reset(*m_harness, proof, newPassword);
    LATCHKEY_VERIFY_GOOD(outcome);
    for (const QString &shown : {glimpse->maskedAddress, outcome->maskedAddress})
        QVERIFY(shown == address(alice).masked() || (!named && shown.isEmpty()));
    QVERIFY(m_harness->verifyPassword(alice, newPassword));
    QVERIFY(!m_harness->verifyPassword(alice, oldPassword));
    QVERIFY(m_harness->verifyPassword(bob, oldPassword));
    const auto notices = mailsOf(*m_harness, Kind::Notice);
    // A service may send one and not say so.
    if (named || outcome->noticeQueued)
        QCOMPARE(notices.size(), outcome->noticeQueued ? size_t{1} : size_t{0});
    for (const ReceivedMail &notice : notices) {
        QCOMPARE(notice.recipient, alice);
        QVERIFY(notice.link.isEmpty() && notice.code.isEmpty());
    }

    if (!m_harness->keeps(Promise::LinksWorkOnce)) {
        LATCHKEY_VERIFY_GOOD(reset(*m_harness, proof, oldPassword));
        return;
    }
    LATCHKEY_COMPARE_DEATH(*m_harness, proof, Reason::LinkUsed);
    QVERIFY(m_harness->verifyPassword(alice, newPassword));
}

void RecoveryContract::inspectionConsumesNothing()
{
    const Proof proof = linkProof(*m_harness, askAndReceive(*m_harness, alice));
    const QByteArray before = m_harness->storedAccount(alice);
    for (int i = 0; i < 100; ++i)
        LATCHKEY_VERIFY_GOOD(inspect(*m_harness, proof));
    QCOMPARE(m_harness->storedAccount(alice), before);
    LATCHKEY_VERIFY_GOOD(reset(*m_harness, proof, newPassword));
    QVERIFY(m_harness->storedAccount(alice) != before);
}

void RecoveryContract::everyLinkWorksUntilOneSucceeds()
{
    const Proof first = linkProof(*m_harness, askAndReceive(*m_harness, alice));
    m_harness->advanceClock(std::chrono::minutes(5));
    const Proof second = linkProof(*m_harness, askAndReceive(*m_harness, alice));
    if (!m_harness->keeps(Promise::OlderLinksLiveOn)) {
        LATCHKEY_COMPARE_DEATH(*m_harness, first, Reason::LinkUsed);
        LATCHKEY_VERIFY_GOOD(reset(*m_harness, second, newPassword));
        return;
    }
    LATCHKEY_VERIFY_GOOD(inspect(*m_harness, first));
    LATCHKEY_VERIFY_GOOD(inspect(*m_harness, second));

    LATCHKEY_VERIFY_GOOD(reset(*m_harness, first, newPassword));
    if (m_harness->keeps(Promise::SuccessEndsOtherLinks)) {
        LATCHKEY_COMPARE_DEATH(*m_harness, second, Reason::LinkUsed);
        QVERIFY(m_harness->verifyPassword(alice, newPassword));
    } else {
        LATCHKEY_VERIFY_GOOD(reset(*m_harness, second, oldPassword));
    }

    // The next one is good again.
    m_harness->advanceClock(std::chrono::minutes(5));
    LATCHKEY_VERIFY_GOOD(
        inspect(*m_harness, linkProof(*m_harness, askAndReceive(*m_harness, alice))));
}

void RecoveryContract::linksOfOthersLiveOn()
{
    const Proof hers = linkProof(*m_harness, askAndReceive(*m_harness, alice));
    const Proof his = linkProof(*m_harness, askAndReceive(*m_harness, bob));
    LATCHKEY_VERIFY_GOOD(reset(*m_harness, hers, newPassword));
    LATCHKEY_VERIFY_GOOD(inspect(*m_harness, his));
    LATCHKEY_VERIFY_GOOD(reset(*m_harness, his, newPassword));
    QVERIFY(m_harness->verifyPassword(bob, newPassword));
}

void RecoveryContract::linkLivesExactlyItsLifetime()
{
    const Proof proof = linkProof(*m_harness, askAndReceive(*m_harness, alice));
    m_harness->advanceClock(m_harness->service().description().linkLifetime);
    LATCHKEY_VERIFY_GOOD(inspect(*m_harness, proof));
    m_harness->advanceClock(std::chrono::seconds(1));
    if (!m_harness->keeps(Promise::LinksExpire)) {
        LATCHKEY_VERIFY_GOOD(reset(*m_harness, proof, newPassword));
        return;
    }
    if (m_harness->keeps(Promise::ProofsNameTheirAccount)) {
        const auto late = inspect(*m_harness, proof);
        LATCHKEY_COMPARE_REASON(late, Reason::LinkExpired);
        QCOMPARE(late.error().span, std::chrono::seconds(1));
    }
    LATCHKEY_COMPARE_DEATH(*m_harness, proof, Reason::LinkExpired);
    QVERIFY(m_harness->verifyPassword(alice, oldPassword));
}

void RecoveryContract::damagedLinkIsDamaged_data()
{
    using Damage = std::function<QByteArray(QByteArray)>;
    QTest::addColumn<Damage>("damage");
    const auto row = [](const char *name, Damage damage) { QTest::newRow(name) << damage; };
    row("last character lost", [](QByteArray token) { return token.chopped(1); });
    row("first character lost", [](const QByteArray &token) { return token.sliced(1); });
    row("one altered", [](QByteArray token) {
        token[token.size() / 2] = token[token.size() / 2] == 'A' ? 'B' : 'A';
        return token;
    });
    row("small letters", [](const QByteArray &token) { return token.toLower(); });
    row("twice", [](const QByteArray &token) { return token + token; });
    row("one more", [](const QByteArray &token) { return token + 'A'; });
    row("signature of nothing", [](const QByteArray &) { return QByteArray("e30.ZkQwMQ.AAAA"); });
    row("one dot", [](const QByteArray &) { return QByteArray("."); });
    row("no dots", [](const QByteArray &) { return QByteArray("Zm9v"); });
    row("longest", [](const QByteArray &) { return QByteArray(2048, 'A'); });
}

void RecoveryContract::damagedLinkIsDamaged()
{
    using Damage = std::function<QByteArray(QByteArray)>;
    QFETCH(Damage, damage);
    const Proof proof = linkProof(*m_harness, askAndReceive(*m_harness, alice));
    const Proof damaged = withToken(proof, damage(tokenOf(proof)));
    if (isSameProof(damaged, proof))
        return; // digits have no small letters
    LATCHKEY_COMPARE_DEATH(*m_harness, damaged, Reason::LinkDamaged);
    QVERIFY(m_harness->verifyPassword(alice, oldPassword));
    LATCHKEY_VERIFY_GOOD(inspect(*m_harness, proof));
}

void RecoveryContract::linkFromTheFutureIsToldSo()
{
    const Proof proof = linkProof(*m_harness, askAndReceive(*m_harness, alice));
    m_harness->advanceClock(-std::chrono::minutes(10));
    if (!m_harness->keeps(Promise::FutureIsRefused)) {
        LATCHKEY_VERIFY_GOOD(inspect(*m_harness, proof));
        LATCHKEY_VERIFY_GOOD(reset(*m_harness, proof, newPassword));
        return;
    }
    if (!m_harness->keeps(Promise::ProofsNameTheirAccount)) {
        LATCHKEY_COMPARE_DEATH(*m_harness, proof, Reason::LinkFromFuture);
        return;
    }
    const auto early = inspect(*m_harness, proof);
    LATCHKEY_COMPARE_REASON(early, Reason::LinkFromFuture);
    QCOMPARE(early.error().span, std::chrono::seconds(600));
    m_harness->advanceClock(std::chrono::minutes(10));
    LATCHKEY_VERIFY_GOOD(inspect(*m_harness, proof));
}

void RecoveryContract::changeOfAddressWithdrawsLinks()
{
    const ReceivedMail mail = askAndReceive(*m_harness, alice);
    m_harness->advanceClock(std::chrono::seconds(10));
    const QString moved = QStringLiteral("alice@new.example");
    m_harness->changeAddress(alice, moved);
    const Proof proof = linkProof(*m_harness, mail);
    if (!m_harness->keeps(Promise::MovingWithdraws)) {
        LATCHKEY_VERIFY_GOOD(reset(*m_harness, proof, newPassword));
        QVERIFY(!m_harness->verifyPassword(moved, oldPassword));
        return;
    }
    LATCHKEY_COMPARE_DEATH(*m_harness, proof, Reason::LinkWithdrawn);
    if (m_harness->keeps(Promise::CodesComeAlong)) {
        LATCHKEY_COMPARE_REASON(inspect(*m_harness, codeProof(moved, mail.code)),
                                Reason::CodeNotAccepted);
    }
    QVERIFY(m_harness->verifyPassword(moved, oldPassword));
    // Neither address gets mail: one is nobody's, the other not confirmed.
    m_harness->advanceClock(std::chrono::minutes(5));
    for (const QString &who : {alice, moved})
        LATCHKEY_VERIFY_GOOD(request(*m_harness, who));
    const bool mailed = !m_harness->keeps(Promise::UnconfirmedGetNoMail);
    QCOMPARE(mailsOf(*m_harness, Kind::Reset).size(), mailed ? size_t{2} : size_t{1});
}

void RecoveryContract::disabledAccountIsUnavailable()
{
    const ReceivedMail mail = askAndReceive(*m_harness, alice);
    m_harness->disableAccount(alice);
    const Proof proof = linkProof(*m_harness, mail);
    if (!m_harness->keeps(Promise::DisablingRefuses)) {
        LATCHKEY_VERIFY_GOOD(reset(*m_harness, proof, newPassword));
        return;
    }
    LATCHKEY_COMPARE_DEATH(*m_harness, proof, Reason::AccountUnavailable);
    if (m_harness->keeps(Promise::CodesComeAlong)) {
        LATCHKEY_COMPARE_REASON(inspect(*m_harness, codeProof(alice, mail.code)),
                                Reason::CodeNotAccepted);
    }
    QVERIFY(m_harness->verifyPassword(alice, oldPassword));
}

// A guess costs a try of this device; whoever brings good links never meets the limit.
void RecoveryContract::wrongLinksAreThrottled()
{
    constexpr int more = 100; // than any device may
    const Proof good = linkProof(*m_harness, askAndReceive(*m_harness, alice));
    const Proof wrong = withToken(good, "e30.ZkQwMQ.AAAA");
    if (!m_harness->keeps(Promise::DevicesAreLimited)) {
        for (int i = 0; i < 20; ++i)
            LATCHKEY_COMPARE_DEATH(*m_harness, wrong, Reason::LinkDamaged);
        LATCHKEY_VERIFY_GOOD(reset(*m_harness, good, newPassword));
        return;
    }
    for (int i = 0; i < more; ++i)
        LATCHKEY_VERIFY_GOOD(inspect(*m_harness, good));
    Result<AccountGlimpse> answer = fail(Reason::Internal);
    int tries = 0;
    do {
        answer = inspect(*m_harness, wrong);
    } while (reasonOf(answer) == "LinkDamaged" && ++tries < more);
    LATCHKEY_COMPARE_REASON(answer, Reason::TooManyTries);
    QVERIFY(answer.error().span > std::chrono::seconds::zero());

    m_harness->advanceClock(answer.error().span);
    LATCHKEY_VERIFY_GOOD(inspect(*m_harness, good));
}

} // namespace latchkey
