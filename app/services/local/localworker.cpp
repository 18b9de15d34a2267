// SPDX-License-Identifier: GPL-3.0-or-later
#include "services/local/localworker.h"

#include "services/local/recoveryoffice.h"

#include <QMetaObject>

#include <utility>

namespace latchkey {

namespace {
// Each hash takes 64 MiB and four lanes; more at once would only wait for each other.
constexpr int hashersAtOnce = 2;
constexpr std::chrono::milliseconds pauseAfterRefusal = std::chrono::minutes(1);
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

void LocalWorker::adoptKeys(Result<SharedSecret> serialisedRing)
{
    QMetaObject::invokeMethod(
        this, [this, ring = std::move(serialisedRing)] { keysArrived(ring); },
        Qt::QueuedConnection);
}

void LocalWorker::submit(Job job)
{
    QMetaObject::invokeMethod(
        this,
        [this, job = std::move(job)]() mutable {
            if (!m_stopping)
                take(std::move(job));
        },
        Qt::QueuedConnection);
}

void LocalWorker::take(Job job)
{
    const Result<bool> lacks = lacksKeys();
    if (!lacks) {
        job(fail(lacks.error()));
    } else if (*lacks) {
        m_waiting.push_back(std::move(job));
        wantKeys();
    } else {
        job(office());
    }
}

Result<bool> LocalWorker::lacksKeys()
{
    if (m_reading || !m_ring)
        return true;
    return m_office ? m_office->keysAreStale() : Result<bool>(false);
}

void LocalWorker::wantKeys()
{
    if (std::exchange(m_reading, true))
        return;
    Q_EMIT keysWanted();
}

/// Nobody stands at the screen for a mail. A keyring that could not be read may ask for its
/// password each time, so it is left alone for a while.
void LocalWorker::wantKeysForMail()
{
    if (!m_sinceRefused.isValid() || m_sinceRefused.hasExpired(pauseAfterRefusal.count()))
        wantKeys();
}

void LocalWorker::keysArrived(const Result<SharedSecret> &ring)
{
    m_reading = false;
    // Looked at here, so that a ring which is no good is read again as a missing one is.
    Result<KeyRing> usable = ring ? KeyRing::parse(**ring) : fail(ring.error());
    if (!usable) {
        m_sinceRefused.start();
    } else {
        m_sinceRefused.invalidate();
        m_ring = *ring;
        if (m_office)
            m_office->adopt(std::move(*usable));
    }
    for (const Job &job : std::exchange(m_waiting, {})) {
        if (m_stopping)
            return;
        job(usable ? office() : fail(usable.error()));
    }
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
        OfficeParts parts{.clock = m_clock, .mailer = m_mailer, .ring = m_ring};
        parts.wantKeys = [this] { wantKeysForMail(); };
        Result<std::unique_ptr<RecoveryOffice>> opened =
            RecoveryOffice::open(m_options, std::move(parts));
        if (!opened)
            return fail(opened.error());
        m_office = std::move(*opened);
    }
    return m_office.get();
}

} // namespace latchkey
