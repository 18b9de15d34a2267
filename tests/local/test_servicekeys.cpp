// SPDX-License-Identifier: GPL-3.0-or-later
#include "services/local/keynotice.h"
#include "tests/local/servicekit.h"
#include "tests/support/patience.h"

#include <QTest>

using namespace latchkey;
using namespace latchkey::contract;
using namespace latchkey::testing;

/// Operators change the signing keys while programs work with them: those take the new ones up, and
/// believe nothing any more that a key signed which was taken away.
class TestServiceKeys : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init();
    void cleanup();

    void noticeNamesIdsAlone();
    void rotatedKeysAreTakenUp();
    void keyThatWasTakenAwayIsNotBelieved();
    void mailsAreSignedByTheNewKey();
    void oneReadingForEachNotice();
    void keysThatCannotBeReadStopEverything();
    void mailWaitsForTheKeys();

private:
    /// As latchkeyctl does it, whose ring is the harness's.
    void change(const KeyRing &ring);
    KeyRing rotated() const
    {
        return LocalHarness::require(m_harness->ring.rotated(m_harness->now()), "rotated keys");
    }
    /// Of the new key alone.
    KeyRing withoutOld() const
    {
        return LocalHarness::require(m_harness->ring.without(m_harness->ring.keys().front().id),
                                     "the new key");
    }
    /// A mail of another process that has just been started.
    ReceivedMail mailOfAnother(const QString &whom);

    std::unique_ptr<LocalHarness> m_harness;
    int m_readings = 0;
    std::optional<Reason> m_refusal;
};

void TestServiceKeys::init()
{
    m_harness = std::make_unique<LocalHarness>();
    testing::moveIn(*m_harness);
    m_readings = 0;
    m_refusal.reset();
    m_harness->readKeys = [this] {
        ++m_readings;
        return readyFuture<SharedSecret>(m_refusal ? Result<SharedSecret>(fail(*m_refusal))
                                                   : share(m_harness->ring.serialise()));
    };
}

void TestServiceKeys::cleanup()
{
    m_harness.reset();
}

void TestServiceKeys::change(const KeyRing &ring)
{
    m_harness->ring = ring;
    QVERIFY(m_harness->sql().transaction([&] { return KeyNotice(m_harness->sql()).post(ring); }));
    m_harness->advanceClock(1s); // a key signs from the second after its first on
}

ReceivedMail TestServiceKeys::mailOfAnother(const QString &whom)
{
    const auto other = m_harness->another();
    [&] { LATCHKEY_VERIFY_GOOD(take(other->requestReset(address(whom)))); }();
    (void)take(other->drain(patience));
    return m_harness->mails().back();
}

void TestServiceKeys::noticeNamesIdsAlone()
{
    KeyNotice notice(m_harness->sql());
    QCOMPARE(notice.read().value(), QString());
    for (const KeyRing &ring : {m_harness->ring, rotated()}) {
        QVERIFY(notice.post(ring).has_value());
        QStringList ids;
        for (const SigningKey &key : ring.keys())
            ids += key.id;
        QCOMPARE(notice.read().value(), ids.join(u' '));
    }
}

void TestServiceKeys::rotatedKeysAreTakenUp()
{
    const ReceivedMail before = askAndReceive(*m_harness, alice);
    change(rotated());
    const ReceivedMail since = mailOfAnother(bob);
    LATCHKEY_VERIFY_GOOD(inspect(*m_harness, linkProof(since)));
    LATCHKEY_VERIFY_GOOD(inspect(*m_harness, codeProof(bob, since.code)));
    LATCHKEY_VERIFY_GOOD(reset(*m_harness, linkProof(since), newPassword));
    // The old one goes on checking.
    LATCHKEY_VERIFY_GOOD(reset(*m_harness, linkProof(before), newPassword));
}

void TestServiceKeys::keyThatWasTakenAwayIsNotBelieved()
{
    const ReceivedMail stolen = askAndReceive(*m_harness, alice);
    LATCHKEY_VERIFY_GOOD(inspect(*m_harness, linkProof(stolen)));
    change(rotated());
    change(withoutOld());
    LATCHKEY_COMPARE_REASON(reset(*m_harness, linkProof(stolen), newPassword), Reason::LinkDamaged);
    LATCHKEY_COMPARE_REASON(inspect(*m_harness, codeProof(alice, stolen.code)),
                            Reason::CodeNotAccepted);
    QVERIFY(!m_harness->verifyPassword(alice, newPassword));
}

void TestServiceKeys::mailsAreSignedByTheNewKey()
{
    (void)askAndReceive(*m_harness, alice);
    change(rotated());
    const ReceivedMail mail = askAndReceive(*m_harness, bob);
    // Nothing but the new key is needed for it.
    m_harness->stop();
    m_harness->ring = withoutOld();
    LATCHKEY_VERIFY_GOOD(inspect(*m_harness, codeProof(bob, mail.code)));
    LATCHKEY_VERIFY_GOOD(reset(*m_harness, linkProof(mail), newPassword));
}

void TestServiceKeys::oneReadingForEachNotice()
{
    LATCHKEY_VERIFY_GOOD(request(*m_harness, alice));
    QCOMPARE(m_readings, 1);
    // A keyring that does not follow, as another person's: the notice is of keys that are not here.
    const KeyRing here = m_harness->ring;
    change(rotated());
    m_harness->ring = here;
    for (int time = 0; time < 3; ++time)
        LATCHKEY_COMPARE_REASON(inspect(*m_harness, proofOf("e30.ZkQwMQ.AAAA")),
                                Reason::LinkDamaged);
    QCOMPARE(m_readings, 2);
    change(rotated());
    LATCHKEY_COMPARE_REASON(inspect(*m_harness, proofOf("e30.ZkQwMQ.AAAA")), Reason::LinkDamaged);
    QCOMPARE(m_readings, 3);
}

void TestServiceKeys::keysThatCannotBeReadStopEverything()
{
    const ReceivedMail mail = askAndReceive(*m_harness, alice);
    change(rotated());
    m_refusal = Reason::KeyringLocked;
    LATCHKEY_COMPARE_REASON(inspect(*m_harness, linkProof(mail)), Reason::KeyringLocked);
    LATCHKEY_COMPARE_REASON(request(*m_harness, bob), Reason::KeyringLocked);
    m_refusal.reset();
    LATCHKEY_VERIFY_GOOD(reset(*m_harness, linkProof(mail), newPassword));
    LATCHKEY_VERIFY_GOOD(request(*m_harness, bob));
}

void TestServiceKeys::mailWaitsForTheKeys()
{
    (void)askAndReceive(*m_harness, alice);
    const auto readings = m_readings;
    // Nothing is asked of this process, which only sends what another one has queued.
    change(rotated());
    QVERIFY(RequestLedger(m_harness->sql())
                .recordConfirmation(m_harness->account(bob), m_harness->now()));
    m_harness->local().resume();
    QCOMPARE(m_harness->drain(), 0);
    QCOMPARE(m_readings, readings + 1);
    const ReceivedMail mail = m_harness->mails().back();
    m_harness->stop();
    m_harness->ring = withoutOld();
    LATCHKEY_VERIFY_GOOD(confirm(*m_harness, linkProof(mail)));
}

QTEST_GUILESS_MAIN(TestServiceKeys)
#include "test_servicekeys.moc"
