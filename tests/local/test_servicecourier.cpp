// SPDX-License-Identifier: GPL-3.0-or-later
#include "services/local/lettersender.h"
#include "services/local/outbox.h"
#include "services/local/outboxpause.h"
#include "services/mail/message.h"
#include "tests/local/servicekit.h"
#include "tests/support/patience.h"

#include <QElapsedTimer>
#include <QTest>

#include <set>

using namespace latchkey;
using namespace latchkey::contract;
using namespace latchkey::testing;

namespace {

/// A mail as it goes over the wire.
QByteArray bytesOf(const Letter &letter)
{
    const MailSender sender{.address = QStringLiteral("recovery@acme.example"), .name = {}};
    return LocalHarness::require(renderMail(letter, sender), "a mail").bytes;
}

Proof linkOf(const Letter &letter)
{
    return linkProof({.kind = {}, .recipient = {}, .link = letter.link, .code = {}});
}

} // namespace

/// Mail that was promised: sent once where nothing goes wrong, and at least once where something
/// does, as the same mail while most of its life is left.
class TestServiceCourier : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init();
    void cleanup() { m_harness.reset(); }

    void repeatedDeliveryIsTheSameMail_data();
    void repeatedDeliveryIsTheSameMail();
    void rotationInTheSecondOfTheMintChangesNothing_data();
    void rotationInTheSecondOfTheMintChangesNothing();
    void staleMintIsMadeAnew_data();
    void staleMintIsMadeAnew();
    void mailThatCameTooLateIsDropped_data();
    void mailThatCameTooLateIsDropped();
    void pausesGrow();
    void refusedMailIsGivenUpAndNotCounted();
    void noticeSurvivesTheNextReset();
    void requestVoidedWhileItWasSentIsNotSentAgain_data();
    void requestVoidedWhileItWasSentIsNotSentAgain();
    void closingWaitsNoLongerThanItWasTold();
    void nextStartSendsWhatWaited();
    void pausedMailWaitsAndNobodyIsTold();
    void manyMailsTakeSeveralConnections();
    void whatWasNotBegunWaitsForNoLease();
    void leaseLastsAsLongAsTheDelivery();
    void whatStandsBehindAHangingServerIsAnybodys();
    void manyServicesSendEachMailOnce();
    void messageIdsHaveAnAsciiDomain_data();
    void messageIdsHaveAnAsciiDomain();

private:
    void refuse(Reason reason) { m_harness->mailbox->refuseWith(Failure{.reason = reason}); }
    void rotate()
    {
        m_harness->ring =
            LocalHarness::require(m_harness->ring.rotated(m_harness->now()), "a rotated ring");
    }
    /// A request each of so many people, with nobody at work yet.
    void fillOutbox(int people)
    {
        const LedgerLimits limits{.device = QStringLiteral("device:desk-1"),
                                  .perDeviceMinute = 2 * people};
        for (int i = 0; i < people; ++i) {
            const EmailAddress who = address(QStringLiteral("user%1@example.com").arg(i));
            (void)AccountStore(m_harness->sql())
                .add({.address = who, .passwordHash = {}, .confirmed = true, .locale = {}},
                     m_harness->now());
            QVERIFY(RequestLedger(m_harness->sql()).record(who, limits, m_harness->now()));
        }
    }
    /// How many mails went out, of which none twice.
    size_t sentOnce() const
    {
        std::set<QByteArray> ids;
        for (const Letter &letter : m_harness->mailbox->letters())
            ids.insert(letter.messageId);
        return m_harness->mailbox->letters().size() == ids.size() ? ids.size() : 0;
    }
    /// One letter for alice that was made, and could not be delivered.
    Letter delayedLetter()
    {
        refuse(Reason::MailDelayed);
        (void)request(*m_harness, alice);
        m_harness->drain();
        m_harness->mailbox->refuseWith(std::nullopt);
        return m_harness->mailbox->offered().back();
    }

    std::unique_ptr<LocalHarness> m_harness;
};

void TestServiceCourier::init()
{
    m_harness = std::make_unique<LocalHarness>();
    testing::moveIn(*m_harness);
}

void TestServiceCourier::repeatedDeliveryIsTheSameMail_data()
{
    QTest::addColumn<bool>("restarted");
    QTest::addColumn<bool>("rotated");
    QTest::newRow("by the same process") << false << false;
    QTest::newRow("by the next one") << true << false;
    QTest::newRow("by the next one, with a new key") << true << true;
}

void TestServiceCourier::repeatedDeliveryIsTheSameMail()
{
    QFETCH(bool, restarted);
    QFETCH(bool, rotated);
    const Letter first = delayedLetter();
    m_harness->advanceClock(14min);
    if (rotated)
        rotate();
    if (restarted)
        m_harness->stop();
    const Letter again = m_harness->onlyLetter();
    QCOMPARE(again.messageId, first.messageId);
    QCOMPARE(again.link, first.link);
    QCOMPARE(again.code, first.code);
    QCOMPARE(bytesOf(again), bytesOf(first));
    QCOMPARE(m_harness->number("SELECT count(*) FROM latchkey_links"), 1);
    LATCHKEY_VERIFY_GOOD(inspect(*m_harness, linkOf(first)));
}

void TestServiceCourier::rotationInTheSecondOfTheMintChangesNothing_data()
{
    QTest::addColumn<bool>("oldKeyIsNewToo");
    QTest::newRow("an old key") << false;
    QTest::newRow("a key of that very second") << true;
}

void TestServiceCourier::rotationInTheSecondOfTheMintChangesNothing()
{
    QFETCH(bool, oldKeyIsNewToo);
    if (!oldKeyIsNewToo)
        m_harness->advanceClock(1h);
    const Letter first = delayedLetter();
    rotate();
    m_harness->stop();
    m_harness->advanceClock(2min);
    QCOMPARE(bytesOf(m_harness->onlyLetter()), bytesOf(first));
}

void TestServiceCourier::staleMintIsMadeAnew_data()
{
    QTest::addColumn<int>("linkLifetime");
    QTest::addColumn<int>("codeLifetime");
    QTest::addColumn<int>("waited");
    QTest::addColumn<bool>("anew");
    // S64: a link goes out with nine tenths of its life or more.
    QTest::newRow("a tenth of the link's life") << 3600 << 3600 << 360 << false;
    QTest::newRow("a second more") << 3600 << 3600 << 361 << true;
    QTest::newRow("half of the code's life") << 86400 << 1800 << 900 << false;
    QTest::newRow("a second more than half") << 86400 << 1800 << 901 << true;
}

void TestServiceCourier::staleMintIsMadeAnew()
{
    QFETCH(int, linkLifetime);
    QFETCH(int, codeLifetime);
    QFETCH(int, waited);
    QFETCH(bool, anew);
    m_harness->options.description.linkLifetime = std::chrono::seconds(linkLifetime);
    m_harness->options.description.codeLifetime = std::chrono::seconds(codeLifetime);
    const Letter first = delayedLetter();
    m_harness->advanceClock(std::chrono::seconds(waited));
    const Letter then = m_harness->onlyLetter();
    QCOMPARE(then.messageId != first.messageId, anew);
    QCOMPARE(then.link != first.link, anew);
    QCOMPARE(then.minted, anew ? m_harness->now() : first.minted);
    QVERIFY((then.linkExpires - m_harness->now()) * 10 >= std::chrono::seconds(linkLifetime) * 9);
    QVERIFY((then.codeExpires - m_harness->now()) * 2 >= std::chrono::seconds(codeLifetime));
    // The first one may be in the mailbox after all. It is as good.
    LATCHKEY_VERIFY_GOOD(inspect(*m_harness, linkOf(first)));
    LATCHKEY_VERIFY_GOOD(inspect(*m_harness, codeProof(alice, first.code)));
    LATCHKEY_VERIFY_GOOD(inspect(*m_harness, linkOf(then)));
    LATCHKEY_VERIFY_GOOD(reset(*m_harness, codeProof(alice, then.code), newPassword));
}

void TestServiceCourier::mailThatCameTooLateIsDropped_data()
{
    QTest::addColumn<bool>("notice");
    QTest::addColumn<int>("hours");
    QTest::addColumn<bool>("sent");
    QTest::newRow("a link after a day") << false << 24 << true;
    QTest::newRow("a link after more") << false << 25 << false;
    QTest::newRow("a notice after five days") << true << 120 << true;
    QTest::newRow("a notice after more") << true << 121 << false;
}

void TestServiceCourier::mailThatCameTooLateIsDropped()
{
    QFETCH(bool, notice);
    QFETCH(int, hours);
    QFETCH(bool, sent);
    if (notice) {
        const Proof proof = linkProof(askAndReceive(*m_harness, alice));
        refuse(Reason::MailDelayed);
        LATCHKEY_VERIFY_GOOD(reset(*m_harness, proof, newPassword));
        m_harness->drain();
        m_harness->mailbox->refuseWith(std::nullopt);
    } else {
        (void)delayedLetter();
    }
    const int before = m_harness->mailbox->count();
    m_harness->advanceClock(std::chrono::hours(hours));
    QCOMPARE(m_harness->drain(), 0);
    QCOMPARE(m_harness->mailbox->count() - before, sent ? 1 : 0);
}

void TestServiceCourier::pausesGrow()
{
    refuse(Reason::MailDelayed);
    LATCHKEY_VERIFY_GOOD(request(*m_harness, alice));
    for (const auto pause : {1min, 5min, 15min, 30min, 60min, 60min, 60min}) {
        QCOMPARE(m_harness->drain(), 1);
        const auto due = m_harness->number("SELECT due_at FROM latchkey_outbox");
        QCOMPARE(Instant(std::chrono::seconds(due)), m_harness->now() + pause);
        const auto tries = m_harness->mailbox->offered().size();
        m_harness->advanceClock(pause - 1s);
        QCOMPARE(m_harness->drain(), 1);
        QCOMPARE(m_harness->mailbox->offered().size(), tries);
        m_harness->advanceClock(1s);
    }
}

void TestServiceCourier::refusedMailIsGivenUpAndNotCounted()
{
    refuse(Reason::MailRefused);
    LATCHKEY_VERIFY_GOOD(request(*m_harness, alice));
    QCOMPARE(m_harness->drain(), 0);
    QCOMPARE(m_harness->text("SELECT state, last_error FROM latchkey_outbox"),
             QByteArray("3 MailRefused \n"));
    m_harness->mailbox->refuseWith(std::nullopt);
    LATCHKEY_VERIFY_GOOD(request(*m_harness, alice));
    QCOMPARE(m_harness->onlyLetter().recipient, alice);
}

// What has happened is told, whatever happens next.
void TestServiceCourier::noticeSurvivesTheNextReset()
{
    const Proof first = linkProof(askAndReceive(*m_harness, alice));
    refuse(Reason::MailDelayed);
    LATCHKEY_VERIFY_GOOD(reset(*m_harness, first, newPassword));
    m_harness->drain();
    m_harness->mailbox->refuseWith(std::nullopt);
    m_harness->advanceClock(2min);
    const Proof second = linkProof(askAndReceive(*m_harness, alice));
    LATCHKEY_VERIFY_GOOD(reset(*m_harness, second, oldPassword));
    const auto notices = mailsOf(*m_harness, ReceivedMail::Kind::Notice);
    QCOMPARE(notices.size(), size_t{2});
}

void TestServiceCourier::requestVoidedWhileItWasSentIsNotSentAgain_data()
{
    QTest::addColumn<int>("secondsLater");
    QTest::newRow("while the mint was fresh") << 600;
    QTest::newRow("when it would be minted anew") << 1200;
}

// A process dies while it sends; the password is saved with another link; the lease runs out. The
// mail would bring a dead link, or, worse, a new one.
void TestServiceCourier::requestVoidedWhileItWasSentIsNotSentAgain()
{
    QFETCH(int, secondsLater);
    m_harness->mailbox->hang();
    LATCHKEY_VERIFY_GOOD(request(*m_harness, alice));
    LATCHKEY_TRY_COMPARE(m_harness->mailbox->arrived(), 1);
    m_harness->stop();
    m_harness->mailbox->letGo();
    LATCHKEY_TRY_COMPARE(m_harness->mailbox->count(), 1);

    m_harness->advanceClock(61s);
    LATCHKEY_VERIFY_GOOD(request(*m_harness, alice));
    QCOMPARE(m_harness->drain(), 1);
    LATCHKEY_VERIFY_GOOD(reset(*m_harness, linkOf(m_harness->mailbox->last()), newPassword));
    m_harness->drain();
    const int sent = m_harness->mailbox->count();
    m_harness->advanceClock(std::chrono::seconds(secondsLater));
    QCOMPARE(m_harness->drain(), 0);
    QCOMPARE(m_harness->mailbox->count(), sent);
    QCOMPARE(m_harness->number("SELECT count(*) FROM latchkey_links"
                               " WHERE used_at IS NULL AND voided_at IS NULL"),
             0);
}

void TestServiceCourier::closingWaitsNoLongerThanItWasTold()
{
    m_harness->mailbox->hang();
    LATCHKEY_VERIFY_GOOD(request(*m_harness, alice));
    LATCHKEY_VERIFY_GOOD(request(*m_harness, bob));
    LATCHKEY_TRY_COMPARE(m_harness->mailbox->arrived(), 1);
    QElapsedTimer timer;
    timer.start();
    QCOMPARE(m_harness->drain(50ms), 2);
    QVERIFY(timer.elapsed() >= 50);
    m_harness->stop();
    QVERIFY2(timer.elapsed() < 20'000, "it waited for a delivery that hangs");
    QCOMPARE(m_harness->mailbox->count(), 0);
    m_harness->mailbox->letGo();
}

void TestServiceCourier::nextStartSendsWhatWaited()
{
    m_harness->mailbox->hang();
    LATCHKEY_VERIFY_GOOD(request(*m_harness, alice));
    LATCHKEY_VERIFY_GOOD(request(*m_harness, bob));
    LATCHKEY_TRY_COMPARE(m_harness->mailbox->arrived(), 1);
    m_harness->stop();
    m_harness->mailbox->letGo();
    LATCHKEY_TRY_COMPARE(m_harness->mailbox->count(), 1); // nobody was there any more to note it

    // Alice's is leased to the process that is gone, bob's is anybody's.
    m_harness->local().resume();
    LATCHKEY_TRY_COMPARE(m_harness->mailbox->count(), 2);
    QCOMPARE(m_harness->mailbox->last().recipient, bob);
    m_harness->advanceClock(Outbox::lease - 1s);
    QCOMPARE(m_harness->drain(), 1);
    m_harness->advanceClock(1s);
    QCOMPARE(m_harness->drain(), 0);
    const auto letters = m_harness->mailbox->letters();
    QCOMPARE(letters.size(), size_t{3});
    QCOMPARE(bytesOf(letters[2]), bytesOf(letters[0]));
}

void TestServiceCourier::pausedMailWaitsAndNobodyIsTold()
{
    OutboxPause pause(m_harness->sql());
    QVERIFY(pause.pause(m_harness->now()).value());
    LATCHKEY_VERIFY_GOOD(request(*m_harness, alice));
    QElapsedTimer timer;
    timer.start();
    // A window that closes has nothing to wait for and nothing to say.
    QCOMPARE(m_harness->drain(), 0);
    QVERIFY2(timer.elapsed() < 20'000, "it waited for a pause to end");
    QCOMPARE(m_harness->mailbox->arrived(), 0);
    QCOMPARE(m_harness->number("SELECT count(*) FROM latchkey_outbox WHERE state = 0"), 1);

    // Whoever has rested meanwhile goes on by itself.
    QVERIFY(pause.resume(m_harness->now()).value());
    LATCHKEY_TRY_COMPARE(m_harness->mailbox->count(), 1);
    QCOMPARE(m_harness->drain(), 0);
}

void TestServiceCourier::manyMailsTakeSeveralConnections()
{
    constexpr int connections = 3;
    constexpr int mails = 60; // more than it claims at once
    m_harness->options.mailConnections = connections;
    fillOutbox(mails);
    m_harness->mailbox->hang();
    m_harness->local().resume();
    LATCHKEY_TRY_COMPARE(m_harness->mailbox->arrived(), connections);
    QCOMPARE(m_harness->drain(50ms), mails);
    QCOMPARE(m_harness->number("SELECT count(*) FROM latchkey_outbox WHERE state = 1"),
             connections * LetterSender::lettersEach);
    m_harness->mailbox->letGo();
    QCOMPARE(m_harness->drain(), 0);
    QCOMPARE(sentOnce(), size_t{mails});
}

void TestServiceCourier::whatWasNotBegunWaitsForNoLease()
{
    constexpr int mails = 5;
    fillOutbox(mails);
    m_harness->mailbox->hang();
    m_harness->local().resume();
    LATCHKEY_TRY_COMPARE(m_harness->mailbox->arrived(), 1);
    QCOMPARE(m_harness->number("SELECT count(*) FROM latchkey_outbox WHERE state = 1"), mails);
    m_harness->stop();
    QCOMPARE(m_harness->number("SELECT count(*) FROM latchkey_outbox WHERE state = 1"), 1);
    QCOMPARE(m_harness->number("SELECT sum(attempts) FROM latchkey_outbox"), 1);
    m_harness->mailbox->letGo();
    LATCHKEY_TRY_COMPARE(m_harness->mailbox->count(), 1);
    QCOMPARE(m_harness->drain(), 1);
    QCOMPARE(sentOnce(), size_t{mails});
}

void TestServiceCourier::leaseLastsAsLongAsTheDelivery()
{
    m_harness->mailbox->hang();
    LATCHKEY_VERIFY_GOOD(request(*m_harness, alice));
    LATCHKEY_TRY_COMPARE(m_harness->mailbox->arrived(), 1);
    const auto leasedUntil = [this] {
        return m_harness->number("SELECT lease_until FROM latchkey_outbox");
    };
    const qint64 first = leasedUntil();
    m_harness->advanceClock(Outbox::lease / 2);
    m_harness->local().resume();
    LATCHKEY_TRY_COMPARE(leasedUntil() - first, Outbox::lease.count() / 2);
    m_harness->mailbox->letGo();
    QCOMPARE(m_harness->drain(), 0);
}

void TestServiceCourier::whatStandsBehindAHangingServerIsAnybodys()
{
    constexpr int mails = 4;
    fillOutbox(mails);
    m_harness->mailbox->hang();
    m_harness->local().resume();
    LATCHKEY_TRY_COMPARE(m_harness->mailbox->arrived(), 1);
    const auto sending = [this] {
        return m_harness->number("SELECT count(*) FROM latchkey_outbox WHERE state = 1");
    };
    QCOMPARE(sending(), mails);
    m_harness->advanceClock(Outbox::lease / 2 + 1s);
    m_harness->local().resume();
    LATCHKEY_TRY_COMPARE(sending(), 1);
    const auto other = m_harness->another();
    m_harness->mailbox->letGo();
    LATCHKEY_VERIFY_GOOD(take(other->drain(patience)));
    QCOMPARE(m_harness->drain(), 0);
    QCOMPARE(sentOnce(), size_t{mails});
}

void TestServiceCourier::manyServicesSendEachMailOnce()
{
    constexpr int people = 40;
    m_harness->options.limits.perDeviceMinute = 2 * people;
    m_harness->mailbox->hang();
    std::vector<std::unique_ptr<LocalService>> services;
    for (int i = 0; i < 4; ++i)
        services.push_back(m_harness->another());
    for (int i = 0; i < people; ++i) {
        const QString who = QStringLiteral("user%1@example.com").arg(i);
        (void)AccountStore(m_harness->sql())
            .add({.address = address(who), .passwordHash = {}, .confirmed = true, .locale = {}},
                 m_harness->now());
        LATCHKEY_VERIFY_GOOD(take(services[i % services.size()]->requestReset(address(who))));
    }
    m_harness->mailbox->letGo();
    std::vector<Future<int>> drained;
    for (const auto &service : services)
        drained.push_back(service->drain(patience));
    for (const auto &each : drained)
        LATCHKEY_VERIFY_GOOD(take(each));
    LATCHKEY_TRY_COMPARE(m_harness->number("SELECT count(*) FROM latchkey_outbox WHERE state = 2"),
                         people);

    std::set<QByteArray> ids;
    std::set<QString> recipients;
    for (const Letter &letter : m_harness->mailbox->letters()) {
        ids.insert(letter.messageId);
        recipients.insert(letter.recipient);
    }
    QCOMPARE(m_harness->mailbox->count(), people);
    QCOMPARE(ids.size(), size_t{people});
    QCOMPARE(recipients.size(), size_t{people});
}

void TestServiceCourier::messageIdsHaveAnAsciiDomain_data()
{
    QTest::addColumn<QString>("domain");
    QTest::addColumn<QByteArray>("right");
    QTest::newRow("as configured") << QStringLiteral("acme.example") << QByteArray("acme.example");
    QTest::newRow("umlaut") << QStringLiteral("b\u00fccher.example")
                            << QByteArray("xn--bcher-kva.example");
    QTest::newRow("none") << QString() << QByteArray("latchkey.invalid");
}

// RFC 5322 3.6.4; a header is no place for Latin-1.
void TestServiceCourier::messageIdsHaveAnAsciiDomain()
{
    QFETCH(QString, domain);
    QFETCH(QByteArray, right);
    m_harness->options.messageDomain = domain;
    LATCHKEY_VERIFY_GOOD(request(*m_harness, alice));
    const QByteArray id = m_harness->onlyLetter().messageId;
    QCOMPARE(id.sliced(id.indexOf('@') + 1), right);
    QCOMPARE(id.indexOf('@'), 32);
}

QTEST_GUILESS_MAIN(TestServiceCourier)
#include "test_servicecourier.moc"
