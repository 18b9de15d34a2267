// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/revealbutton.h"

#include "ui/look.h"
#include "ui/symbol.h"

#include <QEvent>
#include <QPainter>

namespace latchkey {

RevealButton::RevealButton(QWidget *parent) : QToolButton(parent)
{
    setObjectName(QStringLiteral("revealButton"));
    setCheckable(true);
    setFocusPolicy(Qt::StrongFocus);
    setCursor(Qt::PointingHandCursor);
    setAttribute(Qt::WA_Hover);
    connect(this, &QToolButton::toggled, this, &RevealButton::name);
    name();
}

void RevealButton::name()
{
    const QString wish = isChecked() ? tr("Hide the password") : tr("Show the password");
    setAccessibleName(wish);
    setToolTip(wish);
}

void RevealButton::paintEvent(QPaintEvent * /*event*/)
{
    QPainter painter(this);
    painter.setRenderHint(QPainter::Antialiasing);
    const Look look = Look::of(palette());
    const QColor ink = underMouse() || hasFocus() ? look.link : look.quiet;
    const int side = qMin(em(this, 1.25), qMin(width(), height()));
    QRect glyph(0, 0, side, side);
    glyph.moveCenter(rect().center());
    const QString symbol = isChecked() ? QStringLiteral("eye-off") : QStringLiteral("eye");
    painter.drawPixmap(glyph, symbolPixmap(symbol, side, ink, devicePixelRatioF()));
    if (hasFocus())
        paintFocusRing(painter, rect(), em(this, 0.35), look.link);
}

void RevealButton::changeEvent(QEvent *event)
{
    QToolButton::changeEvent(event);
    if (event->type() == QEvent::LanguageChange)
        name();
}

} // namespace latchkey
