// SPDX-License-Identifier: GPL-3.0-or-later
#include "services/vault/keychainvault.h"

#include "services/vault/keyringsearch.h"

#include <qt6keychain/keychain.h>

#include <QCoreApplication>
#include <QTimer>

#include <cstring>

namespace latchkey {

namespace {

QString service()
{
    return QStringLiteral("org.latchkey.app");
}

/// The one answer to a call, whoever gives it first.
template <class T>
class Answer
{
public:
    Answer() { m_promise.start(); }
    Future<T> future() const { return m_promise.future(); }
    void give(Result<T> result)
    {
        if (m_promise.future().isFinished())
            return;
        m_promise.addResult(std::move(result));
        m_promise.finish();
    }

private:
    QPromise<Result<T>> m_promise;
};

template <class T>
using SharedAnswer = std::shared_ptr<Answer<T>>;

Failure about(const QString &name, Reason reason, const QString &detail)
{
    return {.reason = reason, .detail = detail, .about = name};
}

Failure failureOf(const QKeychain::Job &job)
{
    const auto reason = [&job] {
        switch (job.error()) {
        case QKeychain::NoBackendAvailable:
        case QKeychain::NotImplemented:
            return Reason::KeyringMissing;
        // Of an entry that the keyring has just said it holds.
        case QKeychain::EntryNotFound:
        case QKeychain::CouldNotDeleteEntry:
        case QKeychain::AccessDeniedByUser:
        case QKeychain::AccessDenied:
        // libsecret's own words for a dismissed prompt, a lost connection and a refusal.
        case QKeychain::OtherError:
            return Reason::KeyringLocked;
        case QKeychain::NoError:
            break;
        }
        return Reason::Internal;
    };
    return about(job.key(), reason(), job.errorString());
}

/// Overwrites bytes that QtKeychain still shares with us and would free as they are.
void wipeShared(const QByteArray &bytes)
{
    if (!bytes.isEmpty())
        ::explicit_bzero(const_cast<char *>(bytes.constData()), static_cast<size_t>(bytes.size()));
}

/// Starts a job and gives `take(job)` or why not. The job deletes itself when it has finished, and
/// not before: libsecret calls back into it.
template <class Job, class T, class Take>
void run(Job *job, const SharedAnswer<T> &answer, std::chrono::milliseconds patience,
         const Take &take)
{
    QObject::connect(job, &QKeychain::Job::finished, job, [job, answer, take] {
        if (job->error() == QKeychain::NoError)
            take(*job);
        else
            answer->give(fail(failureOf(*job)));
    });
    QTimer::singleShot(patience, job, [answer, name = job->key()] {
        answer->give(fail(about(name, Reason::KeyringLocked, QStringLiteral("no answer in time"))));
    });
    job->start();
}

} // namespace

KeychainVault::KeychainVault(std::chrono::milliseconds patience) : m_patience(patience) {}

Future<SharedSecret> KeychainVault::read(const QString &name)
{
    auto answer = std::make_shared<Answer<SharedSecret>>();
    const auto fetch = [answer, name, patience = m_patience](const Result<Held> &held) {
        if (!held)
            return answer->give(fail(about(name, held.error().reason, held.error().detail)));
        if (*held == Held::Nowhere)
            return answer->give(fail(about(name, Reason::KeyMissing, service())));
        auto *job = new QKeychain::ReadPasswordJob(service());
        job->setKey(name);
        run(job, answer, patience, [answer](QKeychain::ReadPasswordJob &done) {
            const QByteArray bytes = done.binaryData();
            answer->give(share(Secret::copyOf(bytes)));
            wipeShared(bytes);
        });
    };
    whenDone(searchKeyring(service(), name), &m_context, fetch);
    return answer->future();
}

Future<bool> KeychainVault::write(const QString &name, SharedSecret secret)
{
    if (!secret || secret->isEmpty())
        return readyFuture<bool>(fail(Reason::Internal, QStringLiteral("no secret")));
    auto answer = std::make_shared<Answer<bool>>();
    const auto store = [answer, name, secret = std::move(secret),
                        patience = m_patience](const Result<Held> &held) {
        if (!held)
            return answer->give(fail(about(name, held.error().reason, held.error().detail)));
        const QByteArray bytes = secret->reveal().toByteArray();
        auto *job = new QKeychain::WritePasswordJob(service());
        job->setKey(name);
        job->setBinaryData(bytes);
        QObject::connect(job, &QObject::destroyed, [bytes] { wipeShared(bytes); });
        run(job, answer, patience,
            [answer](const QKeychain::WritePasswordJob &) { answer->give(true); });
    };
    whenDone(searchKeyring(service(), name), &m_context, store);
    return answer->future();
}

Future<bool> KeychainVault::remove(const QString &name)
{
    auto answer = std::make_shared<Answer<bool>>();
    QObject *context = &m_context;
    const auto verify = [answer, name](const Result<Held> &held) {
        if (held && *held == Held::Nowhere)
            return answer->give(true);
        answer->give(fail(about(name, Reason::KeyringLocked, QStringLiteral("still there"))));
    };
    const auto erase = [answer, name, context, verify,
                        patience = m_patience](const Result<Held> &held) {
        if (!held)
            return answer->give(fail(about(name, held.error().reason, held.error().detail)));
        if (*held == Held::Nowhere)
            return answer->give(fail(about(name, Reason::KeyMissing, service())));
        auto *job = new QKeychain::DeletePasswordJob(service());
        job->setKey(name);
        run(job, answer, patience,
            [name, verify,
             guard = QPointer<QObject>(context)](const QKeychain::DeletePasswordJob &) {
                if (guard)
                    whenDone(searchKeyring(service(), name), guard.data(), verify);
            });
    };
    whenDone(searchKeyring(service(), name), context, erase);
    return answer->future();
}

QString KeychainVault::place() const
{
    return QCoreApplication::translate("latchkey::Vault", "the system keyring");
}

} // namespace latchkey
