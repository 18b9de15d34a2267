// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "application/backend.h"
#include "core/clock.h"
#include "settings/configuration.h"

#include <QObject>
#include <QTemporaryDir>

#include <memory>

namespace latchkey {

class DeferredService;
class DemoMailbox;
class LinkInbox;
class LinksDesk;
class MainWindow;
class RecoverySession;
class StartWindow;

/// What the command line asks for.
struct DesktopWish
{
    QString configurationPath; ///< empty: look in the usual places
    bool demo = false;
};

/// The window program, put together: reads the settings, shows the first page, and only then loads
/// the back end. Owns everything; lives in the main thread.
class Desktop final : public QObject
{
    Q_OBJECT

public:
    /// Clock and inbox outlive the desktop. Links wait in the inbox until there is a service.
    Desktop(const Clock &clock, LinkInbox &inbox, QObject *parent = nullptr);
    ~Desktop() override;

    /// Shows the first page. Nothing configured: the page that offers the demo. A faulty
    /// configuration: the page that says where.
    void start(const DesktopWish &wish);

Q_SIGNALS:
    /// After its first paint: what can wait until then may be done now.
    void firstPageShown();
    /// No link is opened here from now on: the next start has to be an instance of its own.
    void leaving();
    /// The last window is gone.
    void finished();

private:
    void openService(const Configuration &configuration);
    void openDemo();
    /// Links from outside to the session, and the window to the front.
    void takeMessages();
    StartWindow &startWindow();
    void showStartWindow();
    void showFault(const Failure &failure);
    void loadBackEnd();
    void showMailbox();
    /// Gives mail that was promised a little time to go out, then closes or says what waits.
    void finishMail();
    void leave();

    const Clock &m_clock;
    LinkInbox &m_inbox;
    DesktopWish m_wish;
    std::unique_ptr<LinksDesk> m_linksDesk;
    Configuration m_configuration;
    std::unique_ptr<QTemporaryDir> m_demoFolder;
    // In the order of dependence: window and session use the service, which uses the back end.
    std::unique_ptr<Backend> m_backend;
    std::unique_ptr<DeferredService> m_service;
    std::unique_ptr<RecoverySession> m_session;
    std::unique_ptr<MainWindow> m_window;
    std::unique_ptr<DemoMailbox> m_mailbox;
    std::unique_ptr<StartWindow> m_start;
    bool m_leaving = false;
};

} // namespace latchkey
