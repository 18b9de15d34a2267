// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "application/servicecatalogue.h"
#include "core/clock.h"
#include "recovery/recoveryservice.h"

#include <QObject>
#include <QTemporaryDir>

#include <memory>

namespace latchkey {

class LinkInbox;
class LogKeeper;
class ServiceAdding;
class ServiceWindow;
class SettingsDesk;
class StartWindow;

/// What the command line asks for.
struct DesktopWish
{
    QString configurationPath; ///< empty: look in the usual places
    bool demo = false;
};

/// The window program, put together: reads the settings, shows the first page, and leads each link
/// to the one service that it belongs to. One window for each service that is in use. Owns
/// everything; lives in the main thread.
class Desktop final : public QObject
{
    Q_OBJECT

public:
    /// Clock and inbox outlive the desktop. Links wait in the inbox until there is a service.
    Desktop(const Clock &clock, LinkInbox &inbox, QObject *parent = nullptr);
    ~Desktop() override;

    /// Shows the first page. Nothing configured: the page that offers the demo. A faulty
    /// configuration: the page that says where. Several services: the choice between them, unless a
    /// link says which it is.
    void start(const DesktopWish &wish);

Q_SIGNALS:
    /// After its first paint: what can wait until then may be done now.
    void firstPageShown();
    /// No link is opened here from now on: the next start has to be an instance of its own.
    void leaving();
    /// The last window is gone.
    void finished();

private:
    void openDemo();
    /// What the files say now. False when none can be used: then that is shown.
    bool readFiles();
    void showFirst();
    /// Of the usual places, and not of one file or the demo.
    bool mayAddServices() const;
    /// Links from outside to the service that they are from, and its window to the front.
    void takeMessages();
    void openLink(const QByteArray &link, const QByteArray &activationToken);
    /// A text pasted at one service that is from others: true when it was opened there.
    bool openElsewhere(const ServiceWindow *here, const QString &pasted);
    void comeForward(const QByteArray &activationToken);
    /// The service's window, made if there is none, with the link (if any) as what it shows.
    ServiceWindow &openService(size_t place, const QByteArray &link,
                               const QByteArray &activationToken);
    ServiceWindow &makeWindow(const KnownService &service);
    ServiceWindow *newestWindow() const;
    void forget(ServiceWindow *window);

    StartWindow &startWindow();
    void showStartWindow();
    void showFault(const Failure &failure);
    /// Between these places of `m_services`. The link waits for the answer.
    void showChoice(std::vector<size_t> places, const QByteArray &link = {});
    void addService();
    void dropStartWindow();
    void leaveIfLast();

    const Clock &m_clock;
    LinkInbox &m_inbox;
    DesktopWish m_wish;
    std::unique_ptr<SettingsDesk> m_settingsDesk;
    std::unique_ptr<LogKeeper> m_log;
    std::unique_ptr<QTemporaryDir> m_demoFolder;
    std::vector<KnownService> m_services;
    std::vector<ServiceDescription> m_descriptions;        ///< of the same, for the links
    std::vector<std::unique_ptr<ServiceWindow>> m_windows; ///< the newest last
    std::unique_ptr<StartWindow> m_start;
    std::unique_ptr<ServiceAdding> m_adding;
    std::vector<size_t> m_choice; ///< what the start window shows
    QByteArray m_linkToPlace;
    bool m_leaving = false;
};

} // namespace latchkey
