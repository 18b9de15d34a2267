// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/local/servicekit.h"

#include <QTest>

using namespace latchkey;
using namespace latchkey::contract;
using namespace latchkey::testing;

namespace {

using MakeProof = std::function<Proof(LocalHarness &)>;

QByteArray databaseIdOf(LocalHarness &harness)
{
    return LocalHarness::require(readDatabaseId(harness.sql()), "the database's id");
}

QByteArray ownPayload(LocalHarness &harness)
{
    return composeTokenPayload(databaseIdOf(harness), freshNonce().value());
}

} // namespace

/// What the local back end says of a link: each kind of dead, and that looking consumes nothing.
class TestServiceLinks : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init();
    void cleanup() { m_harness.reset(); }

    void deadLinkSaysWhichKindOfDead_data();
    void deadLinkSaysWhichKindOfDead();
    void lifetimeIsExact();
    void clockMayBeALittleBehind();
    void usedLinkHasNoOtherSpelling_data();
    void usedLinkHasNoOtherSpelling();
    void rotationKeepsOldLinks();
    void lookingChangesNothing();
    void everyLinkOfTheAccountLivesUntilOneIsUsed();
    void wrongLinksAreCountedForTheDevice();
    void rightLinksOfTheWrongKindAreNoGuesses();

private:
    ReceivedMail receive(const QString &who = alice) { return askAndReceive(*m_harness, who); }

    std::unique_ptr<LocalHarness> m_harness;
};

void TestServiceLinks::init()
{
    m_harness = std::make_unique<LocalHarness>();
    testing::moveIn(*m_harness);
}

void TestServiceLinks::deadLinkSaysWhichKindOfDead_data()
{
    QTest::addColumn<MakeProof>("make");
    QTest::addColumn<Reason>("reason");
    QTest::addColumn<int>("span");
    const auto row = [](const char *name, Reason reason, int span, MakeProof make) {
        QTest::newRow(name) << make << reason << span;
    };
    row("cut", Reason::LinkDamaged, 0, [](LocalHarness &harness) {
        return proofOf(tokenOf(askAndReceive(harness, alice)).chopped(5));
    });
    row("signed by nobody we know", Reason::LinkDamaged, 0, [](LocalHarness &harness) {
        return proofOf(
            signedBy(secret("somebody else's signing key"), ownPayload(harness), harness.now()));
    });
    row("signed, but nonsense", Reason::LinkDamaged, 0, [](LocalHarness &harness) {
        return proofOf(signedBy(harness.ring.signing().secret, "[1,2]", harness.now()));
    });
    row("expired for a second", Reason::LinkExpired, 1, [](LocalHarness &harness) {
        const Proof proof = linkProof(askAndReceive(harness, alice));
        harness.advanceClock(24h + 1s);
        return proof;
    });
    row("expired for a year", Reason::LinkExpired, 365 * 86400, [](LocalHarness &harness) {
        const Proof proof = linkProof(askAndReceive(harness, alice));
        harness.advanceClock(24h + std::chrono::days(365));
        return proof;
    });
    row("used, and expired since", Reason::LinkExpired, 2, [](LocalHarness &harness) {
        const Proof proof = linkProof(askAndReceive(harness, alice));
        (void)reset(harness, proof, oldPassword);
        harness.advanceClock(24h + 2s);
        return proof;
    });
    row("used", Reason::LinkUsed, 0, [](LocalHarness &harness) {
        const Proof proof = linkProof(askAndReceive(harness, alice));
        (void)reset(harness, proof, oldPassword);
        return proof;
    });
    row("another was used", Reason::LinkUsed, 0, [](LocalHarness &harness) {
        const Proof proof = linkProof(askAndReceive(harness, alice));
        harness.advanceClock(2min);
        (void)reset(harness, linkProof(askAndReceive(harness, alice)), oldPassword);
        return proof;
    });
    row("its code was used", Reason::LinkUsed, 0, [](LocalHarness &harness) {
        const ReceivedMail mail = askAndReceive(harness, alice);
        (void)reset(harness, codeProof(alice, mail.code), oldPassword);
        return linkProof(mail);
    });
    row("withdrawn", Reason::LinkWithdrawn, 0, [](LocalHarness &harness) {
        const Proof proof = linkProof(askAndReceive(harness, alice));
        (void)LinkLedger(harness.sql())
            .voidAll(harness.account(alice).id, VoidedBy::Withdrawn, harness.now());
        return proof;
    });
    row("the account changed by a road that knows no rows", Reason::LinkWithdrawn, 0,
        [](LocalHarness &harness) {
            const Proof proof = linkProof(askAndReceive(harness, alice));
            harness.advanceClock(1s);
            (void)AccountStore(harness.sql())
                .setPassword(harness.account(alice).id, harness.account(alice).passwordHash,
                             harness.now());
            return proof;
        });
    row("minted after the backup that is here now", Reason::LinkWithdrawn, 0,
        [](LocalHarness &harness) {
            return proofOf(
                signedBy(harness.ring.signing().secret, ownPayload(harness), harness.now()));
        });
    row("for another purpose", Reason::LinkOtherPurpose, 0, [](LocalHarness &harness) {
        harness.mailConfirmation(alice);
        const ReceivedMail mail = mailsOf(harness, ReceivedMail::Kind::Confirm).back();
        return proofOf(tokenOf(mail), Purpose::Reset);
    });
    row("of another database with our key", Reason::LinkOtherDatabase, 0,
        [](LocalHarness &harness) {
            const QByteArray other =
                composeTokenPayload(freshDatabaseId().value(), freshNonce().value());
            return proofOf(signedBy(harness.ring.signing().secret, other, harness.now()));
        });
    row("of another database with its own key", Reason::LinkOtherDatabase, 0,
        [](LocalHarness &harness) {
            const QByteArray other =
                composeTokenPayload(freshDatabaseId().value(), freshNonce().value());
            return proofOf(signedBy(secret("the other database's key"), other, harness.now()));
        });
    row("from the future", Reason::LinkFromFuture, 601, [](LocalHarness &harness) {
        const Proof proof = linkProof(askAndReceive(harness, alice));
        harness.advanceClock(-601s);
        return proof;
    });
    row("good, but the clock was set back", Reason::ClockWentBack, 301, [](LocalHarness &harness) {
        const Proof proof = linkProof(askAndReceive(harness, alice));
        harness.advanceClock(1h);
        (void)request(harness, bob);
        harness.advanceClock(-301s);
        return proof;
    });
    row("expired, and the clock was set back for it", Reason::ClockWentBack, 86400,
        [](LocalHarness &harness) {
            const Proof proof = linkProof(askAndReceive(harness, alice));
            harness.advanceClock(24h + 1h);
            (void)request(harness, bob);
            harness.advanceClock(-24h);
            return proof;
        });
    row("the account is disabled", Reason::AccountUnavailable, 0, [](LocalHarness &harness) {
        const Proof proof = linkProof(askAndReceive(harness, alice));
        harness.disableAccount(alice);
        return proof;
    });
    row("the account is gone", Reason::AccountUnavailable, 0, [](LocalHarness &harness) {
        const Proof proof = linkProof(askAndReceive(harness, alice));
        (void)AccountStore(harness.sql()).remove(harness.account(alice).id);
        return proof;
    });
}

// Said by a look, before any password is typed, and again by whoever saves.
void TestServiceLinks::deadLinkSaysWhichKindOfDead()
{
    QFETCH(MakeProof, make);
    QFETCH(Reason, reason);
    QFETCH(int, span);
    const Proof proof = make(*m_harness);
    const QByteArray accounts = m_harness->text("SELECT * FROM accounts");

    const auto looked = inspect(*m_harness, proof);
    LATCHKEY_COMPARE_REASON(looked, reason);
    QCOMPARE(looked.error().span, std::chrono::seconds(span));
    const auto saved = reset(*m_harness, proof, newPassword);
    LATCHKEY_COMPARE_REASON(saved, reason);
    QCOMPARE(saved.error().span, std::chrono::seconds(span));
    QCOMPARE(m_harness->text("SELECT * FROM accounts"), accounts);
}

void TestServiceLinks::lifetimeIsExact()
{
    m_harness->options.description.linkLifetime = 300s;
    const Proof proof = linkProof(receive());
    m_harness->advanceClock(300s);
    LATCHKEY_VERIFY_GOOD(inspect(*m_harness, proof));
    m_harness->advanceClock(1s);
    LATCHKEY_COMPARE_REASON(inspect(*m_harness, proof), Reason::LinkExpired);
    // The clock goes back to where the link was good, by no more than clocks do.
    m_harness->advanceClock(-1s);
    LATCHKEY_VERIFY_GOOD(inspect(*m_harness, proof));
}

void TestServiceLinks::clockMayBeALittleBehind()
{
    const Proof proof = linkProof(receive());
    m_harness->advanceClock(1h);
    LATCHKEY_VERIFY_GOOD(inspect(*m_harness, proof)); // which the mark remembers
    m_harness->advanceClock(-300s);
    LATCHKEY_VERIFY_GOOD(inspect(*m_harness, proof));
    m_harness->advanceClock(-1s);
    const auto back = inspect(*m_harness, proof);
    LATCHKEY_COMPARE_REASON(back, Reason::ClockWentBack);
    QCOMPARE(back.error().span, 301s);
    // Also after a restart, and also for codes.
    m_harness->stop();
    LATCHKEY_COMPARE_REASON(inspect(*m_harness, proof), Reason::ClockWentBack);
    LATCHKEY_COMPARE_REASON(inspect(*m_harness, codeProof(alice, m_harness->mailbox->last().code)),
                            Reason::ClockWentBack);
}

// What itsdangerous reads as the same token (security.md, finding 5).
void TestServiceLinks::usedLinkHasNoOtherSpelling_data()
{
    using Respell = std::function<QByteArray(QByteArray, const SharedSecret &)>;
    QTest::addColumn<Respell>("respell");
    const auto row = [](const char *name, Respell respell) { QTest::newRow(name) << respell; };
    row("as it was", [](const QByteArray &token, const SharedSecret &) { return token; });
    row("padded", [](const QByteArray &token, const SharedSecret &) { return token + '='; });
    row("line ends", [](const QByteArray &token, const SharedSecret &) { return token + "\n\n"; });
    row("foreign characters", [](const QByteArray &token, const SharedSecret &) {
        return token.chopped(4) + "%%%%" + token.last(4);
    });
    row("spare bits", [](QByteArray token, const SharedSecret &) {
        constexpr QByteArrayView alphabet{
            "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_"};
        const auto last = alphabet.indexOf(token.back());
        token.back() = alphabet[last ^ 1];
        return token;
    });
    row("compressed", [](const QByteArray &token, const SharedSecret &key) {
        const auto parts = token.split('.');
        const QByteArray json =
            QByteArray::fromBase64(parts[0], QByteArray::Base64UrlEncoding).constData();
        // qCompress() puts the length in front.
        const QByteArray packed = qCompress(json).sliced(4);
        return signedText(key, '.' + base64url::encode(packed) + '.' + parts[1]);
    });
    row("zeros before the time", [](const QByteArray &token, const SharedSecret &key) {
        const auto parts = token.split('.');
        const QByteArray time = QByteArray::fromBase64(parts[1], QByteArray::Base64UrlEncoding);
        return signedText(key, parts[0] + '.' + base64url::encode(QByteArray(1, '\0') + time));
    });
}

void TestServiceLinks::usedLinkHasNoOtherSpelling()
{
    using Respell = std::function<QByteArray(QByteArray, const SharedSecret &)>;
    QFETCH(Respell, respell);
    const QByteArray token = tokenOf(receive());
    const Proof again = proofOf(respell(token, m_harness->ring.signing().secret));
    LATCHKEY_VERIFY_GOOD(reset(*m_harness, proofOf(token), newPassword));

    const auto answer = reset(*m_harness, again, oldPassword);
    QVERIFY2(reasonOf(answer) == "LinkUsed" || reasonOf(answer) == "LinkDamaged",
             reasonOf(answer).data());
    QVERIFY(m_harness->verifyPassword(alice, newPassword));
}

void TestServiceLinks::rotationKeepsOldLinks()
{
    std::vector<Proof> proofs;
    for (int turn = 0; turn < 4; ++turn) {
        proofs.push_back(linkProof(receive()));
        m_harness->advanceClock(1h);
        m_harness->ring =
            LocalHarness::require(m_harness->ring.rotated(m_harness->now()), "a rotated ring");
        m_harness->advanceClock(1s); // in a key's first second its predecessor still signs
        m_harness->stop();
    }
    for (const Proof &proof : proofs)
        LATCHKEY_VERIFY_GOOD(inspect(*m_harness, proof));

    // Retired keys take their links along: those of the first two turns.
    m_harness->ring = m_harness->ring.withoutKeysReplacedBefore(m_harness->now() - 90min);
    m_harness->stop();
    LATCHKEY_COMPARE_REASON(inspect(*m_harness, proofs[0]), Reason::LinkDamaged);
    LATCHKEY_COMPARE_REASON(inspect(*m_harness, proofs[1]), Reason::LinkDamaged);
    LATCHKEY_VERIFY_GOOD(inspect(*m_harness, proofs[2]));
    LATCHKEY_VERIFY_GOOD(reset(*m_harness, proofs[3], newPassword));
}

// S24: scanners and previews open what they find, and people open twice.
void TestServiceLinks::lookingChangesNothing()
{
    const ReceivedMail mail = receive();
    m_harness->mailConfirmation(unconfirmed);
    const ReceivedMail confirmation = mailsOf(*m_harness, ReceivedMail::Kind::Confirm).back();
    const auto everything = [this] {
        return m_harness->text("SELECT * FROM accounts") +
               m_harness->text("SELECT * FROM latchkey_requests") +
               m_harness->text("SELECT * FROM latchkey_links") +
               m_harness->text("SELECT * FROM latchkey_outbox") +
               m_harness->text("SELECT * FROM latchkey_throttle") +
               m_harness->text("SELECT * FROM latchkey_log");
    };
    const QByteArray before = everything();
    for (int i = 0; i < 100; ++i) {
        m_harness->advanceClock(1s);
        LATCHKEY_VERIFY_GOOD(inspect(*m_harness, linkProof(mail)));
        LATCHKEY_VERIFY_GOOD(inspect(*m_harness, linkProof(confirmation)));
        LATCHKEY_VERIFY_GOOD(inspect(*m_harness, codeProof(alice, mail.code)));
    }
    QCOMPARE(everything(), before);
    LATCHKEY_VERIFY_GOOD(confirm(*m_harness, linkProof(confirmation)));
    LATCHKEY_VERIFY_GOOD(reset(*m_harness, linkProof(mail), newPassword));
}

void TestServiceLinks::everyLinkOfTheAccountLivesUntilOneIsUsed()
{
    std::vector<ReceivedMail> mails;
    for (int i = 0; i < 3; ++i) {
        mails.push_back(receive());
        m_harness->advanceClock(5min);
    }
    for (const ReceivedMail &mail : mails) {
        LATCHKEY_VERIFY_GOOD(inspect(*m_harness, linkProof(mail)));
        LATCHKEY_VERIFY_GOOD(inspect(*m_harness, codeProof(alice, mail.code)));
    }
    LATCHKEY_VERIFY_GOOD(reset(*m_harness, linkProof(mails[1]), newPassword));
    for (const ReceivedMail &mail : mails) {
        LATCHKEY_COMPARE_REASON(inspect(*m_harness, linkProof(mail)), Reason::LinkUsed);
        LATCHKEY_COMPARE_REASON(inspect(*m_harness, codeProof(alice, mail.code)),
                                Reason::CodeNotAccepted);
    }
    QCOMPARE(m_harness->number("SELECT count(*) FROM latchkey_links"
                               " WHERE used_at IS NULL AND voided_at IS NULL"),
             0);
    QCOMPARE(m_harness->account(alice).sessionGeneration, 1);
    QCOMPARE(mailsOf(*m_harness, ReceivedMail::Kind::Notice).size(), size_t{1});
}

// S20: five a minute, in the database, so for every process of the device and across restarts.
void TestServiceLinks::wrongLinksAreCountedForTheDevice()
{
    const Proof good = linkProof(receive());
    const Proof wrong = proofOf("e30.ZkQwMQ.AAAA");
    const auto neighbour = m_harness->another();
    for (int i = 0; i < 3; ++i)
        LATCHKEY_COMPARE_REASON(inspect(*m_harness, wrong), Reason::LinkDamaged);
    m_harness->advanceClock(10s);
    m_harness->stop();
    for (int i = 0; i < 2; ++i)
        LATCHKEY_COMPARE_REASON(take(neighbour->inspect(wrong)), Reason::LinkDamaged);

    const auto tooMany = inspect(*m_harness, wrong);
    LATCHKEY_COMPARE_REASON(tooMany, Reason::TooManyTries);
    QCOMPARE(tooMany.error().span, 50s);
    LATCHKEY_COMPARE_REASON(inspect(*m_harness, good), Reason::TooManyTries);
    m_harness->options.device = QStringLiteral("desk-2");
    LATCHKEY_VERIFY_GOOD(take(m_harness->another()->inspect(good)));

    m_harness->advanceClock(50s);
    LATCHKEY_VERIFY_GOOD(inspect(*m_harness, good));
}

void TestServiceLinks::rightLinksOfTheWrongKindAreNoGuesses()
{
    const Proof used = linkProof(receive());
    LATCHKEY_VERIFY_GOOD(reset(*m_harness, used, newPassword));
    const Proof wrongPurpose = proofOf(tokenOf(receive(bob)), Purpose::Confirm);
    for (int i = 0; i < 10; ++i) {
        LATCHKEY_COMPARE_REASON(inspect(*m_harness, used), Reason::LinkUsed);
        LATCHKEY_COMPARE_REASON(inspect(*m_harness, wrongPurpose), Reason::LinkOtherPurpose);
    }
}

QTEST_GUILESS_MAIN(TestServiceLinks)
#include "test_servicelinks.moc"
