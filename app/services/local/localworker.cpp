// SPDX-License-Identifier: GPL-3.0-or-later
#include "services/local/localworker.h"

#include "services/local/recoveryoffice.h"

#include <QMetaObject>

#include <utility>

namespace latchkey {

namespace {
// Each hash takes 64 MiB and four lanes; more at once would only wait for each other.
constexpr int hashersAtOnce = 2;
} // namespace

LocalWorker::LocalWorker(LocalOptions options, const Clock &clock, std::unique_ptr<Mailer> mailer)
    : m_options(std::move(options)), m_clock(clock), m_mailer(std::move(mailer))
{
    m_hashers.setMaxThreadCount(hashersAtOnce);
}

LocalWorker::~LocalWorker()
{
    // A hasher that is at work posts its result to this object, which must still be one then.
    m_hashers.clear();
    m_hashers.waitForDone();
}

void LocalWorker::adoptKeys(SharedSecret serialisedRing)
{
    QMetaObject::invokeMethod(
        this, [this, ring = std::move(serialisedRing)] { m_ring = ring; }, Qt::QueuedConnection);
}

void LocalWorker::submit(Job job)
{
    QMetaObject::invokeMethod(
        this,
        [this, job = std::move(job)] {
            if (!m_stopping)
                job(office());
        },
        Qt::QueuedConnection);
}

void LocalWorker::hash(SharedSecret password, std::function<void(Result<QByteArray>)> done)
{
    m_hashers.start([this, password = std::move(password), done = std::move(done)] {
        const Result<QByteArray> hash = hashPassword(*password, m_options.hashCost);
        QMetaObject::invokeMethod(this, [done, hash] { done(hash); }, Qt::QueuedConnection);
    });
}

Result<RecoveryOffice *> LocalWorker::office()
{
    if (!m_office) {
        Result<std::unique_ptr<RecoveryOffice>> opened =
            RecoveryOffice::open(m_options, OfficeParts{m_clock, m_mailer, m_ring});
        if (!opened)
            return fail(opened.error());
        m_office = std::move(*opened);
    }
    return m_office.get();
}

} // namespace latchkey
