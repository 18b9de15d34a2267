// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/local/servicekit.h"
#include "tests/support/patience.h"

#include <QElapsedTimer>
#include <QTest>

#include <atomic>
#include <condition_variable>
#include <mutex>

using namespace latchkey;
using namespace latchkey::contract;
using namespace latchkey::testing;

namespace {

template <class T>
bool isCancelled(const Future<T> &future)
{
    return future.isFinished() && future.isCanceled() && future.resultCount() == 0;
}

/// A clock that takes its time, so that there is always work in the queue.
class SlowClock final : public Clock
{
public:
    Instant now() const override
    {
        ++looks;
        std::unique_lock lock(m_mutex);
        m_never.wait_for(lock, 20ms);
        return LocalHarness::start;
    }

    mutable std::atomic<int> looks{0};

private:
    mutable std::mutex m_mutex;
    mutable std::condition_variable m_never;
};

} // namespace

/// The end of the local service, with all kinds of work in flight: nobody waits for ever, neither
/// whoever holds a future nor whoever closes the window.
class TestServiceEnding : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init();
    void cleanup() { m_harness.reset(); }

    void whileKeysAreAwaited();
    void whileAnAnswerIsHeldBack();
    void whileWorkStandsInLine();
    void whilePasswordsAreHashed();
    void whileADeliveryHangs();
    void beforeAnythingWasAsked();

private:
    std::unique_ptr<LocalHarness> m_harness;
};

void TestServiceEnding::init()
{
    m_harness = std::make_unique<LocalHarness>();
    testing::moveIn(*m_harness);
}

void TestServiceEnding::whileKeysAreAwaited()
{
    QPromise<Result<SharedSecret>> never;
    never.start();
    m_harness->readKeys = [&never] { return never.future(); };
    const Proof proof = proofOf("e30.ZkQwMQ.AAAA");
    auto service = m_harness->another();
    const auto receipt = service->requestReset(address(alice));
    const auto glimpse = service->inspect(proof);
    const auto outcome = service->resetPassword(proof, secret(newPassword));
    const auto agreed = service->confirmAddress(proof);
    LATCHKEY_COMPARE_REASON(take(service->drain(10ms)), Reason::TimedOut);
    const auto drained = service->drain(1h);
    QCoreApplication::processEvents();
    service.reset();
    QVERIFY(isCancelled(receipt));
    QVERIFY(isCancelled(glimpse));
    QVERIFY(isCancelled(outcome));
    QVERIFY(isCancelled(agreed));
    QVERIFY(isCancelled(drained));
    // An answer that comes now finds nobody.
    never.addResult(share(m_harness->ring.serialise()));
    never.finish();
    QCoreApplication::processEvents();
}

void TestServiceEnding::whileAnAnswerIsHeldBack()
{
    m_harness->options.answerDelay = 1h;
    const auto receipt = m_harness->service().requestReset(address(alice));
    LATCHKEY_TRY_COMPARE(m_harness->number("SELECT count(*) FROM latchkey_requests"), 1);
    QVERIFY(!receipt.isFinished());
    m_harness->stop();
    QVERIFY(isCancelled(receipt));
    // What was promised is kept.
    m_harness->options.answerDelay = 1ms;
    QCOMPARE(m_harness->drain(), 0);
    QCOMPARE(m_harness->mailbox->count(), 1);
}

void TestServiceEnding::whileWorkStandsInLine()
{
    constexpr int asked = 200;
    m_harness->options.limits.perDeviceMinute = asked;
    const SlowClock clock;
    auto service = std::make_unique<LocalService>(
        m_harness->options,
        LocalParts{.clock = clock,
                   .mailer = std::make_unique<RecordingMailer>(m_harness->mailbox),
                   .readKeys = m_harness->readKeys});
    // So that the keys are there, and what follows goes straight into the line.
    LATCHKEY_COMPARE_REASON(take(service->inspect(proofOf("e30.ZkQwMQ.AAAA"))),
                            Reason::LinkDamaged);
    std::vector<Future<RequestReceipt>> receipts;
    for (int i = 0; i < asked; ++i)
        receipts.push_back(service->requestReset(address(QStringLiteral("u%1@a.example").arg(i))));
    // They are in the worker's line, and it is going through it.
    const int looks = clock.looks;
    LATCHKEY_TRY_VERIFY(clock.looks > looks + 2);
    service.reset();
    for (const auto &receipt : receipts)
        QVERIFY(receipt.isFinished());
    QVERIFY(isCancelled(receipts.back()));
    QVERIFY2(m_harness->number("SELECT count(*) FROM latchkey_requests") < asked,
             "it did everything that stood in line before it ended");
}

void TestServiceEnding::whilePasswordsAreHashed()
{
    const Proof proof = linkProof(askAndReceive(*m_harness, alice));
    m_harness->stop();
    m_harness->options.hashCost = {};
    std::vector<Future<ResetOutcome>> outcomes;
    for (int i = 0; i < 6; ++i)
        outcomes.push_back(m_harness->service().resetPassword(proof, secret(newPassword)));
    // One inspection after them: they are all at the hashers, or were when it was answered.
    LATCHKEY_VERIFY_GOOD(inspect(*m_harness, proof));
    m_harness->stop();
    for (const auto &outcome : outcomes)
        QVERIFY(outcome.isFinished());
    QVERIFY(isCancelled(outcomes.back()));
    m_harness->options.hashCost = {
        .memoryKiB = 64, .passes = 1, .lanes = 1, .floor = HashFloor::WaivedForTests};
    // Either the first one was quick, or nothing has happened.
    const bool saved = outcomes.front().resultCount() == 1 && outcomes.front().result();
    QCOMPARE(m_harness->verifyPassword(alice, newPassword), saved);
    QCOMPARE(reasonOf(reset(*m_harness, proof, newPassword)),
             QByteArray(saved ? "LinkUsed" : "good"));
}

void TestServiceEnding::whileADeliveryHangs()
{
    m_harness->mailbox->hang();
    LATCHKEY_VERIFY_GOOD(request(*m_harness, alice));
    LATCHKEY_TRY_COMPARE(m_harness->mailbox->arrived(), 1);
    const auto drained = m_harness->local().drain(1h);
    QElapsedTimer timer;
    timer.start();
    m_harness->stop();
    QVERIFY(timer.elapsed() >= m_harness->options.closingPatience.count());
    QVERIFY2(timer.elapsed() < 20'000, "it waited for the delivery");
    QVERIFY(isCancelled(drained));
    m_harness->mailbox->letGo();
    LATCHKEY_TRY_COMPARE(m_harness->mailbox->count(), 1);
}

void TestServiceEnding::beforeAnythingWasAsked()
{
    int read = 0;
    m_harness->readKeys = [&read] {
        ++read;
        return readyFuture<SharedSecret>(fail(Reason::KeyMissing));
    };
    m_harness->another().reset();
    QCOMPARE(read, 0);
}

QTEST_GUILESS_MAIN(TestServiceEnding)
#include "test_serviceending.moc"
