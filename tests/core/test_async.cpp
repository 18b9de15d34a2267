// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/async.h"
#include "tests/support/patience.h"

#include <QPointer>
#include <QTest>
#include <QThread>

#include <atomic>
#include <memory>
#include <optional>
#include <thread>

using namespace latchkey;

/// What whenDone() promises and QFuture::then() does not.
class TestAsync : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void readyAnswerComesAfterControlHasReturned();
    void answerOfAnotherThreadComesInTheContextsThread();
    void answerComesInTheThreadWhereTheContextLives();
    void contextThatDiedHearsNothing();
    void contextThatDiesBeforeTheAnswerLetsTheReceiverGo();
    void failureArrivesAsOne();
    void cancelledWorkIsAFailure();
    void promiseThatWasDroppedIsAFailure();
    void manyReceiversOfOneFuture();
};

void TestAsync::readyAnswerComesAfterControlHasReturned()
{
    QObject context;
    int calls = 0;
    whenDone(readyFuture<int>(42), &context, [&calls](const Result<int> &answer) {
        QCOMPARE(answer.value(), 42);
        ++calls;
    });
    QCOMPARE(calls, 0);
    LATCHKEY_TRY_COMPARE(calls, 1);
    // Once, and the watcher leaves nothing behind.
    LATCHKEY_TRY_VERIFY(context.children().isEmpty());
    QCOMPARE(calls, 1);
}

void TestAsync::answerOfAnotherThreadComesInTheContextsThread()
{
    QObject context;
    QPromise<Result<int>> promise;
    promise.start();
    std::optional<int> answer;
    QThread *place = nullptr;
    whenDone(promise.future(), &context, [&](const Result<int> &result) {
        answer = result.value();
        place = QThread::currentThread();
    });
    std::thread worker([&promise] {
        promise.addResult(Result<int>(7));
        promise.finish();
    });
    worker.join();
    QVERIFY(!answer);
    LATCHKEY_TRY_VERIFY(answer.has_value());
    QCOMPARE(*answer, 7);
    QCOMPARE(place, QThread::currentThread());
}

void TestAsync::answerComesInTheThreadWhereTheContextLives()
{
    QThread thread;
    auto *context = new QObject;
    context->moveToThread(&thread);
    thread.start();
    std::atomic<QThread *> place = nullptr;
    QMetaObject::invokeMethod(context, [context, &place] {
        whenDone(readyFuture<int>(1), context,
                 [&place](const Result<int> &) { place = QThread::currentThread(); });
    });
    LATCHKEY_TRY_COMPARE(place.load(), &thread);
    context->deleteLater();
    thread.quit();
    QVERIFY(thread.wait());
}

void TestAsync::contextThatDiedHearsNothing()
{
    auto context = std::make_unique<QObject>();
    int calls = 0;
    whenDone(readyFuture<int>(42), context.get(), [&calls](const Result<int> &) { ++calls; });
    // The answer is on its way in the event queue.
    context.reset();
    // Queued behind it, so it would have been called by now.
    bool later = false;
    QMetaObject::invokeMethod(this, [&later] { later = true; }, Qt::QueuedConnection);
    LATCHKEY_TRY_VERIFY(later);
    QCOMPARE(calls, 0);
}

void TestAsync::contextThatDiesBeforeTheAnswerLetsTheReceiverGo()
{
    auto context = std::make_unique<QObject>();
    QPromise<Result<int>> promise;
    promise.start();
    auto kept = std::make_shared<int>(1);
    const std::weak_ptr<int> watched = kept;
    int calls = 0;
    whenDone(promise.future(), context.get(),
             [&calls, kept = std::move(kept)](const Result<int> &) { calls += *kept; });
    QVERIFY(!watched.expired());
    context.reset();
    // What the receiver holds (a token, perhaps) dies with the context and waits for no answer.
    QVERIFY(watched.expired());
    promise.addResult(Result<int>(7));
    promise.finish();
    bool later = false;
    QMetaObject::invokeMethod(this, [&later] { later = true; }, Qt::QueuedConnection);
    LATCHKEY_TRY_VERIFY(later);
    QCOMPARE(calls, 0);
}

void TestAsync::failureArrivesAsOne()
{
    QObject context;
    std::optional<Failure> why;
    whenDone(readyFuture<int>(fail(Reason::LinkUsed, QStringLiteral("why"))), &context,
             [&why](const Result<int> &answer) { why = answer.error(); });
    LATCHKEY_TRY_VERIFY(why.has_value());
    QCOMPARE(why->reason, Reason::LinkUsed);
    QCOMPARE(why->detail, QStringLiteral("why"));
}

void TestAsync::cancelledWorkIsAFailure()
{
    QObject context;
    QPromise<Result<int>> promise;
    promise.start();
    std::optional<Reason> reason;
    whenDone(promise.future(), &context,
             [&reason](const Result<int> &answer) { reason = answer.error().reason; });
    promise.future().cancel();
    promise.finish();
    LATCHKEY_TRY_COMPARE(reason, Reason::Cancelled);
}

void TestAsync::promiseThatWasDroppedIsAFailure()
{
    QObject context;
    auto promise = std::make_unique<QPromise<Result<int>>>();
    promise->start();
    std::optional<Reason> reason;
    whenDone(promise->future(), &context,
             [&reason](const Result<int> &answer) { reason = answer.error().reason; });
    promise.reset();
    LATCHKEY_TRY_COMPARE(reason, Reason::Cancelled);
}

void TestAsync::manyReceiversOfOneFuture()
{
    QObject context;
    QPromise<Result<int>> promise;
    promise.start();
    int sum = 0;
    for (int i = 0; i < 100; ++i)
        whenDone(promise.future(), &context,
                 [&sum](const Result<int> &answer) { sum += answer.value(); });
    promise.addResult(Result<int>(1));
    promise.finish();
    LATCHKEY_TRY_COMPARE(sum, 100);
}

QTEST_GUILESS_MAIN(TestAsync)
#include "test_async.moc"
