// SPDX-License-Identifier: GPL-3.0-or-later
#include "application/desktop.h"

#include "application/backendloader.h"
#include "application/composition.h"
#include "application/deferredservice.h"
#include "application/demo.h"
#include "application/linksdesk.h"
#include "application/signin.h"
#include "application/windowfront.h"
#include "application/windowplace.h"
#include "core/log.h"
#include "core/secret.h"
#include "launch/linkinbox.h"
#include "recovery/recoverysession.h"
#include "ui/demomailbox.h"
#include "ui/mainwindow.h"
#include "ui/startwindow.h"

#include <QCoreApplication>
#include <QTimer>

namespace latchkey {

namespace {
constexpr std::chrono::seconds patienceAtClosing{5};
} // namespace

Desktop::Desktop(const Clock &clock, LinkInbox &inbox, QObject *parent)
    : QObject(parent), m_clock(clock), m_inbox(inbox),
      m_linksDesk(std::make_unique<LinksDesk>(QCoreApplication::applicationFilePath()))
{
    connect(&m_inbox, &LinkInbox::arrived, this, &Desktop::takeMessages);
}

Desktop::~Desktop() = default;

void Desktop::start(const DesktopWish &wish)
{
    m_wish = wish;
    if (wish.demo) {
        openDemo();
        return;
    }
    QString path = wish.configurationPath;
    if (path.isEmpty())
        path = serviceFiles().value(0);
    if (path.isEmpty()) {
        startWindow().showWelcome(configurationCandidates());
        showStartWindow();
        return;
    }
    auto configuration = loadConfiguration(path);
    if (!configuration) {
        showFault(configuration.error());
        return;
    }
    if (configuration->isRemote()) {
        if (auto profile = loadProfile(*configuration); !profile) {
            showFault(profile.error());
            return;
        }
    }
    openService(*configuration);
}

void Desktop::openService(const Configuration &configuration)
{
    m_configuration = configuration;
    m_service = std::make_unique<DeferredService>(describeService(configuration));
    m_session = std::make_unique<RecoverySession>(*m_service, m_clock);
    takeMessages();
    m_window = std::make_unique<MainWindow>(*m_session, m_clock);
    if (configuration.demo)
        m_window->offerAddress(demoAddress);
    connect(m_window.get(), &MainWindow::closeRequested, this, &Desktop::finishMail);
    connect(m_window.get(), &MainWindow::closeAnyway, this, [this] {
        rememberPlace(*m_window);
        m_window->release();
        Q_EMIT finished();
    });
    connect(m_window.get(), &MainWindow::linksRequested, m_linksDesk.get(),
            [this] { m_linksDesk->show(m_window.get()); });
    connect(m_window.get(), &MainWindow::openAddressRequested, this, [this](const QUrl &address) {
        openInBrowser(address, {m_configuration.service.signIn, m_configuration.remote.address});
    });
    restorePlace(*m_window);
    m_window->show();
    // After the new window is up, so that there is always one; not within a signal of its own.
    if (m_start)
        m_start.release()->deleteLater();
    // Zero: after the page's first paint, which the timer's place in the queue stands behind.
    QTimer::singleShot(0, this, [this] {
        loadBackEnd();
        Q_EMIT firstPageShown();
    });
}

void Desktop::takeMessages()
{
    if (m_leaving)
        return;
    if (!m_session) {
        const LaunchMessage *newest = m_inbox.newest();
        if (m_start && newest)
            bringToFront(*m_start, newest->activationToken);
        return;
    }
    while (auto message = m_inbox.take()) {
        if (m_linksDesk->takeHello(message->link))
            continue;
        if (m_window)
            bringToFront(*m_window, message->activationToken);
        if (!message->link.isEmpty())
            m_session->openFromSystem(message->link);
        wipe(message->link);
    }
}

void Desktop::loadBackEnd()
{
    auto backend = loadBackend(m_configuration, m_clock);
    if (!backend) {
        qCCritical(logWindow) << "no back end:" << backend.error().detail;
        m_service->giveUp(backend.error());
        return;
    }
    m_backend = std::move(*backend);
    if (m_configuration.demo)
        showMailbox();
    m_service->provide(m_backend->service());
}

StartWindow &Desktop::startWindow()
{
    if (!m_start) {
        m_start = std::make_unique<StartWindow>();
        connect(m_start.get(), &StartWindow::demoWanted, this, &Desktop::openDemo);
        connect(m_start.get(), &StartWindow::retryWanted, this, [this] { start(m_wish); });
        connect(m_start.get(), &StartWindow::closed, this, [this] {
            leave();
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

void Desktop::showStartWindow()
{
    m_start->show();
    QTimer::singleShot(0, this, &Desktop::firstPageShown);
}

void Desktop::openDemo()
{
    m_demoFolder = std::make_unique<QTemporaryDir>();
    if (!m_demoFolder->isValid()) {
        showFault({.reason = Reason::FileUnreadable, .about = m_demoFolder->errorString()});
        return;
    }
    openService(demoConfiguration(m_demoFolder->path()));
}

void Desktop::showMailbox()
{
    m_mailbox = std::make_unique<DemoMailbox>();
    connect(m_mailbox.get(), &DemoMailbox::linkActivated, m_session.get(),
            [this](const QByteArray &link) {
                bringToFront(*m_window, {});
                m_session->openFromSystem(link);
            });
    m_backend->watchDemoMail([this](const SentMail &mail) {
        m_mailbox->addMail(
            {.subject = mail.subject,
             .sent = QDateTime::fromSecsSinceEpoch(mail.sent.time_since_epoch().count()),
             .text = mail.text});
    });
    const QPoint beside(m_window->frameGeometry().width() + 16, 0);
    m_mailbox->move(m_window->pos() + beside);
    m_mailbox->show();
    bringToFront(*m_window, {});
}

void Desktop::leave()
{
    m_leaving = true;
    Q_EMIT leaving();
}

void Desktop::finishMail()
{
    leave();
    rememberPlace(*m_window);
    if (!m_backend) {
        m_window->release();
        Q_EMIT finished();
        return;
    }
    // Only shown if it takes long enough to be noticed.
    QTimer::singleShot(300, m_window.get(), [this] {
        if (m_window->isVisible())
            m_window->showClosing();
    });
    whenDone(m_backend->drainOutbox(patienceAtClosing), this, [this](Result<int> pending) {
        if (pending && *pending > 0) {
            m_window->showPending(*pending);
            return;
        }
        m_window->release();
        Q_EMIT finished();
    });
}

} // namespace latchkey
