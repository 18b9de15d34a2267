// SPDX-License-Identifier: GPL-3.0-or-later
#include "settings/places.h"

#include "settings/configurationfile.h"
#include "settings/layer.h"

#include <QDir>
#include <QFileInfo>
#include <QStandardPaths>

#include <algorithm>
#include <iterator>
#include <ranges>

namespace latchkey {

namespace {

constexpr QLatin1String fileName("/latchkey/latchkey.toml");
constexpr QLatin1String machineFolder("/etc/xdg");

/// Whether it is meant to describe a service. One that cannot be read is: so its fault is told.
bool describesService(const QString &path)
{
    const auto text = readSystemFile(path);
    if (!text)
        return true;
    if (!*text)
        return false;
    const LayerReading reading = readLayer(**text, path);
    return !reading.faults.isEmpty() ||
           std::ranges::any_of(reading.layer.values, [](const Layer::Value &said) {
               return said.key->presence == Presence::Required;
           });
}

} // namespace

QString userConfigurationFile()
{
    return QStandardPaths::writableLocation(QStandardPaths::GenericConfigLocation) + fileName;
}

QStringList systemConfigurationFiles()
{
    QStringList files{machineFolder + fileName};
    const QStringList folders =
        qEnvironmentVariable("XDG_CONFIG_DIRS").split(QLatin1Char(':'), Qt::SkipEmptyParts);
    for (const QString &folder : std::views::reverse(folders)) {
        // The specification has relative ones ignored.
        const QString file = QDir::cleanPath(folder) + fileName;
        if (QDir::isAbsolutePath(folder) && !files.contains(file))
            files << file;
    }
    return files;
}

QString mainServiceFile()
{
    if (QFile::exists(userConfigurationFile()))
        return userConfigurationFile();
    const QStringList files = systemConfigurationFiles();
    for (const QString &file : std::views::reverse(files)) {
        if (describesService(file))
            return file;
    }
    return {};
}

QStringList configurationCandidates()
{
    QStringList candidates{userConfigurationFile()};
    std::ranges::reverse_copy(systemConfigurationFiles(), std::back_inserter(candidates));
    return candidates;
}

QStringList serviceFiles()
{
    QStringList files;
    if (const QString main = mainServiceFile(); !main.isEmpty())
        files += main;
    QStringList seen;
    const QStringList candidates = configurationCandidates();
    for (const QString &candidate : candidates) {
        const QDir folder(QFileInfo(candidate).absolutePath() + QStringLiteral("/services.d"));
        for (const QString &name :
             folder.entryList({QStringLiteral("*.toml")}, QDir::Files, QDir::Name)) {
            if (!seen.contains(name))
                files += folder.filePath(name);
            seen += name;
        }
    }
    return files;
}

} // namespace latchkey
