// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QByteArray>
#include <QString>

namespace latchkey {

// What a person has set in the window, or by moving it: kept by QSettings in a file of the user's
// that nobody else can read, and apart from the configuration, which is an administrator's and
// whose comments a program would lose by writing it.

/// As QWidget::saveGeometry() makes it; empty where none was kept.
QByteArray keptGeometry();
void keepGeometry(const QByteArray &geometry);

/// A language there are words in ("de"); empty: the desktop's.
QString chosenLanguage();
void keepLanguage(const QString &language);

} // namespace latchkey
