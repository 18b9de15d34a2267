// SPDX-License-Identifier: GPL-3.0-or-later
#include "application/windowsettings.h"

#include <QFile>
#include <QFileInfo>
#include <QSettings>
#include <QStandardPaths>

namespace latchkey {

namespace {

const QString geometryKey = QStringLiteral("window/geometry");
const QString languageKey = QStringLiteral("window/language");

QString settingsFile()
{
    return QStandardPaths::writableLocation(QStandardPaths::GenericConfigLocation) +
           QStringLiteral("/latchkey/window.ini");
}

QVariant kept(const QString &key)
{
    // QSettings takes its time to find out that there is nothing.
    if (!QFileInfo::exists(settingsFile()))
        return {};
    return QSettings(settingsFile(), QSettings::IniFormat).value(key);
}

void keep(const QString &key, const QVariant &value)
{
    QSettings settings(settingsFile(), QSettings::IniFormat);
    if (value.isNull())
        settings.remove(key);
    else
        settings.setValue(key, value);
    settings.sync();
    // QSettings makes files that everybody can read.
    QFile::setPermissions(settingsFile(), QFileDevice::ReadOwner | QFileDevice::WriteOwner);
}

} // namespace

QByteArray keptGeometry()
{
    return kept(geometryKey).toByteArray();
}

void keepGeometry(const QByteArray &geometry)
{
    keep(geometryKey, geometry);
}

QString chosenLanguage()
{
    return kept(languageKey).toString();
}

void keepLanguage(const QString &language)
{
    keep(languageKey, language.isEmpty() ? QVariant() : QVariant(language));
}

} // namespace latchkey
