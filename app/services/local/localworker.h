// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "services/local/localoptions.h"

#include <QElapsedTimer>
#include <QObject>
#include <QThreadPool>

#include <atomic>
#include <functional>
#include <memory>
#include <vector>

namespace latchkey {

class RecoveryOffice;

/// Lives in the one thread that owns the database connection, and takes one job at a time there.
/// The database is opened by the first job, and tried again by the next one if that failed. Jobs
/// wait while the signing keys are read: by the first one, and by whichever finds that they were
/// changed.
/// Password hashing has a small pool of its own: a hash takes 64 MiB and 150 ms, and must not hold
/// up a request.
class LocalWorker : public QObject
{
    Q_OBJECT

public:
    /// Called in this object's thread, with the office or why there is none.
    using Job = std::function<void(Result<RecoveryOffice *>)>;

    LocalWorker(LocalOptions options, const Clock &clock, std::unique_ptr<Mailer> mailer);
    ~LocalWorker() override;

    // From any thread; each returns at once.
    /// What came of keysWanted(). The jobs that wait are done, or told why there are no keys.
    void adoptKeys(Result<SharedSecret> serialisedRing);
    void submit(Job job);
    /// Forgets the jobs that stand in line; the one in progress is finished.
    void stop() { m_stopping = true; }
    /// Hashes aside, then calls back in this object's thread.
    void hash(SharedSecret password, std::function<void(Result<QByteArray>)> done);

Q_SIGNALS:
    /// They are to be read again; for the first job they are read unasked. Once, until adoptKeys()
    /// is called.
    void keysWanted();

private:
    void take(Job job);
    void wantKeys();
    void wantKeysForMail();
    void keysArrived(const Result<SharedSecret> &ring);
    Result<bool> lacksKeys();
    Result<RecoveryOffice *> office();

    LocalOptions m_options;
    const Clock &m_clock;
    std::shared_ptr<Mailer> m_mailer;
    SharedSecret m_ring;
    bool m_reading = true;        ///< somebody is at it, for us; from the first job on
    QElapsedTimer m_sinceRefused; ///< invalid unless the last reading failed
    std::vector<Job> m_waiting;
    std::unique_ptr<RecoveryOffice> m_office;
    QThreadPool m_hashers;
    std::atomic<bool> m_stopping{false};
};

} // namespace latchkey
