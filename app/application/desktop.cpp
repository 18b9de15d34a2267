// SPDX-License-Identifier: GPL-3.0-or-later
#include "application/desktop.h"

#include "application/composition.h"
#include "application/demo.h"
#include "application/serviceadding.h"
#include "application/servicelog.h"
#include "application/servicewindow.h"
#include "application/settingsdesk.h"
#include "application/windowfront.h"
#include "core/log.h"
#include "core/secret.h"
#include "launch/linkinbox.h"
#include "recovery/linkowners.h"
#include "ui/mainwindow.h"
#include "ui/startwindow.h"

#include <QCoreApplication>
#include <QFileInfo>
#include <QTimer>

#include <algorithm>
#include <numeric>
#include <utility>

namespace latchkey {

Desktop::Desktop(const Clock &clock, LinkInbox &inbox, QObject *parent)
    : QObject(parent), m_clock(clock), m_inbox(inbox),
      m_settingsDesk(std::make_unique<SettingsDesk>(QCoreApplication::applicationFilePath()))
{
    connect(&m_inbox, &LinkInbox::arrived, this, &Desktop::takeMessages);
}

Desktop::~Desktop()
{
    wipe(m_linkToPlace);
}

void Desktop::start(const DesktopWish &wish)
{
    m_wish = wish;
    if (wish.demo) {
        openDemo();
        return;
    }
    m_choice.clear();
    if (!readFiles())
        return;
    takeMessages();
    if (m_windows.empty() && m_choice.empty())
        showFirst();
}

bool Desktop::readFiles()
{
    const QStringList files =
        mayAddServices() ? serviceFiles() : QStringList{m_wish.configurationPath};
    m_services = readServices(files);
    m_descriptions.clear();
    for (const KnownService &service : m_services)
        m_descriptions.push_back(service.description);
    if (files.isEmpty()) {
        startWindow().showWelcome(configurationCandidates());
        showStartWindow();
        return false;
    }
    if (!m_log)
        m_log = keepLogFor(m_services, m_clock);
    const auto usable = [](const KnownService &service) { return !service.fault; };
    if (std::ranges::none_of(m_services, usable)) {
        const Failure fault = *m_services.front().fault;
        m_services.clear();
        showFault(fault);
        return false;
    }
    return true;
}

void Desktop::showFirst()
{
    if (m_services.size() == 1 && m_windows.empty())
        openService(0, {}, {});
    else
        showChoice({});
}

bool Desktop::mayAddServices() const
{
    return !m_wish.demo && m_wish.configurationPath.isEmpty();
}

void Desktop::openDemo()
{
    m_wish.demo = true;
    m_demoFolder = std::make_unique<QTemporaryDir>();
    if (!m_demoFolder->isValid()) {
        showFault({.reason = Reason::FileUnreadable, .about = m_demoFolder->errorString()});
        return;
    }
    const Configuration configuration = demoConfiguration(m_demoFolder->path());
    m_services = {{.configuration = configuration, .description = describeService(configuration)}};
    m_descriptions = {m_services.front().description};
    openService(0, {}, {});
    takeMessages();
}

void Desktop::takeMessages()
{
    if (m_leaving)
        return;
    if (m_services.empty()) {
        const LaunchMessage *newest = m_inbox.newest();
        if (m_start && newest)
            bringToFront(*m_start, newest->activationToken);
        return;
    }
    while (auto message = m_inbox.take()) {
        if (m_settingsDesk->takeHello(message->link))
            continue;
        if (message->link.isEmpty())
            comeForward(message->activationToken);
        else
            openLink(message->link, message->activationToken);
        wipe(message->link);
    }
}

void Desktop::comeForward(const QByteArray &activationToken)
{
    if (m_start)
        bringToFront(*m_start, activationToken);
    else if (ServiceWindow *window = newestWindow())
        bringToFront(window->window(), activationToken);
}

void Desktop::openLink(const QByteArray &link, const QByteArray &activationToken)
{
    std::vector<size_t> owners = ownersOfLink(link, m_descriptions);
    // With one service there is nothing to choose: its page says what is wrong with the link.
    if (owners.empty() && m_services.size() == 1)
        owners.push_back(0);
    if (owners.size() == 1) {
        openService(owners.front(), link, activationToken);
        return;
    }
    showChoice(std::move(owners), link);
    bringToFront(*m_start, activationToken);
}

bool Desktop::openElsewhere(const ServiceWindow *here, const QString &pasted)
{
    std::vector<size_t> owners = ownersOfText(pasted, m_descriptions);
    const auto isHere = [this, here](size_t place) {
        return m_descriptions[place].id == here->serviceId();
    };
    if (owners.empty() || std::ranges::any_of(owners, isHere))
        return false;
    // Two kinds of the same form: whoever pasted has chosen a service, and that was none of them.
    if (owners.size() != 1)
        return false;
    ServiceWindow &there = openService(owners.front(), {}, {});
    return there.session().openText(pasted);
}

ServiceWindow *Desktop::newestWindow() const
{
    const auto newest = std::find_if(m_windows.rbegin(), m_windows.rend(),
                                     [](const auto &window) { return !window->isClosing(); });
    return newest == m_windows.rend() ? nullptr : newest->get();
}

ServiceWindow &Desktop::openService(size_t place, const QByteArray &link,
                                    const QByteArray &activationToken)
{
    const KnownService &service = m_services[place];
    const auto open = std::ranges::find_if(m_windows, [&service](const auto &window) {
        return !window->isClosing() && window->serviceId() == service.description.id;
    });
    const bool isNew = open == m_windows.end();
    ServiceWindow *window = isNew ? &makeWindow(service) : open->get();
    if (!link.isEmpty())
        window->open(link);
    if (isNew)
        window->show(mayAddServices());
    else
        bringToFront(window->window(), activationToken);
    // After the new window is up, so that there is always one.
    dropStartWindow();
    return *window;
}

ServiceWindow &Desktop::makeWindow(const KnownService &service)
{
    m_windows.push_back(std::make_unique<ServiceWindow>(service, m_clock));
    ServiceWindow *made = m_windows.back().get();
    made->session().setNeighbours(
        [this, made](const QString &pasted) { return openElsewhere(made, pasted); });
    connect(made, &ServiceWindow::firstPageShown, this, &Desktop::firstPageShown);
    connect(made, &ServiceWindow::settingsWanted, this,
            [this, made] { m_settingsDesk->show(&made->window()); });
    connect(made, &ServiceWindow::servicesWanted, this, [this] {
        showChoice({});
        bringToFront(*m_start, {});
    });
    connect(made, &ServiceWindow::closing, this, &Desktop::leaveIfLast);
    connect(made, &ServiceWindow::closed, this, [this, made] { forget(made); });
    return *made;
}

void Desktop::forget(ServiceWindow *window)
{
    const auto gone = std::ranges::find(m_windows, window, &std::unique_ptr<ServiceWindow>::get);
    gone->release()->deleteLater(); // it may be what called
    m_windows.erase(gone);
    if (m_windows.empty() && !m_start)
        Q_EMIT finished();
}

StartWindow &Desktop::startWindow()
{
    if (!m_start) {
        m_start = std::make_unique<StartWindow>();
        connect(m_start.get(), &StartWindow::demoWanted, this, &Desktop::openDemo);
        connect(m_start.get(), &StartWindow::retryWanted, this, [this] { start(m_wish); });
        connect(m_start.get(), &StartWindow::serviceChosen, this, [this](int row) {
            const QByteArray link = std::exchange(m_linkToPlace, {});
            openService(m_choice[static_cast<size_t>(row)], link, {});
        });
        connect(m_start.get(), &StartWindow::addWanted, this, &Desktop::addService);
        connect(m_start.get(), &StartWindow::closed, this, [this] {
            dropStartWindow();
            leaveIfLast();
            if (m_windows.empty())
                Q_EMIT finished();
        });
    }
    return *m_start;
}

void Desktop::showFault(const Failure &failure)
{
    qCCritical(logWindow) << reasonName(failure.reason) << failure.about << failure.detail;
    startWindow().showTrouble(failure, m_clock.now());
    showStartWindow();
}

void Desktop::showChoice(std::vector<size_t> places, const QByteArray &link)
{
    const bool nobodys = places.empty() && !link.isEmpty();
    wipe(m_linkToPlace);
    m_linkToPlace = nobodys ? QByteArray() : link;
    if (places.empty()) {
        places.resize(m_services.size());
        std::iota(places.begin(), places.end(), size_t{0});
    }
    QList<ListedService> listed;
    for (const size_t place : places) {
        const KnownService &service = m_services[place];
        if (service.fault)
            qCWarning(logWindow) << reasonName(service.fault->reason) << service.fault->about
                                 << service.fault->detail;
        listed.push_back({.name = service.fault ? service.path : service.description.name,
                          .host = service.description.host,
                          .iconPath = service.description.iconPath,
                          .fault = service.fault});
    }
    m_choice = std::move(places);
    startWindow().showChoice(listed, nobodys          ? ChoicePage::Question::LinkOfNobody
                                     : link.isEmpty() ? ChoicePage::Question::Service
                                                      : ChoicePage::Question::LinkOfSeveral);
    showStartWindow();
}

void Desktop::showStartWindow()
{
    m_start->show();
    QTimer::singleShot(0, this, &Desktop::firstPageShown);
}

void Desktop::addService()
{
    QStringList taken;
    for (const KnownService &service : m_services)
        taken += service.description.id;
    for (const QString &path : serviceFiles())
        taken += QFileInfo(path).completeBaseName();
    m_adding = std::make_unique<ServiceAdding>(startWindow(), m_clock, taken);
    for (const auto end : {&ServiceAdding::added, &ServiceAdding::givenUp}) {
        connect(m_adding.get(), end, this, [this] {
            m_adding.release()->deleteLater();
            if (readFiles())
                showFirst();
            takeMessages();
        });
    }
    m_adding->start();
}

void Desktop::dropStartWindow()
{
    m_adding.reset();
    m_choice.clear();
    wipe(m_linkToPlace);
    if (m_start)
        m_start.release()->deleteLater(); // it may be what called
}

void Desktop::leaveIfLast()
{
    if (m_start || newestWindow())
        return;
    m_leaving = true;
    Q_EMIT leaving();
}

} // namespace latchkey
