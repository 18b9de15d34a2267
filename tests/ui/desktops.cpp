// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/ui/exhibits.h"

#include <QApplication>
#include <QStyle>

namespace latchkey {

QPalette lightDesktop()
{
    return QApplication::style()->standardPalette();
}

QPalette darkDesktop()
{
    const QColor ground(0x1e, 0x20, 0x23);
    const QColor raised(0x2a, 0x2c, 0x30);
    const QColor words(0xf0, 0xf0, 0xf0);
    const QColor blue(0x3d, 0xae, 0xe9);
    QPalette dark(words, raised, raised.lighter(), raised.darker(), raised, words, ground);
    dark.setColor(QPalette::AlternateBase, raised);
    dark.setColor(QPalette::Highlight, blue);
    dark.setColor(QPalette::HighlightedText, Qt::black);
    dark.setColor(QPalette::Link, blue);
    dark.setColor(QPalette::PlaceholderText, QColor(0x9a, 0x9a, 0x9a));
    return dark;
}

} // namespace latchkey
