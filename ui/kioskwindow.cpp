// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/kioskwindow.h"

#include "ui/kioskguard.h"
#include "ui/kioskidlepage.h"
#include "ui/kiosknoticepage.h"
#include "ui/kioskpinpage.h"
#include "ui/look.h"
#include "ui/pagestack.h"
#include "ui_kioskwindow.h"

#include <QApplication>
#include <QCloseEvent>
#include <QInputMethod>
#include <QKeyEvent>
#include <QScreen>

#include <algorithm>

namespace latchkey {

namespace {

constexpr std::chrono::milliseconds between{250};
constexpr std::chrono::seconds receiptStays{12};
constexpr int tapsWanted = 5;
constexpr std::chrono::seconds tapsWithin{4};
constexpr double corner = 5; // line heights

} // namespace

KioskWindow::KioskWindow(const Clock &clock, IdleTimes times, SteadyClock steady)
    : QWidget(nullptr, Qt::Window | Qt::FramelessWindowHint | Qt::WindowStaysOnTopHint),
      m_form(std::make_unique<Ui::KioskWindow>()), m_clock(clock), m_steady(std::move(steady)),
      m_watch(times), m_guard(new KioskGuard(this)), m_idle(new KioskIdlePage),
      m_notice(new KioskNoticePage), m_pin(new KioskPinPage)
{
    m_form->setupUi(this);
    setBackgroundRole(QPalette::Base);
    setAutoFillBackground(true);
    m_form->footer->setBackgroundRole(QPalette::Base);
    m_form->startOverButton->hide();
    layout()->setSizeConstraint(QLayout::SetNoConstraint); // the screen says how large it is
    setContextMenuPolicy(Qt::PreventContextMenu);

    connect(m_guard, &KioskGuard::somebodyThere, this, [this] {
        // A mouse that is only moved begins no visit, but goes on with one.
        if (m_watch.state(m_steady()) != IdleWatch::State::Fresh)
            touch();
    });
    connect(m_guard, &KioskGuard::somethingDone, this, &KioskWindow::touch);
    connect(m_guard, &KioskGuard::pressed, this, &KioskWindow::countTap);
    connect(m_guard, &KioskGuard::administratorWanted, this, &KioskWindow::showAdministrator);
    connect(m_idle, &KioskIdlePage::moreTimeWanted, this, &KioskWindow::touch);
    connect(m_idle, &KioskIdlePage::finishWanted, this, &KioskWindow::endVisit);
    connect(m_notice, &KioskNoticePage::beginWanted, this, &KioskWindow::backToVisit);
    connect(m_pin, &KioskPinPage::backWanted, this, &KioskWindow::backToVisit);
    connect(m_form->startOverButton, &QPushButton::clicked, this, &KioskWindow::endVisit);
    for (Page *page :
         {static_cast<Page *>(m_idle), static_cast<Page *>(m_notice), static_cast<Page *>(m_pin)}) {
        connect(page, &Page::announced, this,
                [this](const QString &words) { m_form->liveLabel->setAccessibleName(words); });
    }

    const QInputMethod *keyboard = QGuiApplication::inputMethod();
    connect(keyboard, &QInputMethod::keyboardRectangleChanged, this, &KioskWindow::makeRoom);
    connect(keyboard, &QInputMethod::visibleChanged, this, &KioskWindow::makeRoom);

    m_receipt.setSingleShot(true);
    m_receipt.setInterval(receiptStays);
    connect(&m_receipt, &QTimer::timeout, this, &KioskWindow::backToVisit);
    m_ticks.setParent(this);
    m_ticks.setObjectName(QStringLiteral("ticks"));
    m_ticks.setInterval(between);
    connect(&m_ticks, &QTimer::timeout, this, &KioskWindow::tick);
}

KioskWindow::~KioskWindow()
{
    // Of these only the ones that were shown have got a parent.
    for (Page *page :
         {static_cast<Page *>(m_idle), static_cast<Page *>(m_notice), static_cast<Page *>(m_pin)}) {
        if (!page->parent())
            delete page;
    }
}

QFont KioskWindow::largeType(const QScreen &screen)
{
    constexpr int linesOfAScreen = 40;
    constexpr int least = 18;
    QFont font = QApplication::font();
    font.setPixelSize(std::max(least, screen.size().height() / linesOfAScreen));
    return font;
}

void KioskWindow::showOnScreen()
{
    fillScreen();
    connect(screen(), &QScreen::geometryChanged, this, &KioskWindow::fillScreen);
    showFullScreen();
    raise();
    activateWindow();
    m_ticks.start();
}

void KioskWindow::fillScreen()
{
    // Also without a window manager, who would do it.
    setGeometry(screen()->geometry());
}

void KioskWindow::makeRoom()
{
    // For a keyboard on the screen, which would cover what is typed.
    const QInputMethod *keyboard = QGuiApplication::inputMethod();
    const int high = keyboard->isVisible() ? qRound(keyboard->keyboardRectangle().height()) : 0;
    layout()->setContentsMargins(0, 0, 0, qBound(0, high, height() / 2));
    auto *pages =
        focusWidget() ? m_form->places->currentWidget()->findChild<PageStack *>() : nullptr;
    if (pages)
        pages->focus(focusWidget());
}

void KioskWindow::holdVisit(QWidget *visit)
{
    QWidget *former = m_form->visits->currentWidget();
    m_form->visits->addWidget(visit);
    m_form->visits->setCurrentWidget(visit);
    if (former)
        former->deleteLater(); // it may be what asked for this
}

void KioskWindow::bringFront(Page *page)
{
    m_form->front->turnTo(page);
    m_form->places->setCurrentWidget(m_form->front);
    page->firstThingToDo()->setFocus();
    m_form->startOverButton->hide();
}

void KioskWindow::backToVisit()
{
    if (m_over)
        return;
    m_guard->setAsking(false);
    if (Page *page = m_form->front->page())
        page->leave();
    m_form->places->setCurrentWidget(m_form->visit);
}

void KioskWindow::showReceipt()
{
    m_notice->showReceipt();
    bringFront(m_notice);
    m_receipt.start();
}

void KioskWindow::showOutOfOrder()
{
    m_notice->showOutOfOrder();
    bringFront(m_notice);
    auto *standing = new QWidget; // behind it there is no visit to go back to
    holdVisit(standing);
}

void KioskWindow::showWiping()
{
    m_over = true;
    m_guard->setAsking(true);
    m_notice->showWiping();
    bringFront(m_notice);
}

void KioskWindow::touch()
{
    if (m_over)
        return;
    m_watch.touch(m_steady());
    if (m_form->front->page() == m_idle && m_form->places->currentWidget() == m_form->front)
        backToVisit();
    tick();
}

void KioskWindow::tick()
{
    // Whatever a window manager, or another program by way of it, has done to the window.
    if (geometry() != screen()->geometry() || !isFullScreen())
        holdScreen();
    if (m_over)
        return;
    const auto now = m_steady();
    const bool inFront = m_form->places->currentWidget() == m_form->front;
    const IdleWatch::State state = m_watch.state(now);
    m_form->startOverButton->setVisible(!inFront && state != IdleWatch::State::Fresh);
    if (Page *page = shownPage()) {
        if (page == m_pin)
            m_pin->tick(m_clock.now());
        setWindowTitle(page->heading());
    }
    if (state == IdleWatch::State::Over) {
        endVisit();
    } else if (state == IdleWatch::State::Warning && shownPage() != m_notice) {
        m_idle->countDown(m_watch.left(now));
        if (shownPage() != m_idle) {
            m_guard->setAsking(true);
            bringFront(m_idle);
        }
    }
}

void KioskWindow::countTap(const QPoint &place)
{
    const QPoint here = mapFromGlobal(place);
    const bool mirrored = layoutDirection() == Qt::RightToLeft;
    const int across = mirrored ? width() - here.x() : here.x();
    if (across > em(this, corner) || here.y() > em(this, corner)) {
        m_taps = 0;
        return;
    }
    const auto now = m_steady();
    if (m_taps == 0 || now - m_firstTap > tapsWithin) {
        m_taps = 0;
        m_firstTap = now;
    }
    if (++m_taps == tapsWanted) {
        m_taps = 0;
        showAdministrator();
    }
}

void KioskWindow::showAdministrator()
{
    if (!m_admits || m_over || shownPage() == m_pin)
        return;
    m_receipt.stop();
    m_guard->setAsking(false);
    touch();
    bringFront(m_pin);
    Q_EMIT administratorCame();
}

void KioskWindow::endVisit()
{
    if (!m_over)
        Q_EMIT visitOver();
}

Page *KioskWindow::shownPage() const
{
    if (m_form->places->currentWidget() == m_form->front)
        return m_form->front->page();
    const QWidget *visit = m_form->visits->currentWidget();
    const auto *pages = visit ? visit->findChild<PageStack *>() : nullptr;
    return pages ? pages->page() : nullptr;
}

void KioskWindow::closeEvent(QCloseEvent *event)
{
    event->ignore();
}

void KioskWindow::changeEvent(QEvent *event)
{
    QWidget::changeEvent(event);
    const bool left = event->type() == QEvent::WindowStateChange && !isFullScreen();
    const bool inactive = event->type() == QEvent::ActivationChange && !isActiveWindow();
    if (!m_ticks.isActive() || (!left && !inactive))
        return;
    // Not from within the change.
    QTimer::singleShot(0, this, &KioskWindow::holdScreen);
}

void KioskWindow::holdScreen()
{
    if (!isFullScreen() || isMinimized())
        showFullScreen();
    fillScreen();
    raise();
    activateWindow();
}

void KioskWindow::keyPressEvent(QKeyEvent *event)
{
    if (event->key() == Qt::Key_Escape && shownPage() == m_pin)
        backToVisit();
    else
        event->ignore();
}

} // namespace latchkey
