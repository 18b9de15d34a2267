// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QColor>

class QPainter;
class QPalette;
class QRectF;
class QWidget;

namespace latchkey {

/// The few colours of the pages, derived from the system's palette, so that light, dark and
/// high-contrast desktops each keep their own and text still stays readable on it.
struct Look
{
    QColor ground;     ///< behind the pages
    QColor text;       ///< what is read first
    QColor quiet;      ///< what is read second; 4.5:1 on the ground (WCAG 1.4.3)
    QColor link;       ///< quiet actions; 4.5:1
    QColor accent;     ///< the primary button; 3:1 on the ground (WCAG 1.4.11)
    QColor onAccent;   ///< its text; 4.5:1 on the accent
    QColor accentSoft; ///< a breath of the accent, behind symbols
    QColor edge;       ///< borders of fields; 3:1
    QColor hairline;   ///< separators that carry no meaning
    QColor good;       ///< 4.5:1, and never the only sign
    QColor fair;       ///< 4.5:1
    QColor bad;        ///< 4.5:1

    static Look of(const QPalette &palette);
};

/// WCAG 2.2 contrast ratio, 1 to 21.
double contrast(const QColor &one, const QColor &other);
/// `wanted`, moved towards black or white until it stands out from `ground` by `ratio`.
QColor readable(const QColor &wanted, const QColor &ground, double ratio);
/// `share` 0 gives `one`, 1 gives `other`.
QColor mixed(const QColor &one, const QColor &other, double share);

/// Pixels for so many line heights of the widget's font: the unit of every size here.
int em(const QWidget *widget, double times = 1.0);

/// False when the system asks for reduced motion.
bool motionAllowed(const QWidget *widget);

/// An arc that says "working". `phase` 0 to 1 is one turn; still where motion is unwanted.
void paintSpinner(QPainter &painter, const QRectF &area, const QColor &colour, double phase);
/// The ring around what has the keyboard.
void paintFocusRing(QPainter &painter, const QRectF &area, double radius, const QColor &colour);

} // namespace latchkey
