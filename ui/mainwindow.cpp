// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/mainwindow.h"

#include "ui/aboutdialog.h"
#include "ui/closingpage.h"
#include "ui/diagnosis.h"
#include "ui/failuretext.h"
#include "ui/look.h"
#include "ui/page.h"
#include "ui_mainwindow.h"

#include <QClipboard>
#include <QCloseEvent>
#include <QGuiApplication>
#include <QIcon>
#include <QScreen>
#include <QShortcut>
#include <QToolTip>

namespace latchkey {

namespace {

constexpr QSize smallest{360, 480};
constexpr std::chrono::milliseconds unnoticed{300};

} // namespace

MainWindow::MainWindow(RecoverySession &session, const Clock &clock, QWidget *parent, Venue venue)
    : QWidget(parent), m_form(std::make_unique<Ui::MainWindow>()), m_session(session),
      m_clock(clock), m_venue(venue), m_pages(session, venue)
{
    m_form->setupUi(this);
    if (venue == Venue::Desktop)
        setMinimumSize(smallest);
    resize(QSize(em(this, 30), em(this, 37.5))
               .expandedTo(smallest)
               .boundedTo(screen()->availableSize()));
    m_form->header->setService(session.service());
    m_form->header->setVenue(venue);
    setWindowTitle(tr("%1: account recovery").arg(session.service().name));

    connect(&session, &RecoverySession::stageChanged, this, &MainWindow::followStage);
    connect(&session, &RecoverySession::refused, this, &MainWindow::tellRefusal);
    connect(&session, &RecoverySession::linkHeld, this, &MainWindow::holdLink);
    connect(&m_pages, &Pages::announced, this, &MainWindow::announce);
    connect(&m_pages, &Pages::openAddressWanted, this, &MainWindow::openAddressRequested);
    connect(&m_pages, &Pages::closeWanted, this, &QWidget::close);
    connect(&m_pages, &Pages::closeAnyway, this, &MainWindow::closeAnyway);
    connect(m_form->header, &Header::aboutWanted, this, &MainWindow::showAbout);
    connect(m_form->header, &Header::settingsWanted, this, &MainWindow::settingsRequested);
    connect(m_form->header, &Header::servicesWanted, this, &MainWindow::servicesRequested);
    connect(m_form->header, &Header::diagnosisWanted, this, &MainWindow::copyDiagnosis);
    connect(m_form->linkBanner, &LinkBanner::useWanted, &session, &RecoverySession::openHeldLink);
    connect(m_form->linkBanner, &LinkBanner::dropWanted, &session, [this] {
        m_session.dropHeldLink();
        m_form->linkBanner->hide();
    });
    auto *escape = new QShortcut(QKeySequence(Qt::Key_Escape), this);
    connect(escape, &QShortcut::activated, this, &MainWindow::stepBack);

    m_everySecond.setInterval(std::chrono::seconds(1));
    connect(&m_everySecond, &QTimer::timeout, this, [this] {
        if (Page *page = m_form->pages->page())
            page->tick(m_clock.now());
    });
    m_judgingShows.setSingleShot(true);
    m_judgingShows.setInterval(unnoticed);
    connect(&m_judgingShows, &QTimer::timeout, this, &MainWindow::showJudging);
    followStage(session.stage());
}

MainWindow::~MainWindow() = default;

void MainWindow::followStage(Stage stage)
{
    m_judgingShows.stop();
    if (m_closing)
        return;
    m_form->linkBanner->setVisible(m_session.holdsLink());
    if (Page *next = m_pages.forStage(stage)) {
        showPage(next);
        return;
    }
    Page *current = m_form->pages->page();
    if (!current) {
        showJudging(); // the program was started by a link
        return;
    }
    current->setBusy(true);
    if (stage == Stage::Judging)
        m_judgingShows.start();
}

void MainWindow::showPage(Page *page)
{
    const bool turned = page != m_form->pages->page();
    page->setBusy(false);
    page->present(m_session, m_clock.now());
    m_form->pages->turnTo(page);
    if (turned)
        announce(page->heading());
}

void MainWindow::showJudging()
{
    Page *former = m_form->pages->page();
    Page *judging = m_pages.judging();
    judging->present(m_session, m_clock.now());
    m_form->pages->turnTo(judging);
    if (former)
        former->setBusy(false);
}

void MainWindow::tellRefusal(const Failure &failure)
{
    Page *page = m_form->pages->page();
    if (!page || m_closing)
        return;
    page->showRefusal(failure);
    page->tick(m_clock.now());
    if (QWidget *field = focusWidget())
        m_form->pages->focus(field);
    announce(failureText(failure).joined());
}

void MainWindow::holdLink()
{
    m_form->linkBanner->show();
    announce(m_form->linkBanner->words());
}

void MainWindow::stepBack()
{
    if (m_closing)
        return;
    const Stage stage = m_session.stage();
    const bool atEnd =
        stage == Stage::Done || stage == Stage::Confirmed || stage == Stage::Withdrawn;
    if (m_venue == Venue::Kiosk && atEnd)
        close(); // back to the beginning is the end of a visit
    else
        m_session.goBack();
}

void MainWindow::announce(const QString &words)
{
    // Qt 6.4 has no announcement event; a changed accessible name does reach screen readers.
    m_form->liveLabel->setAccessibleName(words);
}

void MainWindow::offerAddress(const QString &address)
{
    m_pages.offerAddress(address);
    followStage(m_session.stage());
}

void MainWindow::offerOtherServices()
{
    m_form->header->offerOtherServices();
}

void MainWindow::showClosing()
{
    m_closing = true;
    ClosingPage *page = m_pages.closing();
    page->showSending();
    m_form->pages->turnTo(page);
    announce(page->heading());
}

void MainWindow::showPending(int pending)
{
    m_closing = true;
    ClosingPage *page = m_pages.closing();
    m_form->pages->turnTo(page);
    page->showPending(pending);
}

void MainWindow::release()
{
    m_released = true;
    close();
}

void MainWindow::closeEvent(QCloseEvent *event)
{
    event->setAccepted(m_released);
    if (m_released) {
        if (Page *page = m_form->pages->page())
            page->leave();
    } else if (m_closing) {
        Q_EMIT closeAnyway();
    } else if (m_session.stage() != Stage::Saving) {
        // While a password is being saved its owner should see how that ends.
        Q_EMIT closeRequested();
    }
}

void MainWindow::showEvent(QShowEvent *event)
{
    QWidget::showEvent(event);
    m_everySecond.start();
    if (!m_decorated)
        QTimer::singleShot(0, this, &MainWindow::decorate);
    m_decorated = true;
}

void MainWindow::decorate()
{
    setWindowIcon(QIcon(QStringLiteral(":/latchkey/latchkey.svg")));
}

void MainWindow::copyDiagnosis()
{
    QGuiApplication::clipboard()->setText(diagnosis(m_session, m_clock.now()));
    const QString words =
        tr("A diagnosis without personal data was copied. Paste it into a message to your "
           "administrator.");
    announce(words);
    QToolTip::showText(m_form->header->mapToGlobal(QPoint(0, m_form->header->height())), words);
}

void MainWindow::showAbout()
{
    auto *about = new AboutDialog(diagnosis(m_session, m_clock.now()), this);
    about->setAttribute(Qt::WA_DeleteOnClose);
    about->open();
}

} // namespace latchkey
