// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/clock.h"
#include "core/secret.h"
#include "ui/idlewatch.h"

#include <QTimer>
#include <QWidget>

#include <functional>
#include <memory>

class QScreen;

namespace latchkey {

class KioskGuard;
class KioskIdlePage;
class KioskNoticePage;
class KioskPinPage;
class Page;

namespace Ui {
class KioskWindow;
}

/// The one window of a kiosk: fills the screen, cannot be closed, and puts its own pages (the
/// countdown, the receipt, the administrator's PIN) in front of the visit that it holds. Says when
/// a visit is over; what that means is for whoever made it.
class KioskWindow final : public QWidget
{
    Q_OBJECT

public:
    /// Counts the seconds without a touch; a test has a time of its own.
    using SteadyClock = std::function<IdleWatch::Moment()>;

    /// The clock outlives the window.
    KioskWindow(const Clock &clock, IdleTimes times, SteadyClock steady);
    ~KioskWindow() override;

    /// Large enough to be read standing, by the height of the screen.
    static QFont largeType(const QScreen &screen);

    /// Fills the screen.
    void showOnScreen();
    /// Takes the widget in the place of the one before.
    void holdVisit(QWidget *visit);
    /// Between visits, until somebody begins or some seconds have passed.
    void showReceipt();
    void showOutOfOrder();
    /// The visit is over: no key and no touch counts any more.
    void showWiping();
    /// There is a PIN, so there is a way to type it: Ctrl+Alt+Shift+Q, or five touches of the
    /// corner where the header begins.
    void admitAdministrator() { m_admits = true; }
    KioskPinPage &pinPage() { return *m_pin; }

Q_SIGNALS:
    /// Nobody is there any more, or somebody wants to start over.
    void visitOver();
    /// The page for the PIN has come up.
    void administratorCame();

protected:
    void closeEvent(QCloseEvent *event) override;
    void changeEvent(QEvent *event) override;
    void keyPressEvent(QKeyEvent *event) override;

private:
    void fillScreen();
    void holdScreen();
    void makeRoom();
    void tick();
    void touch();
    void countTap(const QPoint &place);
    void showAdministrator();
    void bringFront(Page *page);
    void backToVisit();
    void endVisit();
    Page *shownPage() const;

    std::unique_ptr<Ui::KioskWindow> m_form;
    const Clock &m_clock;
    SteadyClock m_steady;
    IdleWatch m_watch;
    KioskGuard *m_guard;
    KioskIdlePage *m_idle;
    KioskNoticePage *m_notice;
    KioskPinPage *m_pin;
    QTimer m_ticks;
    QTimer m_receipt;
    int m_taps = 0;
    IdleWatch::Moment m_firstTap;
    bool m_admits = false;
    bool m_over = false;
};

} // namespace latchkey
