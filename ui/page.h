// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/clock.h"
#include "recovery/recoverysession.h"
#include "ui/venue.h"

#include <QWidget>

namespace latchkey {

class ActionButton;

/// One page of the window. It reads facts from the session and never changes it: what the person
/// wants leaves as a signal of the page. Enter presses its primary button.
class Page : public QWidget
{
    Q_OBJECT

public:
    explicit Page(QWidget *parent = nullptr) : QWidget(parent) {}

    /// Before the page is shown. On a kiosk nothing of it leads out of the window.
    virtual void setVenue(Venue /*venue*/) {}
    /// Shows the session's facts. Called when the page comes up, and again when facts change; what
    /// was typed stays.
    virtual void present(const RecoverySession & /*session*/, Instant /*now*/) {}
    /// Locks the fields while the service works on what was asked.
    virtual void setBusy(bool /*busy*/) {}
    /// The last wish was refused: says why beside the field and puts the keyboard there.
    virtual void showRefusal(const Failure & /*failure*/) {}
    /// Once a second while the page is up.
    virtual void tick(Instant /*now*/) {}
    /// Forgets what was typed. Called when another page takes over and when the window closes.
    virtual void leave() {}

    virtual ActionButton *primaryButton() const = 0;
    /// Where the keyboard goes when the page comes up.
    virtual QWidget *firstThingToDo() const = 0;
    /// The page's title, told to assistive technology.
    QString heading() const;

Q_SIGNALS:
    /// A live change that assistive technology should hear.
    void announced(const QString &words);

protected:
    void keyPressEvent(QKeyEvent *event) override;
    void showEvent(QShowEvent *event) override;
    void changeEvent(QEvent *event) override;

private:
    void scaleGaps();

    int m_gapsFor = 0;
};

} // namespace latchkey
