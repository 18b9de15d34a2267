// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QClipboard>
#include <QObject>

class QKeyEvent;
class QMouseEvent;

namespace latchkey {

/// Stands in front of every event of a kiosk's program and lets through what a visit needs: typing,
/// pasting, the left button, touch, the wheel. Menus, drags, tips, help, files, the other buttons
/// and every other key end here. What our own fields would offer to other programs (a copied text,
/// a selection) is withdrawn before they can ask for it.
class KioskGuard final : public QObject
{
    Q_OBJECT

public:
    /// `window`: the one window that may be seen.
    explicit KioskGuard(QWidget *window);

    /// While a countdown waits for an answer, any key is one and reaches nobody else, and the mouse
    /// has the page's buttons.
    void setAsking(bool asking) { m_asking = asking; }

    bool eventFilter(QObject *watched, QEvent *event) override;

Q_SIGNALS:
    /// A key, a touch or the mouse: somebody is there.
    void somebodyThere();
    /// The same, and it is more than a mouse that was moved.
    void somethingDone();
    /// A button was pressed; in the coordinates of the screen.
    void pressed(const QPoint &place);
    void administratorWanted();

private:
    bool filterKey(const QKeyEvent *event);
    bool filterMouse(const QObject *watched, const QMouseEvent *event);
    void withdraw(QClipboard::Mode mode);

    QWidget *m_window;
    bool m_asking = false;
};

} // namespace latchkey
