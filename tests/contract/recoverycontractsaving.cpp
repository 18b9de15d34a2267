// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/contract/contractkit.h"
#include "tests/contract/contractpeople.h"
#include "tests/contract/recoverycontract.h"

// What holds of saving a password, of two who save at once, and of confirming an address.

namespace latchkey {

using namespace contract;
using Kind = ReceivedMail::Kind;

namespace {

ReceivedMail receiveConfirmation(ServiceHarness &harness, const QString &who)
{
    harness.mailConfirmation(who);
    const auto mails = mailsOf(harness, Kind::Confirm);
    return mails.empty() ? ReceivedMail{} : mails.back();
}

Proof withPurpose(const Proof &proof, Purpose purpose)
{
    return LinkProof{.purpose = purpose, .token = std::get<LinkProof>(proof).token};
}

// Where addresses are confirmed at the service itself, a link of ours does nothing of the kind.
#define LATCHKEY_NEEDS_CONFIRMATION()                                                              \
    if (!m_harness->keeps(Promise::AddressesAreConfirmed)) {                                       \
        const Proof toReset = linkProof(*m_harness, askAndReceive(*m_harness, alice));             \
        LATCHKEY_COMPARE_REASON(confirm(*m_harness, toReset), Reason::LinkOtherPurpose);           \
        LATCHKEY_COMPARE_REASON(                                                                   \
            inspect(*m_harness, LinkProof{.purpose = Purpose::Confirm, .token = secret("x")}),     \
            Reason::LinkOtherPurpose);                                                             \
        LATCHKEY_VERIFY_GOOD(reset(*m_harness, toReset, newPassword));                             \
        return;                                                                                    \
    }

} // namespace

// The service says so itself, whatever the window has checked before (S31).
void RecoveryContract::weakPasswordKeepsTheProof_data()
{
    using Make = std::function<QByteArray(const PasswordRules &)>;
    QTest::addColumn<Make>("make");
    QTest::addColumn<Reason>("reason");
    const auto row = [](const char *name, Reason reason, Make make) {
        QTest::newRow(name) << make << reason;
    };
    row("empty", Reason::PasswordEmpty, [](const PasswordRules &) { return QByteArray(); });
    row("one too few", Reason::PasswordTooShort,
        [](const PasswordRules &rules) { return QByteArray(rules.minimumCharacters - 1, 'a'); });
    row("one byte too many", Reason::PasswordTooLong,
        [](const PasswordRules &rules) { return QByteArray(rules.maximumBytes + 1, 'a'); });
    const auto fixed = [](const QByteArray &bytes) {
        return [bytes](const PasswordRules &) { return bytes; };
    };
    row("bell", Reason::PasswordForbidden, fixed("\a and fifteen characters"));
    row("NUL", Reason::PasswordForbidden, fixed(QByteArray("fifteen characters\0 and more", 28)));
    row("not UTF-8", Reason::PasswordForbidden, fixed("\xff\xfe fifteen characters"));
}

void RecoveryContract::weakPasswordKeepsTheProof()
{
    QFETCH(const std::function<QByteArray(const PasswordRules &)>, make);
    QFETCH(Reason, reason);
    const QByteArray password = make(m_harness->service().description().passwordRules);
    // A service that tells no rule beforehand has no password that is one too short.
    if (password.isEmpty())
        reason = Reason::PasswordEmpty;
    const ReceivedMail mail = askAndReceive(*m_harness, alice);
    const Proof proof = linkProof(*m_harness, mail);
    LATCHKEY_COMPARE_REASON(reset(*m_harness, proof, password), reason);
    if (m_harness->keeps(Promise::CodesComeAlong)) {
        // No try of a code is lost by it.
        for (int i = 0; i < 10; ++i) {
            LATCHKEY_COMPARE_REASON(reset(*m_harness, codeProof(alice, mail.code), password),
                                    reason);
        }
        LATCHKEY_VERIFY_GOOD(inspect(*m_harness, codeProof(alice, mail.code)));
    }
    QVERIFY(m_harness->verifyPassword(alice, oldPassword));
    LATCHKEY_VERIFY_GOOD(reset(*m_harness, proof, newPassword));
    QVERIFY(m_harness->verifyPassword(alice, newPassword));
}

void RecoveryContract::concurrentResetsHaveOneWinner_data()
{
    QTest::addColumn<bool>("sameMail");
    QTest::addColumn<bool>("byCode");
    QTest::newRow("the same link") << true << false;
    QTest::newRow("the link and its code") << true << true;
    QTest::newRow("two links of an account") << false << false;
    QTest::newRow("a link and another mail's code") << false << true;
}

void RecoveryContract::concurrentResetsHaveOneWinner()
{
    QFETCH(bool, sameMail);
    QFETCH(bool, byCode);
    const ReceivedMail one = askAndReceive(*m_harness, alice);
    ReceivedMail other = one;
    if (!sameMail) {
        m_harness->advanceClock(std::chrono::minutes(5));
        other = askAndReceive(*m_harness, alice);
    }
    const QByteArray passwords[] = {"the first one's password", "the second one's password"};
    const bool code = byCode && m_harness->keeps(Promise::CodesComeAlong);
    const Proof second = code ? codeProof(alice, other.code) : linkProof(*m_harness, other);
    const auto first =
        m_harness->service().resetPassword(linkProof(*m_harness, one), secret(passwords[0]));
    const auto then = m_harness->service().resetPassword(second, secret(passwords[1]));
    const Result<ResetOutcome> outcomes[] = {take(first), take(then)};

    const bool oneWins = m_harness->keeps(Promise::OneOfManyWins) &&
                         (sameMail || m_harness->keeps(Promise::SuccessEndsOtherLinks));
    if (!oneWins) {
        QVERIFY(outcomes[0].has_value() || outcomes[1].has_value());
        QVERIFY(!m_harness->verifyPassword(alice, oldPassword));
        return;
    }
    QVERIFY2(outcomes[0].has_value() != outcomes[1].has_value(),
             QByteArray(reasonOf(outcomes[0]) + ' ' + reasonOf(outcomes[1])).data());
    const int winner = outcomes[0] ? 0 : 1;
    const QByteArray lost = reasonOf(outcomes[1 - winner]);
    const QByteArray used = reasonName(m_harness->told(Reason::LinkUsed)).data();
    QVERIFY2(lost == used || (byCode && winner == 0 && lost == "CodeNotAccepted"), lost.data());
    QVERIFY(m_harness->verifyPassword(alice, passwords[winner]));
    QVERIFY(!m_harness->verifyPassword(alice, passwords[1 - winner]));
}

void RecoveryContract::purposesDoNotMix()
{
    LATCHKEY_NEEDS_CONFIRMATION();
    const Proof toReset = linkProof(*m_harness, askAndReceive(*m_harness, alice));
    const Proof toConfirm = linkProof(*m_harness, receiveConfirmation(*m_harness, unconfirmed));
    QCOMPARE(std::get<LinkProof>(toReset).purpose, Purpose::Reset);
    QCOMPARE(std::get<LinkProof>(toConfirm).purpose, Purpose::Confirm);
    LATCHKEY_VERIFY_GOOD(inspect(*m_harness, toReset));
    LATCHKEY_VERIFY_GOOD(inspect(*m_harness, toConfirm));

    // Under the other verb.
    const Proof resetAsConfirm = withPurpose(toReset, Purpose::Confirm);
    const Proof confirmAsReset = withPurpose(toConfirm, Purpose::Reset);
    LATCHKEY_COMPARE_REASON(inspect(*m_harness, resetAsConfirm), Reason::LinkOtherPurpose);
    LATCHKEY_COMPARE_REASON(inspect(*m_harness, confirmAsReset), Reason::LinkOtherPurpose);
    LATCHKEY_COMPARE_REASON(confirm(*m_harness, resetAsConfirm), Reason::LinkOtherPurpose);
    LATCHKEY_COMPARE_REASON(reset(*m_harness, confirmAsReset, newPassword),
                            Reason::LinkOtherPurpose);
    // Under its own, for the other deed.
    LATCHKEY_COMPARE_REASON(reset(*m_harness, toConfirm, newPassword), Reason::LinkOtherPurpose);
    LATCHKEY_COMPARE_REASON(confirm(*m_harness, toReset), Reason::LinkOtherPurpose);
    QVERIFY(m_harness->verifyPassword(alice, oldPassword));
    QVERIFY(m_harness->verifyPassword(unconfirmed, oldPassword));
    // A code resets and nothing else.
    m_harness->advanceClock(std::chrono::minutes(5));
    const ReceivedMail mail = askAndReceive(*m_harness, alice);
    LATCHKEY_COMPARE_REASON(confirm(*m_harness, codeProof(alice, mail.code)),
                            Reason::CodeNotAccepted);
    LATCHKEY_VERIFY_GOOD(reset(*m_harness, toReset, newPassword));
}

void RecoveryContract::confirmationConfirms()
{
    LATCHKEY_NEEDS_CONFIRMATION();
    const ReceivedMail mail = receiveConfirmation(*m_harness, unconfirmed);
    QCOMPARE(mail.recipient, unconfirmed);
    QVERIFY2(mail.code.isEmpty(), "there is nothing to type where the program is asked to agree");
    const Proof proof = linkProof(*m_harness, mail);

    // Looking is not agreeing.
    const auto glimpse = inspect(*m_harness, proof);
    LATCHKEY_VERIFY_GOOD(glimpse);
    QCOMPARE(glimpse->maskedAddress, address(unconfirmed).masked());
    QVERIFY(askAndReceive(*m_harness, unconfirmed).link.isEmpty());

    const auto agreed = confirm(*m_harness, proof);
    LATCHKEY_VERIFY_GOOD(agreed);
    QCOMPARE(agreed->maskedAddress, address(unconfirmed).masked());
    QVERIFY(m_harness->verifyPassword(unconfirmed, oldPassword));
    m_harness->advanceClock(std::chrono::minutes(5));
    const ReceivedMail next = askAndReceive(*m_harness, unconfirmed);
    QCOMPARE(next.recipient, unconfirmed);
    LATCHKEY_VERIFY_GOOD(inspect(*m_harness, linkProof(*m_harness, next)));
}

void RecoveryContract::confirmationWorksOnce()
{
    LATCHKEY_NEEDS_CONFIRMATION();
    const Proof proof = linkProof(*m_harness, receiveConfirmation(*m_harness, unconfirmed));
    LATCHKEY_VERIFY_GOOD(confirm(*m_harness, proof));
    LATCHKEY_COMPARE_REASON(inspect(*m_harness, proof), Reason::LinkUsed);
    LATCHKEY_COMPARE_REASON(confirm(*m_harness, proof), Reason::LinkUsed);

    const Proof late = linkProof(*m_harness, receiveConfirmation(*m_harness, unconfirmed));
    m_harness->advanceClock(m_harness->service().description().linkLifetime +
                            std::chrono::seconds(1));
    LATCHKEY_COMPARE_REASON(confirm(*m_harness, late), Reason::LinkExpired);
}

} // namespace latchkey
