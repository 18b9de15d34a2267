// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "application/backend.h"
#include "application/servicecatalogue.h"
#include "recovery/recoverysession.h"

#include <QObject>

#include <memory>

namespace latchkey {

class DeferredService;
class DemoMailbox;
class MainWindow;

/// One service's window and everything behind it: its session, and its back end, which is loaded
/// only after the first page is up. Lives in the main thread.
class ServiceWindow final : public QObject
{
    Q_OBJECT

public:
    /// The clock outlives it. Nothing is shown yet.
    ServiceWindow(const KnownService &service, const Clock &clock, QObject *parent = nullptr);
    ~ServiceWindow() override;

    QString serviceId() const { return m_configuration.service.id; }
    RecoverySession &session() { return *m_session; }
    MainWindow &window();

    /// Opens a link of this service. Before `show()` it decides the first page, for which the
    /// window then waits a moment before it comes up.
    void open(const QByteArray &link);
    /// `offersServices`: the menu leads to the choice of a service.
    void show(bool offersServices);
    /// It was told to close, and only sends what it promised.
    bool isClosing() const noexcept { return m_closing; }

Q_SIGNALS:
    /// After its first paint: what can wait until then may be done now.
    void firstPageShown();
    void settingsWanted();
    /// Back to the choice of a service.
    void servicesWanted();
    void closing();
    /// It may be deleted, though not within this signal.
    void closed();

private:
    void comeUp();
    void loadBackEnd();
    void showMailbox();
    void finishMail();
    void finish();

    const Clock &m_clock;
    Configuration m_configuration;
    // In the order of dependence: window and session use the service, which uses the back end.
    std::unique_ptr<Backend> m_backend;
    std::unique_ptr<DeferredService> m_service;
    std::unique_ptr<RecoverySession> m_session;
    std::unique_ptr<MainWindow> m_window;
    std::unique_ptr<DemoMailbox> m_mailbox;
    bool m_isUp = false;
    bool m_isLoaded = false;
    bool m_closing = false;
};

} // namespace latchkey
