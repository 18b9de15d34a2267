// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/rulelabel.h"

#include "ui/look.h"

#include <QEvent>
#include <QPainter>

namespace latchkey {

RuleLabel::RuleLabel(QWidget *parent) : TextLabel(parent)
{
    makeRoom();
}

void RuleLabel::setRule(const QString &words, bool met)
{
    m_met = met;
    setText(words);
    setAccessibleName(met ? tr("%1: met").arg(words) : tr("%1: not met yet").arg(words));
    update();
}

void RuleLabel::makeRoom()
{
    const int room = em(this, 1.5);
    const bool mirrored = layoutDirection() == Qt::RightToLeft;
    setContentsMargins(mirrored ? 0 : room, 0, mirrored ? room : 0, 0);
}

void RuleLabel::changeEvent(QEvent *event)
{
    TextLabel::changeEvent(event);
    if (event->type() == QEvent::FontChange || event->type() == QEvent::LayoutDirectionChange)
        makeRoom();
}

void RuleLabel::paintEvent(QPaintEvent *event)
{
    TextLabel::paintEvent(event);
    QPainter painter(this);
    painter.setRenderHint(QPainter::Antialiasing);
    const Look look = Look::of(palette());
    const double side = em(this, 0.9);
    const bool mirrored = layoutDirection() == Qt::RightToLeft;
    const double x = mirrored ? width() - side - 1 : 1;
    const QRectF disc(x, (em(this) - side) / 2 + 0.5, side, side);
    if (!m_met) {
        painter.setPen(QPen(look.edge, 1.5));
        painter.drawEllipse(disc.adjusted(1, 1, -1, -1));
        return;
    }
    painter.setPen(Qt::NoPen);
    painter.setBrush(look.good);
    painter.drawEllipse(disc);
    painter.setPen(QPen(look.ground, side / 8, Qt::SolidLine, Qt::RoundCap, Qt::RoundJoin));
    const auto at = [&disc, side](double right, double down) {
        return disc.topLeft() + QPointF(right, down) * side;
    };
    const QPointF tick[] = {at(0.28, 0.53), at(0.44, 0.69), at(0.73, 0.34)};
    painter.drawPolyline(tick, 3);
}

} // namespace latchkey
