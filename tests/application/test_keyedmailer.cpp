// SPDX-License-Identifier: GPL-3.0-or-later
#include "application/keyedmailer.h"
#include "tests/support/patience.h"
#include "tests/support/recordingmailer.h"

#include <QThread>
#include <QtTest>

#include <atomic>
#include <future>
#include <thread>
#include <vector>

using namespace latchkey;

/// The password is asked of the vault in the test's thread; letters go out in another.
class TestKeyedMailer : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init();
    void asksOnceAndOnlyForALetter();
    void severalConnectionsAskOnce();
    void aMissingPasswordIsForTheAdministrator();
    void aVaultThatCannotBeAskedIsAskedAgain_data();
    void aVaultThatCannotBeAskedIsAskedAgain();
    void aMailerThatCannotBeMadeIsMadeAgain();
    void whatTheMailerSaysIsHandedOn();
    void lateAnswersAreDropped();

private:
    std::unique_ptr<KeyedMailer>
    makeMailer(std::chrono::milliseconds patience = KeyedMailer::usualPatience);
    /// Sends from another thread while the vault's loop runs here.
    static Result<void> send(KeyedMailer &mailer)
    {
        auto sent = std::async(std::launch::async, [&mailer] { return mailer.send(Letter{}); });
        const bool inTime = QTest::qWaitFor(
            [&sent] { return sent.wait_for(std::chrono::seconds(0)) == std::future_status::ready; },
            30'000);
        return inTime ? sent.get() : fail(Reason::TimedOut);
    }

    std::shared_ptr<Mailbox> m_mailbox;
    Result<SharedSecret> m_inVault;
    std::optional<Failure> m_cannotMake;
    QByteArrayList m_passwords; ///< that a mailer was made with
    std::shared_ptr<QPromise<Result<SharedSecret>>> m_held;
    bool m_hold = false;
    int m_asked = 0;
};

void TestKeyedMailer::init()
{
    m_mailbox = std::make_shared<Mailbox>();
    m_inVault = share(Secret::copyOf("post word"));
    m_cannotMake.reset();
    m_passwords.clear();
    m_held.reset();
    m_hold = false;
    m_asked = 0;
}

std::unique_ptr<KeyedMailer> TestKeyedMailer::makeMailer(std::chrono::milliseconds patience)
{
    return std::make_unique<KeyedMailer>(
        [this]() -> Future<SharedSecret> {
            ++m_asked;
            if (QThread::currentThread() != thread())
                return readyFuture<SharedSecret>(fail(Reason::Internal));
            if (!m_hold)
                return readyFuture<SharedSecret>(m_inVault);
            m_held = std::make_shared<QPromise<Result<SharedSecret>>>();
            m_held->start();
            return m_held->future();
        },
        [this](const SharedSecret &password) -> Result<std::unique_ptr<Mailer>> {
            m_passwords += password->reveal().toByteArray();
            if (m_cannotMake)
                return fail(*m_cannotMake);
            return std::make_unique<RecordingMailer>(m_mailbox);
        },
        patience);
}

void TestKeyedMailer::asksOnceAndOnlyForALetter()
{
    const auto mailer = makeMailer();
    QCoreApplication::processEvents();
    QCOMPARE(m_asked, 0);
    QVERIFY(send(*mailer));
    QVERIFY(send(*mailer));
    QCOMPARE(m_asked, 1);
    QCOMPARE(m_passwords, QByteArrayList{"post word"});
    QCOMPARE(m_mailbox->count(), 2);
}

void TestKeyedMailer::severalConnectionsAskOnce()
{
    constexpr int connections = 5;
    m_hold = true;
    const auto mailer = makeMailer();
    std::atomic<int> sent = 0;
    std::vector<std::jthread> threads;
    for (int i = 0; i < connections; ++i)
        threads.emplace_back([&] { sent += mailer->send(Letter{}) ? 1 : 0; });
    LATCHKEY_TRY_VERIFY(m_held);
    m_held->addResult(m_inVault);
    m_held->finish();
    LATCHKEY_TRY_COMPARE(sent.load(), connections);
    QCOMPARE(m_asked, 1);
    QCOMPARE(m_passwords, QByteArrayList{"post word"});
    QCOMPARE(m_mailbox->count(), connections);
}

void TestKeyedMailer::aMissingPasswordIsForTheAdministrator()
{
    m_inVault = fail({.reason = Reason::KeyMissing, .about = QStringLiteral("smtp-password/acme")});
    const auto sent = send(*makeMailer());
    QVERIFY(!sent);
    QCOMPARE(sent.error().reason, Reason::MailMisconfigured);
    QCOMPARE(sent.error().about, QStringLiteral("smtp-password/acme"));
}

void TestKeyedMailer::aVaultThatCannotBeAskedIsAskedAgain_data()
{
    QTest::addColumn<Reason>("reason");
    QTest::newRow("locked") << Reason::KeyringLocked;
    QTest::newRow("no keyring") << Reason::KeyringMissing;
    QTest::newRow("unsafe file") << Reason::CredentialUnsafe;
}

void TestKeyedMailer::aVaultThatCannotBeAskedIsAskedAgain()
{
    QFETCH(const Reason, reason);
    const auto mailer = makeMailer();
    m_inVault = fail(reason);
    const auto sent = send(*mailer);
    QVERIFY(!sent);
    QCOMPARE(sent.error().reason, Reason::MailDelayed);
    QVERIFY(sent.error().detail.contains(reasonName(reason)));
    m_inVault = share(Secret::copyOf("post word"));
    QVERIFY(send(*mailer));
    QCOMPARE(m_asked, 2);
}

void TestKeyedMailer::aMailerThatCannotBeMadeIsMadeAgain()
{
    const auto mailer = makeMailer();
    m_cannotMake = Failure{.reason = Reason::MailMisconfigured, .about = QStringLiteral("host")};
    const auto sent = send(*mailer);
    QVERIFY(!sent);
    QCOMPARE(sent.error().about, QStringLiteral("host"));
    m_cannotMake.reset();
    QVERIFY(send(*mailer));
    QCOMPARE(m_passwords.size(), 2);
}

void TestKeyedMailer::whatTheMailerSaysIsHandedOn()
{
    const auto mailer = makeMailer();
    m_mailbox->refuseWith(Failure{.reason = Reason::MailRefused});
    const auto sent = send(*mailer);
    QVERIFY(!sent);
    QCOMPARE(sent.error().reason, Reason::MailRefused);
    m_mailbox->refuseWith({});
    QVERIFY(send(*mailer));
    QCOMPARE(m_asked, 1); // the mailer was not at fault
}

/// The keyring's prompt is answered when nobody waits any more, and even the mailer is gone.
void TestKeyedMailer::lateAnswersAreDropped()
{
    m_hold = true;
    auto mailer = makeMailer(std::chrono::milliseconds(1));
    const auto sent = send(*mailer);
    QVERIFY(!sent);
    QCOMPARE(sent.error().reason, Reason::MailDelayed);
    LATCHKEY_TRY_VERIFY(m_held);
    const auto first = m_held;
    QVERIFY(!send(*mailer));
    LATCHKEY_TRY_VERIFY(m_held != first);
    first->addResult(m_inVault);
    first->finish();
    QCoreApplication::processEvents();
    mailer.reset();
    m_held->addResult(m_inVault);
    m_held->finish();
    QCoreApplication::sendPostedEvents(nullptr, QEvent::DeferredDelete);
    QCoreApplication::processEvents();
    QVERIFY(m_passwords.isEmpty());
    QCOMPARE(m_mailbox->count(), 0);
}

QTEST_GUILESS_MAIN(TestKeyedMailer)
#include "test_keyedmailer.moc"
