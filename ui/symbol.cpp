// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/symbol.h"

#include "ui/look.h"

#include <QIcon>
#include <QPainter>
#include <QPixmapCache>
#include <QTimer>

namespace latchkey {

namespace {

constexpr double discSize = 3.0;
constexpr double gapBelow = 1.0; // part of the symbol, so that both go where little fits
constexpr double glyphSize = 1.6;

} // namespace

QPixmap symbolPixmap(const QString &name, int side, const QColor &colour, qreal devicePixelRatio)
{
    const int pixels = qRound(side * devicePixelRatio);
    const QString key =
        QStringLiteral("latchkey/%1/%2/%3").arg(name).arg(pixels).arg(colour.name());
    QPixmap pixmap;
    if (!QPixmapCache::find(key, &pixmap)) {
        pixmap =
            QIcon(QStringLiteral(":/latchkey/%1.svg").arg(name)).pixmap(QSize(pixels, pixels), 1);
        if (pixmap.isNull())
            return pixmap;
        QPainter tint(&pixmap);
        tint.setCompositionMode(QPainter::CompositionMode_SourceIn);
        tint.fillRect(pixmap.rect(), colour);
        tint.end();
        QPixmapCache::insert(key, pixmap);
    }
    pixmap.setDevicePixelRatio(devicePixelRatio);
    return pixmap;
}

Symbol::Symbol(QWidget *parent) : QWidget(parent)
{
    setSizePolicy(QSizePolicy::Fixed, QSizePolicy::Fixed);
}

void Symbol::setName(const QString &name)
{
    m_name = name;
    update();
}

void Symbol::setTone(Tone tone)
{
    m_tone = tone;
    update();
}

QSize Symbol::sizeHint() const
{
    return {em(this, discSize), em(this, discSize + gapBelow)};
}

void Symbol::paintEvent(QPaintEvent * /*event*/)
{
    QPainter painter(this);
    painter.setRenderHint(QPainter::Antialiasing);
    const Look look = Look::of(palette());
    QColor ink = look.link;
    if (m_tone == Tone::Good)
        ink = look.good;
    else if (m_tone == Tone::Bad)
        ink = look.bad;
    painter.setPen(Qt::NoPen);
    painter.setBrush(mixed(look.ground, ink, 0.12));
    const QRect disc(0, 0, width(), width());
    painter.drawEllipse(disc);
    if (!m_mayRead) {
        m_mayRead = true;
        QTimer::singleShot(0, this, qOverload<>(&QWidget::update));
        return;
    }
    const int side = em(this, glyphSize);
    QRect glyph(0, 0, side, side);
    glyph.moveCenter(disc.center());
    painter.drawPixmap(glyph, symbolPixmap(m_name, side, ink, devicePixelRatioF()));
}

} // namespace latchkey
