// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/strengthbar.h"

#include "ui/look.h"

#include <QPainter>

namespace latchkey {

namespace {

QColor colourFor(int filled, const Look &look)
{
    if (filled <= 1)
        return look.bad;
    return filled == 2 ? look.fair : look.good;
}

} // namespace

StrengthBar::StrengthBar(QWidget *parent) : QWidget(parent)
{
    setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Fixed);
}

void StrengthBar::setFilled(int filled)
{
    m_filled = qBound(0, filled, steps);
    update();
}

QSize StrengthBar::sizeHint() const
{
    return {em(this, 8), em(this, 0.35)};
}

void StrengthBar::paintEvent(QPaintEvent * /*event*/)
{
    QPainter painter(this);
    painter.setRenderHint(QPainter::Antialiasing);
    painter.setPen(Qt::NoPen);
    const Look look = Look::of(palette());
    const QColor full = colourFor(m_filled, look);
    const QColor empty = mixed(look.ground, look.text, 0.14);
    const double gap = em(this, 0.3);
    const double each = (width() - gap * (steps - 1)) / steps;
    const bool mirrored = layoutDirection() == Qt::RightToLeft;
    for (int step = 0; step < steps; ++step) {
        const int place = mirrored ? steps - 1 - step : step;
        painter.setBrush(step < m_filled ? full : empty);
        const QRectF segment(place * (each + gap), 0, each, height());
        painter.drawRoundedRect(segment, height() / 2.0, height() / 2.0);
    }
}

} // namespace latchkey
