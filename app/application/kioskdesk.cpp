// SPDX-License-Identifier: GPL-3.0-or-later
#include "application/kioskdesk.h"

#include "application/kioskvisit.h"
#include "application/servicelog.h"
#include "core/log.h"
#include "ui/choicepage.h"
#include "ui/kioskpinpage.h"
#include "ui/kioskwindow.h"
#include "ui/pagestack.h"

#include <QApplication>
#include <QClipboard>
#include <QStandardPaths>
#include <QTimer>

namespace latchkey {

namespace {

void logFault(const Failure &fault)
{
    qCCritical(logWindow) << reasonName(fault.reason) << fault.about << fault.detail;
}

QString attemptsFile()
{
    return QStandardPaths::writableLocation(QStandardPaths::GenericDataLocation) +
           QStringLiteral("/latchkey/kiosk-pin");
}

} // namespace

KioskDesk::KioskDesk(const Clock &clock, KioskStart start, MatchPin matchPin)
    : m_clock(clock), m_start(std::move(start)), m_matchPin(std::move(matchPin)),
      m_attempts(attemptsFile())
{
}

KioskDesk::~KioskDesk() = default;

void KioskDesk::open()
{
    QApplication::setFont(KioskWindow::largeType(*QGuiApplication::primaryScreen()));
    m_window = std::make_unique<KioskWindow>(
        m_clock, IdleTimes{.idle = m_start.settings.idle, .warn = m_start.settings.warn},
        [] { return std::chrono::steady_clock::now(); });
    connect(m_window.get(), &KioskWindow::visitOver, this, &KioskDesk::endVisit);
    if (!m_start.settings.pinHash.isEmpty()) {
        m_window->admitAdministrator();
        connect(m_window.get(), &KioskWindow::administratorCame, this, &KioskDesk::sayWait);
        connect(&m_window->pinPage(), &KioskPinPage::pinGiven, this, &KioskDesk::judgePin);
    }
    findServices();
    showFirst();
    if (m_start.afterVisit && !m_services.empty())
        m_window->showReceipt();
    m_window->showOnScreen();
    // Zero: after the first paint, which the timer's place in the queue stands behind.
    QTimer::singleShot(0, this, [this] {
        if (m_visit)
            m_visit->loadBackEnd();
    });
}

void KioskDesk::findServices()
{
    std::vector<KnownService> found = readServices(m_start.files);
    m_log = keepLogFor(found, m_clock);
    for (KnownService &service : found) {
        const Result<void> fits = service.fault ? fail(*service.fault) : fitsKiosk(service);
        if (fits)
            m_services.push_back(std::move(service));
        else
            logFault(fits.error());
    }
    if (m_start.files.isEmpty())
        qCCritical(logWindow) << "a kiosk without a configuration has nothing to show";
}

void KioskDesk::showFirst()
{
    if (m_services.empty()) {
        m_window->showOutOfOrder();
        return;
    }
    if (m_services.size() == 1) {
        openService(m_services.front());
        return;
    }
    QList<ListedService> listed;
    for (const KnownService &service : m_services)
        listed.push_back({.name = service.description.name,
                          .host = service.description.host,
                          .iconPath = service.description.iconPath});
    auto *page = new ChoicePage;
    page->setVenue(Venue::Kiosk);
    page->offer(listed, ChoicePage::Question::Service);
    connect(page, &ChoicePage::chosen, this, [this](int row) {
        openService(m_services[static_cast<size_t>(row)]);
        m_visit->loadBackEnd();
    });
    auto *stack = new PageStack;
    stack->turnTo(page);
    m_window->holdVisit(stack);
}

void KioskDesk::openService(const KnownService &service)
{
    m_visit = std::make_unique<KioskVisit>(service, m_clock);
    connect(m_visit.get(), &KioskVisit::finishWanted, this, &KioskDesk::endVisit);
    connect(m_visit.get(), &KioskVisit::ended, this, &KioskDesk::wipe);
    m_window->holdVisit(m_visit->makePages());
}

void KioskDesk::endVisit()
{
    m_window->showWiping();
    if (m_visit)
        m_visit->end();
    else
        wipe();
}

void KioskDesk::wipe()
{
    // Whoever put something there: these outlive the process.
    for (const auto mode : {QClipboard::Clipboard, QClipboard::Selection})
        QGuiApplication::clipboard()->clear(mode);
    Q_EMIT wipeWanted();
}

void KioskDesk::sayWait()
{
    const Instant now = m_clock.now();
    m_window->pinPage().waitUntil(now + m_attempts.wait(now), now);
}

void KioskDesk::judgePin(const SharedSecret &pin)
{
    if (m_attempts.wait(m_clock.now()).count() > 0)
        return;
    // Counted as wrong beforehand: pulling the plug meanwhile makes no try free.
    m_attempts.countWrong(m_clock.now());
    m_window->pinPage().setBusy(true);
    whenDone(m_matchPin(m_start.settings.pinHash, pin), this, [this](Result<bool> right) {
        m_window->pinPage().setBusy(false);
        if (!right) {
            logFault(right.error());
            m_window->pinPage().showTrouble();
            return;
        }
        if (*right) {
            m_attempts.forget();
            qCInfo(logWindow) << "the kiosk was ended with its PIN";
            Q_EMIT dismissed();
            return;
        }
        qCWarning(logWindow) << "a wrong PIN was typed at the kiosk";
        m_window->pinPage().showWrong();
        sayWait();
    });
}

} // namespace latchkey
