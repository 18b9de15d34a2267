// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/kioskguard.h"

#include "ui/kioskkeys.h"

#include <QApplication>
#include <QKeyEvent>
#include <QMouseEvent>
#include <QWidget>
#include <QWindow>

namespace latchkey {

namespace {

constexpr int fartherThanAnyScreen = 1'000'000;

} // namespace

KioskGuard::KioskGuard(QWidget *window) : QObject(window), m_window(window)
{
    // A drag begins when the mouse has moved so far.
    QApplication::setStartDragDistance(fartherThanAnyScreen);
    // Emitted before another program's question for the contents can be read.
    connect(QGuiApplication::clipboard(), &QClipboard::changed, this, &KioskGuard::withdraw);
    qApp->installEventFilter(this);
}

void KioskGuard::withdraw(QClipboard::Mode mode)
{
    const QClipboard *clipboard = QGuiApplication::clipboard();
    const bool ours =
        mode == QClipboard::Selection ? clipboard->ownsSelection() : clipboard->ownsClipboard();
    if (ours)
        QGuiApplication::clipboard()->clear(mode);
}

bool KioskGuard::eventFilter(QObject *watched, QEvent *event)
{
    switch (event->type()) {
    case QEvent::KeyPress:
    case QEvent::KeyRelease:
    case QEvent::ShortcutOverride:
        return filterKey(static_cast<const QKeyEvent *>(event));
    case QEvent::MouseButtonPress:
    case QEvent::MouseButtonRelease:
    case QEvent::MouseButtonDblClick:
        return filterMouse(watched, static_cast<const QMouseEvent *>(event));
    case QEvent::MouseMove:
        if (!m_asking)
            Q_EMIT somebodyThere();
        return false;
    case QEvent::TouchBegin:
    case QEvent::InputMethod:
        if (!m_asking)
            Q_EMIT somethingDone();
        return false;
    case QEvent::Wheel:
        if (!m_asking)
            Q_EMIT somethingDone();
        // With Ctrl it would change the size of the text.
        return static_cast<const QWheelEvent *>(event)->modifiers() != Qt::NoModifier;
    case QEvent::ContextMenu:
    case QEvent::DragEnter:
    case QEvent::DragMove:
    case QEvent::Drop:
    case QEvent::FileOpen:
    case QEvent::HelpRequest:
    case QEvent::EnterWhatsThisMode:
    case QEvent::QueryWhatsThis:
    case QEvent::ToolTip:
    case QEvent::WhatsThis:
        event->ignore();
        return true;
    case QEvent::Show:
        // Nothing here opens another window. If something ever does, nobody gets to see it.
        if (auto *widget = qobject_cast<QWidget *>(watched);
            widget && widget->isWindow() && widget != m_window)
            widget->setAttribute(Qt::WA_DontShowOnScreen);
        return false;
    default:
        return false;
    }
}

bool KioskGuard::filterKey(const QKeyEvent *event)
{
    const bool press = event->type() == QEvent::KeyPress;
    const bool asked = m_asking; // the answer ends the question, and is for nobody else
    const KeyVerdict verdict = judgeKey(*event);
    if (press && verdict == KeyVerdict::Administrator)
        Q_EMIT administratorWanted();
    else if (press)
        Q_EMIT somethingDone();
    return asked || verdict != KeyVerdict::Allowed;
}

bool KioskGuard::filterMouse(const QObject *watched, const QMouseEvent *event)
{
    const bool press = event->type() != QEvent::MouseButtonRelease;
    if (press && !m_asking)
        Q_EMIT somethingDone();
    if (event->button() != Qt::LeftButton)
        return true;
    // Once for each press, before it looks for its widget.
    if (press && qobject_cast<const QWindow *>(watched))
        Q_EMIT pressed(event->globalPosition().toPoint());
    return false;
}

} // namespace latchkey
