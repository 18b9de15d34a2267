// SPDX-License-Identifier: GPL-3.0-or-later
#include "application/servicewindow.h"

#include "application/backendloader.h"
#include "application/deferredservice.h"
#include "application/demo.h"
#include "application/signin.h"
#include "application/windowfront.h"
#include "application/windowplace.h"
#include "core/log.h"
#include "ui/demomailbox.h"
#include "ui/mainwindow.h"

#include <QTimer>

#include <utility>

namespace latchkey {

namespace {
constexpr std::chrono::seconds patienceAtClosing{5};
constexpr std::chrono::milliseconds unnoticed{300};
constexpr std::chrono::milliseconds moment{100};
} // namespace

ServiceWindow::ServiceWindow(const KnownService &service, const Clock &clock, QObject *parent)
    : QObject(parent), m_clock(clock), m_configuration(service.configuration),
      m_service(std::make_unique<DeferredService>(service.description)),
      m_session(std::make_unique<RecoverySession>(*m_service, clock))
{
}

ServiceWindow::~ServiceWindow() = default;

MainWindow &ServiceWindow::window()
{
    return *m_window;
}

void ServiceWindow::open(const QByteArray &link)
{
    m_session->openFromSystem(link);
}

void ServiceWindow::show(bool offersServices)
{
    m_window = std::make_unique<MainWindow>(*m_session, m_clock);
    if (m_configuration.demo)
        m_window->offerAddress(demoAddress);
    if (offersServices)
        m_window->offerOtherServices();
    connect(m_window.get(), &MainWindow::closeRequested, this, &ServiceWindow::finishMail);
    connect(m_window.get(), &MainWindow::closeAnyway, this, [this] {
        rememberPlace(*m_window);
        finish();
    });
    connect(m_window.get(), &MainWindow::settingsRequested, this, &ServiceWindow::settingsWanted);
    connect(m_window.get(), &MainWindow::servicesRequested, this, &ServiceWindow::servicesWanted);
    connect(m_window.get(), &MainWindow::openAddressRequested, this, [this](const QUrl &address) {
        openInBrowser(address, {m_configuration.service.signIn, m_configuration.remote.address});
    });
    restorePlace(*m_window);
    if (m_session->stage() != Stage::Judging) {
        comeUp();
        return;
    }
    // Whoever clicked at a link waits for its form. That is the first thing to be seen, unless it
    // takes longer than a moment.
    connect(m_session.get(), &RecoverySession::stageChanged, this, &ServiceWindow::comeUp,
            Qt::SingleShotConnection);
    QTimer::singleShot(moment, this, &ServiceWindow::comeUp);
    loadBackEnd();
}

void ServiceWindow::comeUp()
{
    if (std::exchange(m_isUp, true))
        return;
    m_window->show();
    // Zero: after the page's first paint, which the timer's place in the queue stands behind.
    QTimer::singleShot(0, this, [this] {
        loadBackEnd();
        Q_EMIT firstPageShown();
    });
}

/// Once.
void ServiceWindow::loadBackEnd()
{
    if (std::exchange(m_isLoaded, true))
        return;
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

void ServiceWindow::showMailbox()
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

void ServiceWindow::finishMail()
{
    m_closing = true;
    Q_EMIT closing();
    rememberPlace(*m_window);
    if (!m_backend) {
        finish();
        return;
    }
    // Only shown if it takes long enough to be noticed.
    QTimer::singleShot(unnoticed, m_window.get(), [this] {
        if (m_window->isVisible())
            m_window->showClosing();
    });
    whenDone(m_backend->drainOutbox(patienceAtClosing), this, [this](Result<int> pending) {
        if (pending && *pending > 0) {
            m_window->showPending(*pending);
            return;
        }
        finish();
    });
}

void ServiceWindow::finish()
{
    m_window->release();
    Q_EMIT closed();
}

} // namespace latchkey
