// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/morebutton.h"

#include "ui/look.h"

#include <QPainter>

namespace latchkey {

MoreButton::MoreButton(QWidget *parent) : QToolButton(parent)
{
    setFocusPolicy(Qt::TabFocus);
    setSizePolicy(QSizePolicy::Fixed, QSizePolicy::Fixed);
    setAttribute(Qt::WA_Hover);
}

QSize MoreButton::sizeHint() const
{
    return {em(this, 2.1), em(this, 2.1)};
}

void MoreButton::paintEvent(QPaintEvent * /*event*/)
{
    QPainter painter(this);
    painter.setRenderHint(QPainter::Antialiasing);
    const Look look = Look::of(palette());
    painter.setPen(Qt::NoPen);
    if (underMouse() || isDown()) {
        painter.setBrush(look.hairline);
        painter.drawRoundedRect(rect(), em(this, 0.4), em(this, 0.4));
    }
    painter.setBrush(look.quiet);
    const double radius = em(this, 0.12);
    const QPointF middle = QRectF(rect()).center();
    for (const int place : {-1, 0, 1})
        painter.drawEllipse(middle + QPointF(place * radius * 3.5, 0), radius, radius);
    if (hasFocus())
        paintFocusRing(painter, rect(), em(this, 0.4), look.link);
}

} // namespace latchkey
