// SPDX-License-Identifier: GPL-3.0-or-later
#include "application/localbackend.h"

namespace latchkey {

LocalBackend::LocalBackend(LocalOptions options, LocalParts parts,
                           std::shared_ptr<DemoMailWatch> watch)
    : m_watch(std::move(watch)), m_service(std::move(options), std::move(parts))
{
    m_service.resume();
}

Future<int> LocalBackend::drainOutbox(std::chrono::milliseconds atMost)
{
    return m_service.drain(atMost);
}

void LocalBackend::watchDemoMail(std::function<void(const SentMail &)> show)
{
    if (m_watch) {
        // Queued by the signal itself where it comes from the sending thread.
        QObject::connect(m_watch.get(), &DemoMailWatch::sent, m_watch.get(), std::move(show));
    }
}

} // namespace latchkey
