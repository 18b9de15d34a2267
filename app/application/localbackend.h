// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "application/backend.h"
#include "services/local/localservice.h"

#include <QObject>

namespace latchkey {

/// Whom to show the demo's mail to, once somebody looks. Written by the thread that sends.
class DemoMailWatch : public QObject
{
    Q_OBJECT

Q_SIGNALS:
    void sent(const latchkey::SentMail &mail);
};

/// The back end on this machine. Lives in the caller's thread; the service's own threads do the
/// work.
class LocalBackend final : public Backend
{
public:
    LocalBackend(LocalOptions options, LocalParts parts, std::shared_ptr<DemoMailWatch> watch);

    RecoveryService &service() override { return m_service; }
    Future<int> drainOutbox(std::chrono::milliseconds atMost) override;
    void watchDemoMail(std::function<void(const SentMail &)> show) override;

private:
    std::shared_ptr<DemoMailWatch> m_watch; ///< null for a real service; shared with what sends
    LocalService m_service;
};

} // namespace latchkey
