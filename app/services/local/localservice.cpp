// SPDX-License-Identifier: GPL-3.0-or-later
#include "services/local/localservice.h"

#include "services/local/answer.h"
#include "services/local/localworker.h"
#include "services/local/recoveryoffice.h"

#include <QElapsedTimer>
#include <QThread>
#include <QTimer>

#include <functional>
#include <utility>

namespace latchkey {

namespace {
// What the worker may be late with its own answer to a drain before we stop waiting for it.
constexpr std::chrono::milliseconds drainGrace{250};

/// How long to hold an answer back: until the fixed delay after the question, or, where the work
/// took longer than that, until the next multiple of it, which says no more about the work.
std::chrono::milliseconds untilAnswer(const QElapsedTimer &sinceAsked,
                                      std::chrono::milliseconds delay)
{
    const std::chrono::milliseconds elapsed(sinceAsked.elapsed());
    return (elapsed / delay + 1) * delay - elapsed;
}

Failure unavailable(const Failure &why)
{
    if (why.reason == Reason::Cancelled)
        return why;
    return {.reason = Reason::DeviceKeyUnavailable,
            .detail = reasonName(why.reason) + QStringLiteral(": ") + why.detail,
            .about = why.about};
}

/// A keyring that has no such key has spoken: the link was asked for elsewhere. One that cannot be
/// asked has not.
Failure refusalWithout(const Failure &why)
{
    return why.reason == Reason::KeyMissing ? Failure{.reason = Reason::LinkBoundElsewhere}
                                            : unavailable(why);
}

/// Calls back once, unless the context dies first, and then lets go of what the callback holds.
/// QTimer::singleShot() would keep it, and an answer in it open, until the time is up.
void callAfter(std::chrono::milliseconds delay, QObject *context, std::function<void()> callBack)
{
    auto *timer = new QTimer(context);
    timer->setSingleShot(true);
    timer->setTimerType(Qt::PreciseTimer);
    QObject::connect(timer, &QTimer::timeout, timer, &QObject::deleteLater);
    QObject::connect(timer, &QTimer::timeout, context, std::move(callBack));
    timer->start(delay);
}
} // namespace

class LocalService::Private
{
public:
    Private(LocalOptions given, LocalParts parts);
    ~Private();
    Private(const Private &) = delete;
    Private &operator=(const Private &) = delete;

    void submit(LocalWorker::Job job);
    /// `work` is Result<T>(RecoveryOffice &), and runs in the worker's thread.
    template <class T, class Work>
    Future<T> ask(Work work);
    /// Tries without the device key, and once more with it where the proof turns out to be bound:
    /// no other link leads to a keyring, which may ask for a password.
    template <class T>
    Future<T> askWithKeyIfBound(const std::function<Future<T>(SharedSecret deviceKey)> &attempt);
    Future<RequestReceipt> recordRequest(const EmailAddress &address, SharedSecret deviceKey);
    Future<ResetOutcome> save(const Proof &proof, const SharedSecret &password,
                              const SharedSecret &deviceKey);

    const LocalOptions options;
    QObject context; ///< dies with the service: nothing calls back after that
    LocalWorker *worker = nullptr;
    const std::function<Future<SharedSecret>()> readDeviceKey;
    const std::function<Future<SharedSecret>()> readOrMakeDeviceKey;

private:
    void readKeys();

    std::function<Future<SharedSecret>()> m_readKeys;
    bool m_isFirst = true; ///< of all jobs is the next one
    QThread m_thread;
};

LocalService::Private::Private(LocalOptions given, LocalParts parts)
    : options(std::move(given)), readDeviceKey(std::move(parts.readDeviceKey)),
      readOrMakeDeviceKey(std::move(parts.readOrMakeDeviceKey)),
      m_readKeys(std::move(parts.readKeys))
{
    worker = new LocalWorker(options, parts.clock, std::move(parts.mailer));
    worker->moveToThread(&m_thread);
    QObject::connect(&m_thread, &QThread::finished, worker, &QObject::deleteLater);
    QObject::connect(worker, &LocalWorker::keysWanted, &context, [this] { readKeys(); });
    m_thread.setObjectName(QStringLiteral("latchkey-store"));
    m_thread.start();
}

LocalService::Private::~Private()
{
    // The thread's loop would first go through all that stands in line, and with a busy database
    // each of it takes seconds.
    worker->stop();
    m_thread.quit();
    m_thread.wait();
}

void LocalService::Private::submit(LocalWorker::Job job)
{
    worker->submit(std::move(job));
    if (std::exchange(m_isFirst, false))
        readKeys();
}

void LocalService::Private::readKeys()
{
    const Future<SharedSecret> keys = m_readKeys();
    // What is at hand (a credential file) goes on at once: before a window's first page is painted,
    // and not after it.
    if (keys.isFinished() && keys.resultCount() > 0) {
        worker->adoptKeys(keys.result());
        return;
    }
    whenDone(keys, &context, [this](const Result<SharedSecret> &ring) { worker->adoptKeys(ring); });
}

template <class T, class Work>
Future<T> LocalService::Private::ask(Work work)
{
    const Answer<T> answer;
    submit([answer, work = std::move(work)](Result<RecoveryOffice *> office) {
        answer.give(office ? work(**office) : Result<T>(fail(office.error())));
    });
    return answer.future();
}

template <class T>
Future<T> LocalService::Private::askWithKeyIfBound(
    const std::function<Future<T>(SharedSecret deviceKey)> &attempt)
{
    const Answer<T> answer;
    const auto pass = [answer](const Result<T> &result) { answer.give(result); };
    whenDone(attempt({}), &context, [this, answer, pass, attempt](const Result<T> &first) {
        if (first || first.error().reason != Reason::LinkBoundElsewhere || !readDeviceKey)
            return pass(first);
        whenDone(readDeviceKey(), &context,
                 [this, answer, pass, attempt](const Result<SharedSecret> &key) {
                     if (key)
                         whenDone(attempt(*key), &context, pass);
                     else
                         answer.give(fail(refusalWithout(key.error())));
                 });
    });
    return answer.future();
}

/// Hashes between judging and saving, so that a dead proof costs no hash.
Future<ResetOutcome> LocalService::Private::save(const Proof &proof, const SharedSecret &password,
                                                 const SharedSecret &deviceKey)
{
    const Answer<ResetOutcome> answer;
    submit([answer, hasher = worker, proof, password, deviceKey](Result<RecoveryOffice *> office) {
        if (!office) {
            answer.give(fail(office.error()));
            return;
        }
        const Result<GoodProof> good = (*office)->admit(proof, *password, deviceKey);
        if (!good) {
            answer.give(fail(good.error()));
            return;
        }
        hasher->hash(password, [answer, office = *office, good = *good](Result<QByteArray> hash) {
            answer.give(hash ? office->save(good, *hash) : fail(hash.error()));
        });
    });
    return answer.future();
}

Future<RequestReceipt> LocalService::Private::recordRequest(const EmailAddress &address,
                                                            SharedSecret deviceKey)
{
    return ask<RequestReceipt>([address, deviceKey = std::move(deviceKey)](RecoveryOffice &office) {
        return office.request(address, deviceKey);
    });
}

LocalService::LocalService(LocalOptions options, LocalParts parts)
    : d(std::make_unique<Private>(std::move(options), std::move(parts)))
{
}

LocalService::~LocalService() = default;

const ServiceDescription &LocalService::description() const
{
    return d->options.description;
}

// The work ends at a time that depends on disk, queue and account; the answer is shown at one that
// depends on nothing (S02). The wait is a timer of this thread, so that it holds up nobody's work.
// The device key comes before anybody looks at the address, and the request after it: without a
// keyring nothing is asked, rather than something that opens anywhere.
Future<RequestReceipt> LocalService::requestReset(const EmailAddress &address)
{
    QElapsedTimer sinceAsked;
    sinceAsked.start();
    const Answer<RequestReceipt> answer;
    const auto giveLater = [this, answer, sinceAsked](const Result<RequestReceipt> &receipt) {
        callAfter(untilAnswer(sinceAsked, d->options.answerDelay), &d->context,
                  [answer, receipt] { answer.give(receipt); });
    };
    if (d->options.description.reach == LinkReach::Anywhere) {
        whenDone(d->recordRequest(address, {}), &d->context, giveLater);
        return answer.future();
    }
    const auto key = d->readOrMakeDeviceKey
                         ? d->readOrMakeDeviceKey()
                         : readyFuture<SharedSecret>(fail(Reason::KeyringMissing));
    whenDone(key, &d->context, [this, address, giveLater](const Result<SharedSecret> &read) {
        if (read)
            whenDone(d->recordRequest(address, *read), &d->context, giveLater);
        else
            giveLater(fail(unavailable(read.error())));
    });
    return answer.future();
}

Future<AccountGlimpse> LocalService::inspect(const Proof &proof)
{
    return d->askWithKeyIfBound<AccountGlimpse>([this, proof](const SharedSecret &deviceKey) {
        return d->ask<AccountGlimpse>([proof, deviceKey](RecoveryOffice &office) {
            return office.inspect(proof, deviceKey);
        });
    });
}

Future<ResetOutcome> LocalService::resetPassword(const Proof &proof, SharedSecret password)
{
    return d->askWithKeyIfBound<ResetOutcome>(
        [this, proof, password = std::move(password)](const SharedSecret &deviceKey) {
            return d->save(proof, password, deviceKey);
        });
}

Future<AccountGlimpse> LocalService::confirmAddress(const Proof &proof)
{
    return d->ask<AccountGlimpse>(
        [proof](RecoveryOffice &office) { return office.confirm(proof); });
}

Future<AccountGlimpse> LocalService::withdraw(const Proof &proof)
{
    return d->ask<AccountGlimpse>(
        [proof](RecoveryOffice &office) { return office.withdraw(proof); });
}

void LocalService::resume()
{
    d->submit([](const Result<RecoveryOffice *> &office) {
        if (office)
            (*office)->wakeCourier();
    });
}

Future<int> LocalService::drain(std::chrono::milliseconds atMost)
{
    const Answer<int> fromWorker;
    d->submit([fromWorker, atMost](Result<RecoveryOffice *> office) {
        if (office)
            (*office)->drain(atMost, fromWorker);
        else
            fromWorker.give(fail(office.error()));
    });
    // Both of these run in this thread, so the first one wins without a lock.
    const Answer<int> answer;
    whenDone(fromWorker.future(), &d->context, [answer](const Result<int> &pending) {
        if (!answer.future().isFinished())
            answer.give(pending);
    });
    callAfter(atMost + drainGrace, &d->context, [answer] {
        if (!answer.future().isFinished())
            answer.give(fail(Reason::TimedOut));
    });
    return answer.future();
}

} // namespace latchkey
