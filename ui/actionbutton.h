// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QBasicTimer>
#include <QPushButton>

namespace latchkey {

/// A page's one primary button (filled, full width) or one of the quiet links under it. Wraps a
/// text that is too long for it. Enter presses it when it has the keyboard.
class ActionButton : public QPushButton
{
    Q_OBJECT
    Q_PROPERTY(Emphasis emphasis READ emphasis WRITE setEmphasis)

public:
    enum class Emphasis : quint8 { Primary, Quiet };
    Q_ENUM(Emphasis)

    explicit ActionButton(QWidget *parent = nullptr);

    Emphasis emphasis() const noexcept { return m_emphasis; }
    void setEmphasis(Emphasis emphasis);

    /// While busy the button shows `busyText` and a spinner, and cannot be pressed.
    void setBusy(bool busy, const QString &busyText = {});
    bool isBusy() const noexcept { return m_busy; }

    QSize sizeHint() const override;
    QSize minimumSizeHint() const override;
    bool hasHeightForWidth() const override { return true; }
    int heightForWidth(int width) const override;

protected:
    void paintEvent(QPaintEvent *event) override;
    void timerEvent(QTimerEvent *event) override;
    void changeEvent(QEvent *event) override;

private:
    QFont textFont() const;
    QMargins padding() const;
    void paintFill(QPainter &painter, const struct Look &look) const;

    Emphasis m_emphasis = Emphasis::Primary;
    bool m_busy = false;
    QString m_idleText;
    QBasicTimer m_turning;
    double m_phase = 0;
};

} // namespace latchkey
