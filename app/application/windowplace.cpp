// SPDX-License-Identifier: GPL-3.0-or-later
#include "application/windowplace.h"

#include <QFile>
#include <QFileInfo>
#include <QSettings>
#include <QStandardPaths>
#include <QWidget>

namespace latchkey {

namespace {

QString placeFile()
{
    return QStandardPaths::writableLocation(QStandardPaths::GenericConfigLocation) +
           QStringLiteral("/latchkey/window.ini");
}

const QString geometryKey = QStringLiteral("window/geometry");

} // namespace

void restorePlace(QWidget &window)
{
    if (!QFileInfo::exists(placeFile()))
        return;
    const QByteArray geometry =
        QSettings(placeFile(), QSettings::IniFormat).value(geometryKey).toByteArray();
    // Qt 6.4 makes a window of 1 x 1 of one that was cut short. All of this Qt's are of one size.
    if (geometry.size() >= window.saveGeometry().size())
        window.restoreGeometry(geometry);
}

void rememberPlace(const QWidget &window)
{
    QSettings settings(placeFile(), QSettings::IniFormat);
    settings.setValue(geometryKey, window.saveGeometry());
    settings.sync();
    // QSettings makes files that everybody can read.
    QFile::setPermissions(placeFile(), QFileDevice::ReadOwner | QFileDevice::WriteOwner);
}

} // namespace latchkey
