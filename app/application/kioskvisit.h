// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "application/backend.h"
#include "application/servicecatalogue.h"
#include "recovery/recoverysession.h"

#include <QObject>

#include <memory>

class QWidget;

namespace latchkey {

class DeferredService;
class MainWindow;

/// Whether a kiosk may use this service: nothing of it comes from a keyring (it would be a
/// visitor's, or wait for somebody to unlock it), neither its keys nor what binds a link.
/// ConfigurationFaulty with the sentence.
Result<void> fitsKiosk(const KnownService &service);

/// One service in front of one visitor: its pages, session and back end. Nothing in it leads out of
/// the window. Lives in the main thread.
class KioskVisit final : public QObject
{
    Q_OBJECT

public:
    /// The clock outlives it.
    KioskVisit(const KnownService &service, const Clock &clock, QObject *parent = nullptr);
    ~KioskVisit() override;

    /// The pages. Whoever shows them owns them.
    QWidget *makePages();
    /// Loads the back end; after the pages' first paint.
    void loadBackEnd();
    /// Waits for what is being saved, and sends what was promised; both only for some seconds. Then
    /// ended(), once.
    void end();

Q_SIGNALS:
    void finishWanted();
    void ended();

private:
    void sendMail();
    void tellEnd();

    const Clock &m_clock;
    Configuration m_configuration;
    // In the order of dependence: the session uses the service, which uses the back end.
    std::unique_ptr<Backend> m_backend;
    std::unique_ptr<DeferredService> m_service;
    std::unique_ptr<RecoverySession> m_session;
    bool m_ended = false;
};

} // namespace latchkey
