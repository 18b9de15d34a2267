// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/clock.h"
#include "recovery/recoverysession.h"
#include "ui/pages.h"

#include <QTimer>
#include <QWidget>

#include <memory>

namespace latchkey {

class Page;

namespace Ui {
class MainWindow;
}

/// The one window: the service's header above one page at a time, which follows the session's
/// stage. Decides nothing itself. Closing is a wish too: the window stays until `release()`, so
/// that mail can still go out; it never changes a password. On a kiosk it stands within the
/// kiosk's window, and has no menu.
class MainWindow final : public QWidget
{
    Q_OBJECT

public:
    /// Session and clock outlive the window.
    MainWindow(RecoverySession &session, const Clock &clock, QWidget *parent = nullptr,
               Venue venue = Venue::Desktop);
    ~MainWindow() override;

    /// Fills an empty address field: for the demo, whose one account a person has to know.
    void offerAddress(const QString &address);
    /// The menu leads to the choice of a service, where others can be added.
    void offerOtherServices();
    /// Shows that mail is still being sent; closing once more gives closeAnyway().
    void showClosing();
    /// `pending` mails could not be sent in time: says so, and waits for the person to close.
    void showPending(int pending);
    /// Closes for good.
    void release();
    /// Told to assistive technology.
    void announce(const QString &words);

Q_SIGNALS:
    void closeRequested();
    void closeAnyway();
    void settingsRequested();
    void servicesRequested();
    /// For the browser. Whoever opens it checks that it is https and allowed.
    void openAddressRequested(const QUrl &address);

protected:
    void closeEvent(QCloseEvent *event) override;
    void showEvent(QShowEvent *event) override;

private:
    void followStage(Stage stage);
    void showPage(Page *page);
    void showJudging();
    void stepBack();
    void holdLink();
    void tellRefusal(const Failure &failure);
    void copyDiagnosis();
    void showAbout();
    void decorate();

    std::unique_ptr<Ui::MainWindow> m_form;
    RecoverySession &m_session;
    const Clock &m_clock;
    Venue m_venue;
    Pages m_pages;
    QTimer m_everySecond;
    QTimer m_judgingShows;
    bool m_closing = false;
    bool m_released = false;
    bool m_decorated = false;
};

} // namespace latchkey
