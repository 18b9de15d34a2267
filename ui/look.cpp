// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/look.h"

#include <QApplication>
#include <QFontMetrics>
#include <QPainter>
#include <QPalette>
#include <QStyle>
#include <QWidget>

#include <algorithm>
#include <cmath>

namespace latchkey {

namespace {

// WCAG 2.2, "relative luminance".
double linear(double channel)
{
    return channel <= 0.04045 ? channel / 12.92 : std::pow((channel + 0.055) / 1.055, 2.4);
}

double luminance(const QColor &colour)
{
    return 0.2126 * linear(colour.redF()) + 0.7152 * linear(colour.greenF()) +
           0.0722 * linear(colour.blueF());
}

QColor textOn(const QColor &fill)
{
    const QColor white(Qt::white);
    return contrast(white, fill) >= 4.5 ? white : QColor(Qt::black);
}

} // namespace

double contrast(const QColor &one, const QColor &other)
{
    const double first = luminance(one) + 0.05;
    const double second = luminance(other) + 0.05;
    return std::max(first, second) / std::min(first, second);
}

QColor mixed(const QColor &one, const QColor &other, double share)
{
    const auto blend = [share](float from, float to) {
        return static_cast<float>(from + (to - from) * share);
    };
    return QColor::fromRgbF(blend(one.redF(), other.redF()), blend(one.greenF(), other.greenF()),
                            blend(one.blueF(), other.blueF()))
        .toRgb();
}

QColor readable(const QColor &wanted, const QColor &ground, double ratio)
{
    const QColor far = luminance(ground) > 0.18 ? QColor(Qt::black) : QColor(Qt::white);
    for (int step = 0; step < 25; ++step) {
        // Rounded to what the screen shows, so that the promise holds for the pixels.
        const QColor candidate(mixed(wanted, far, step / 25.0).rgb());
        if (contrast(candidate, ground) >= ratio)
            return candidate;
    }
    return far;
}

Look Look::of(const QPalette &palette)
{
    const auto colour = [&palette](QPalette::ColorRole role) {
        return palette.color(QPalette::Active, role);
    };
    Look look;
    look.ground = colour(QPalette::Base);
    look.text = readable(colour(QPalette::Text), look.ground, 7.0);
    look.quiet = readable(mixed(look.text, look.ground, 0.35), look.ground, 5.0);
    look.accent = readable(colour(QPalette::Highlight), look.ground, 4.6);
    look.onAccent = textOn(look.accent);
    look.accentSoft = mixed(look.ground, look.accent, 0.12);
    look.link = readable(look.accent, look.ground, 4.6);
    look.edge = readable(mixed(look.text, look.ground, 0.6), look.ground, 3.1);
    look.hairline = mixed(look.ground, look.text, 0.14);
    look.good = readable(QColor(0x1e, 0x8e, 0x4e), look.ground, 4.6);
    look.fair = readable(QColor(0xb2, 0x6a, 0x00), look.ground, 4.6);
    look.bad = readable(QColor(0xd0, 0x34, 0x2c), look.ground, 4.6);
    return look;
}

int em(const QWidget *widget, double times)
{
    return qRound(widget->fontMetrics().height() * times);
}

bool motionAllowed(const QWidget *widget)
{
    return QApplication::isEffectEnabled(Qt::UI_General) &&
           widget->style()->styleHint(QStyle::SH_Widget_Animation_Duration, nullptr, widget) > 0;
}

void paintSpinner(QPainter &painter, const QRectF &area, const QColor &colour, double phase)
{
    const double width = std::max(2.0, area.width() / 9);
    const QRectF ring = area.adjusted(width, width, -width, -width);
    QColor track = colour;
    track.setAlphaF(0.25F);
    painter.setPen(QPen(track, width));
    painter.drawEllipse(ring);
    painter.setPen(QPen(colour, width, Qt::SolidLine, Qt::RoundCap));
    painter.drawArc(ring, qRound((0.25 - phase) * 360 * 16), -90 * 16);
}

void paintFocusRing(QPainter &painter, const QRectF &area, double radius, const QColor &colour)
{
    painter.setPen(QPen(colour, 2));
    painter.setBrush(Qt::NoBrush);
    painter.drawRoundedRect(area.adjusted(1, 1, -1, -1), radius, radius);
}

} // namespace latchkey
