// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/badge.h"

#include "ui/look.h"

#include <QPainter>

namespace latchkey {

Badge::Badge(QWidget *parent) : TextLabel(parent)
{
    setWordWrap(false);
    setSizePolicy(QSizePolicy::Fixed, QSizePolicy::Fixed);
    const int across = em(this, 0.6);
    const int along = em(this, 0.2);
    setContentsMargins(across, along, across, along);
}

void Badge::paintEvent(QPaintEvent *event)
{
    QPainter painter(this);
    painter.setRenderHint(QPainter::Antialiasing);
    painter.setPen(Qt::NoPen);
    painter.setBrush(Look::of(palette()).accentSoft);
    painter.drawRoundedRect(rect(), height() / 2.0, height() / 2.0);
    painter.end();
    TextLabel::paintEvent(event);
}

} // namespace latchkey
