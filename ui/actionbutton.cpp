// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/actionbutton.h"

#include "ui/look.h"

#include <QEvent>
#include <QPainter>
#include <QTimerEvent>

namespace latchkey {

namespace {

constexpr int wrapping = Qt::AlignCenter | Qt::TextWordWrap;
constexpr int frameMilliseconds = 33;
constexpr double turnsPerFrame = 0.033;

} // namespace

ActionButton::ActionButton(QWidget *parent) : QPushButton(parent)
{
    setAutoDefault(true); // Enter presses the focused button outside dialogs too
    // Not Fixed: that would keep a wrapped text at the height of one line.
    QSizePolicy policy(QSizePolicy::Preferred, QSizePolicy::Preferred, QSizePolicy::PushButton);
    policy.setHeightForWidth(true);
    setSizePolicy(policy);
    setCursor(Qt::PointingHandCursor);
    setAttribute(Qt::WA_Hover);
}

void ActionButton::setEmphasis(Emphasis emphasis)
{
    m_emphasis = emphasis;
    updateGeometry();
    update();
}

void ActionButton::setBusy(bool busy, const QString &busyText)
{
    if (busy == m_busy)
        return;
    m_busy = busy;
    if (busy)
        m_idleText = text();
    setText(busy ? busyText : m_idleText);
    setEnabled(!busy);
    if (busy && motionAllowed(this))
        m_turning.start(frameMilliseconds, this);
    else
        m_turning.stop();
}

QFont ActionButton::textFont() const
{
    QFont wanted = font();
    if (m_emphasis == Emphasis::Primary)
        wanted.setWeight(QFont::DemiBold);
    return wanted;
}

QMargins ActionButton::padding() const
{
    const bool primary = m_emphasis == Emphasis::Primary;
    const int across = em(this, primary ? 1.0 : 0.7);
    const int along = em(this, primary ? 0.7 : 0.35);
    return {across, along, across, along};
}

QSize ActionButton::sizeHint() const
{
    const QFontMetrics metrics(textFont());
    const QSize words = metrics.size(Qt::TextSingleLine, text());
    return words.grownBy(padding());
}

QSize ActionButton::minimumSizeHint() const
{
    const QFontMetrics metrics(textFont());
    int widest = 0;
    const QStringList words = text().split(u' ');
    for (const QString &word : words)
        widest = qMax(widest, metrics.horizontalAdvance(word));
    return QSize(widest, metrics.height()).grownBy(padding());
}

int ActionButton::heightForWidth(int width) const
{
    const QMargins around = padding();
    const QFontMetrics metrics(textFont());
    const int inside = qMax(1, width - around.left() - around.right());
    const QRect words = metrics.boundingRect(QRect(0, 0, inside, 10000), wrapping, text());
    return words.height() + around.top() + around.bottom();
}

void ActionButton::paintFill(QPainter &painter, const Look &look) const
{
    QColor fill = look.accent;
    if (!isEnabled() && !m_busy)
        fill = mixed(look.ground, look.text, 0.1);
    else if (isDown())
        fill = mixed(fill, look.text, 0.2);
    else if (underMouse())
        fill = mixed(fill, look.text, 0.08);
    painter.setPen(Qt::NoPen);
    painter.setBrush(fill);
    painter.drawRoundedRect(rect(), em(this, 0.4), em(this, 0.4));
}

void ActionButton::paintEvent(QPaintEvent * /*event*/)
{
    QPainter painter(this);
    painter.setRenderHint(QPainter::Antialiasing);
    const Look look = Look::of(palette());
    const bool primary = m_emphasis == Emphasis::Primary;
    if (primary)
        paintFill(painter, look);
    if (hasFocus() && primary)
        paintFocusRing(painter, QRectF(rect()).adjusted(2, 2, -2, -2), em(this, 0.3),
                       look.onAccent);
    else if (hasFocus())
        paintFocusRing(painter, rect(), em(this, 0.4), look.link);

    QFont wanted = textFont();
    wanted.setUnderline(!primary && isEnabled() && (underMouse() || hasFocus()));
    painter.setFont(wanted);
    const QColor lively = primary ? look.onAccent : look.link;
    const QColor ink = isEnabled() || m_busy ? lively : look.quiet;
    painter.setPen(ink);
    const QRect inside = rect().marginsRemoved(padding());
    // A height that fell a pixel short must not move the text off its middle.
    painter.drawText(inside.adjusted(0, -4, 0, 4), wrapping, text());
    if (!m_busy)
        return;
    const QRect words = QFontMetrics(wanted).boundingRect(inside, wrapping, text());
    const int side = em(this);
    const bool mirrored = layoutDirection() == Qt::RightToLeft;
    const int x = mirrored ? qMin(words.right() + side / 2, width() - side - 4)
                           : qMax(words.left() - side - side / 2, 4);
    paintSpinner(painter, QRectF(x, (height() - side) / 2.0, side, side), ink, m_phase);
}

void ActionButton::timerEvent(QTimerEvent *event)
{
    if (event->timerId() != m_turning.timerId()) {
        QPushButton::timerEvent(event);
        return;
    }
    m_phase += turnsPerFrame;
    m_phase -= static_cast<int>(m_phase);
    update();
}

void ActionButton::changeEvent(QEvent *event)
{
    QPushButton::changeEvent(event);
    if (event->type() == QEvent::FontChange)
        updateGeometry();
}

} // namespace latchkey
