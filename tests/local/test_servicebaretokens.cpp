// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/local/servicekit.h"

#include <QTest>

using namespace latchkey;
using namespace latchkey::contract;
using namespace latchkey::testing;

/// Tokens that a Flask application signed over a bare address, where the administrator has them
/// taken: as good as our own links, and as good only once.
class TestServiceBareTokens : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init();
    void cleanup() { m_harness.reset(); }

    void savesThePasswordOnce();
    void tokenOfTheRealThing();
    void refusedWhereNobodyAskedForThem();
    void refusedUpToTheLastChange_data();
    void refusedUpToTheLastChange();
    void saysWhatIsWrong_data();
    void saysWhatIsWrong();
    void unconfirmedAddressGetsNoNotice();
    void goodForNothingElse();
    void oursCannotBeMadeWithTheSharedSecret();
    void concurrentSavesHaveOneWinner_data();
    void concurrentSavesHaveOneWinner();

private:
    QByteArray tokenFor(const QString &who) const { return bareToken(who, m_harness->now()); }
    Proof proofFor(const QString &who) const { return proofOf(tokenFor(who)); }

    std::unique_ptr<LocalHarness> m_harness;
};

void TestServiceBareTokens::init()
{
    m_harness = std::make_unique<LocalHarness>();
    m_harness->options.acceptBareAddress = true;
    m_harness->ring = LocalHarness::require(
        m_harness->ring.withImported(Secret::copyOf(sharedSecret), m_harness->now()),
        "a ring with the shared secret");
    testing::moveIn(*m_harness);
}

void TestServiceBareTokens::savesThePasswordOnce()
{
    const Proof proof = proofFor(alice);
    m_harness->advanceClock(1min);
    const auto glimpse = inspect(*m_harness, proof);
    LATCHKEY_VERIFY_GOOD(glimpse);
    QCOMPARE(glimpse->maskedAddress, address(alice).masked());
    QCOMPARE(glimpse->proofExpires, m_harness->now() - 1min + 24h);
    QCOMPARE(m_harness->number("SELECT count(*) FROM latchkey_links"), 0);

    const ReceivedMail ours = askAndReceive(*m_harness, alice);
    const auto outcome = reset(*m_harness, proof, newPassword);
    LATCHKEY_VERIFY_GOOD(outcome);
    QVERIFY(outcome->noticeQueued);
    QVERIFY(m_harness->verifyPassword(alice, newPassword));
    QCOMPARE(mailsOf(*m_harness, ReceivedMail::Kind::Notice).size(), size_t{1});
    // It is spent, and so are the account's own links.
    LATCHKEY_COMPARE_REASON(inspect(*m_harness, proof), Reason::LinkUsed);
    LATCHKEY_COMPARE_REASON(reset(*m_harness, proof, oldPassword), Reason::LinkUsed);
    LATCHKEY_COMPARE_REASON(inspect(*m_harness, linkProof(ours)), Reason::LinkUsed);
    m_harness->stop();
    LATCHKEY_COMPARE_REASON(inspect(*m_harness, proof), Reason::LinkUsed);
}

// The first vector of token-vectors.json, made with itsdangerous 2.1.2.
void TestServiceBareTokens::tokenOfTheRealThing()
{
    m_harness->clock.advance(Instant(1'700'000'000s) - m_harness->now());
    m_harness->ring = LocalHarness::require(
        m_harness->ring.withImported(Secret::copyOf("latchkey-test-secret-0001"), m_harness->now()),
        "a ring with the vectors' secret");
    m_harness->addAccount(
        {.address = QStringLiteral("alice@example.com"), .password = oldPassword});
    const Proof proof = proofOf("ImFsaWNlQGV4YW1wbGUuY29tIg.ZVPxAA.Qx5Rpcsw2KDbiqRmadq8kRkD68E");
    m_harness->advanceClock(24h);
    LATCHKEY_VERIFY_GOOD(inspect(*m_harness, proof));
    LATCHKEY_VERIFY_GOOD(reset(*m_harness, proof, newPassword));
    LATCHKEY_COMPARE_REASON(reset(*m_harness, proof, newPassword), Reason::LinkUsed);
}

void TestServiceBareTokens::refusedWhereNobodyAskedForThem()
{
    m_harness->options.acceptBareAddress = false;
    LATCHKEY_COMPARE_REASON(inspect(*m_harness, proofFor(alice)), Reason::LinkOtherDatabase);
    LATCHKEY_COMPARE_REASON(reset(*m_harness, proofFor(alice), newPassword),
                            Reason::LinkOtherDatabase);
    QVERIFY(m_harness->verifyPassword(alice, oldPassword));
}

void TestServiceBareTokens::refusedUpToTheLastChange_data()
{
    QTest::addColumn<int>("issuedAfter");
    QTest::addColumn<bool>("good");
    QTest::newRow("a second before") << -1 << false;
    QTest::newRow("in the same second") << 0 << false;
    QTest::newRow("a second after") << 1 << true;
}

// The other application keeps no rows here: time alone tells which tokens a change has made void.
void TestServiceBareTokens::refusedUpToTheLastChange()
{
    QFETCH(int, issuedAfter);
    QFETCH(bool, good);
    const Instant changed = m_harness->now();
    LATCHKEY_VERIFY_GOOD(
        reset(*m_harness, linkProof(askAndReceive(*m_harness, alice)), newPassword));
    m_harness->advanceClock(1min);
    const Proof proof = proofOf(bareToken(alice, changed + std::chrono::seconds(issuedAfter)));
    QCOMPARE(reasonOf(inspect(*m_harness, proof)), QByteArray(good ? "good" : "LinkUsed"));
    QCOMPARE(reasonOf(reset(*m_harness, proof, oldPassword)),
             QByteArray(good ? "good" : "LinkUsed"));
}

void TestServiceBareTokens::saysWhatIsWrong_data()
{
    using MakeToken = std::function<QByteArray(LocalHarness &)>;
    QTest::addColumn<MakeToken>("make");
    QTest::addColumn<QByteArray>("answer");
    const auto row = [](const char *name, const char *answer, MakeToken make) {
        QTest::newRow(name) << make << QByteArray(answer);
    };
    row("capitals", "good",
        [](LocalHarness &harness) { return bareToken(alice.toUpper(), harness.now()); });
    row("at its greatest age", "good",
        [](LocalHarness &harness) { return bareToken(alice, harness.now() - 24h); });
    row("a second older", "LinkExpired",
        [](LocalHarness &harness) { return bareToken(alice, harness.now() - 24h - 1s); });
    row("from the future", "LinkFromFuture",
        [](LocalHarness &harness) { return bareToken(alice, harness.now() + 1s); });
    row("nobody's address", "AccountUnavailable",
        [](LocalHarness &harness) { return bareToken(nobody, harness.now()); });
    row("a disabled account's", "AccountUnavailable",
        [](LocalHarness &harness) { return bareToken(disabled, harness.now()); });
    row("the address before the last change", "AccountUnavailable", [](LocalHarness &harness) {
        const QByteArray token = bareToken(alice, harness.now());
        harness.changeAddress(alice, QStringLiteral("alice@new.example"));
        return token;
    });
    row("a look-alike", "AccountUnavailable", [](LocalHarness &harness) {
        return bareToken(QStringLiteral("al\u0131ce.adams@example.com"), harness.now());
    });
    row("not an address", "LinkDamaged",
        [](LocalHarness &harness) { return bareToken(QStringLiteral("alice"), harness.now()); });
    row("two addresses", "LinkDamaged", [](LocalHarness &harness) {
        return bareToken(alice + QStringLiteral(",eve@example.net"), harness.now());
    });
    row("a list", "LinkDamaged", [](LocalHarness &harness) {
        return signedBy(secret(sharedSecret), R"(["alice.adams@example.com"])", harness.now());
    });
    row("signed by a stranger", "LinkDamaged", [](LocalHarness &harness) {
        return signedBy(secret("another SECRET_KEY altogether"), R"("alice.adams@example.com")",
                        harness.now());
    });
    row("for another purpose of theirs", "LinkDamaged",
        [](LocalHarness &harness) { return bareToken(alice, harness.now(), "activate-key"); });
    row("for our other purpose", "LinkOtherPurpose",
        [](LocalHarness &harness) { return bareToken(alice, harness.now(), confirmSalt); });
}

void TestServiceBareTokens::saysWhatIsWrong()
{
    using MakeToken = std::function<QByteArray(LocalHarness &)>;
    QFETCH(MakeToken, make);
    QFETCH(QByteArray, answer);
    const Proof proof = proofOf(make(*m_harness));
    QCOMPARE(reasonOf(inspect(*m_harness, proof)), answer);
    QCOMPARE(reasonOf(reset(*m_harness, proof, newPassword)), answer);
}

// The other application has mailed this address; we do not because of it.
void TestServiceBareTokens::unconfirmedAddressGetsNoNotice()
{
    const auto outcome = reset(*m_harness, proofFor(unconfirmed), newPassword);
    LATCHKEY_VERIFY_GOOD(outcome);
    QVERIFY(!outcome->noticeQueued);
    QVERIFY(m_harness->mails().empty());
    QVERIFY(m_harness->verifyPassword(unconfirmed, newPassword));
    QVERIFY(!m_harness->account(unconfirmed).confirmedAt);
}

void TestServiceBareTokens::goodForNothingElse()
{
    const Proof asConfirmation =
        proofOf(bareToken(unconfirmed, m_harness->now(), confirmSalt), Purpose::Confirm);
    QVERIFY(!inspect(*m_harness, asConfirmation));
    QVERIFY(!confirm(*m_harness, asConfirmation));
    QVERIFY(!m_harness->account(unconfirmed).confirmedAt);
}

// Whoever holds the shared secret may sign addresses, which is what it was shared for. Our own
// tokens need a row as well.
void TestServiceBareTokens::oursCannotBeMadeWithTheSharedSecret()
{
    const auto id = LocalHarness::require(readDatabaseId(m_harness->sql()), "the database's id");
    const QByteArray forged = signedBy(
        secret(sharedSecret), composeTokenPayload(id, freshNonce().value()), m_harness->now());
    LATCHKEY_COMPARE_REASON(inspect(*m_harness, proofOf(forged)), Reason::LinkWithdrawn);
    LATCHKEY_COMPARE_REASON(reset(*m_harness, proofOf(forged), newPassword), Reason::LinkWithdrawn);
}

void TestServiceBareTokens::concurrentSavesHaveOneWinner_data()
{
    QTest::addColumn<int>("secondsApart");
    QTest::newRow("one token twice") << 0;
    QTest::newRow("two tokens of an account") << 1;
}

// Both are looked at before either is hashed, so both are good at that moment.
void TestServiceBareTokens::concurrentSavesHaveOneWinner()
{
    QFETCH(int, secondsApart);
    const Instant issued = m_harness->now() - 1min;
    const Proof proofs[] = {proofOf(bareToken(alice, issued)),
                            proofOf(bareToken(alice, issued + std::chrono::seconds(secondsApart)))};
    const QByteArray passwords[] = {"the first one's password", "the second one's password"};
    const auto first = m_harness->service().resetPassword(proofs[0], secret(passwords[0]));
    const auto second = m_harness->service().resetPassword(proofs[1], secret(passwords[1]));
    const Result<ResetOutcome> outcomes[] = {take(first), take(second)};

    QVERIFY2(outcomes[0].has_value() != outcomes[1].has_value(),
             QByteArray(reasonOf(outcomes[0]) + ' ' + reasonOf(outcomes[1])).data());
    const int winner = outcomes[0] ? 0 : 1;
    LATCHKEY_COMPARE_REASON(outcomes[1 - winner], Reason::LinkUsed);
    QVERIFY(m_harness->verifyPassword(alice, passwords[winner]));
}

QTEST_GUILESS_MAIN(TestServiceBareTokens)
#include "test_servicebaretokens.moc"
