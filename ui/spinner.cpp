// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/spinner.h"

#include "ui/look.h"

#include <QPainter>
#include <QTimerEvent>

namespace latchkey {

Spinner::Spinner(QWidget *parent) : QWidget(parent)
{
    setSizePolicy(QSizePolicy::Fixed, QSizePolicy::Fixed);
}

QSize Spinner::sizeHint() const
{
    const int side = em(this, 3.0);
    return {side, side};
}

void Spinner::paintEvent(QPaintEvent * /*event*/)
{
    QPainter painter(this);
    painter.setRenderHint(QPainter::Antialiasing);
    paintSpinner(painter, rect(), Look::of(palette()).accent, m_phase);
}

void Spinner::timerEvent(QTimerEvent *event)
{
    if (event->timerId() != m_turning.timerId()) {
        QWidget::timerEvent(event);
        return;
    }
    m_phase += 0.033;
    m_phase -= static_cast<int>(m_phase);
    update();
}

void Spinner::showEvent(QShowEvent *event)
{
    QWidget::showEvent(event);
    if (motionAllowed(this))
        m_turning.start(33, this);
}

void Spinner::hideEvent(QHideEvent *event)
{
    m_turning.stop();
    QWidget::hideEvent(event);
}

} // namespace latchkey
