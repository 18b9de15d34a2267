// SPDX-License-Identifier: GPL-3.0-or-later
#include "settings/configuration.h"

#include "settings/configurationfile.h"
#include "settings/configurationreader.h"

#include <QDir>
#include <QFileInfo>
#include <QStandardPaths>

namespace latchkey {

namespace {

QString usualDatabase(const QString &serviceId)
{
    return QStringLiteral("%1/latchkey/%2.db")
        .arg(QStandardPaths::writableLocation(QStandardPaths::GenericDataLocation), serviceId);
}

} // namespace

QStringList configurationCandidates()
{
    const QString name = QStringLiteral("/latchkey/latchkey.toml");
    return {QStandardPaths::writableLocation(QStandardPaths::GenericConfigLocation) + name,
            QStringLiteral("/etc/xdg") + name};
}

QStringList serviceFiles()
{
    for (const QString &main : configurationCandidates()) {
        const QDir folder(QFileInfo(main).absolutePath() + QStringLiteral("/services.d"));
        QStringList files;
        if (QFile::exists(main))
            files += main;
        for (const QString &name :
             folder.entryList({QStringLiteral("*.toml")}, QDir::Files, QDir::Name))
            files += folder.filePath(name);
        if (!files.isEmpty())
            return files;
    }
    return {};
}

Result<Configuration> loadConfiguration(const QString &path)
{
    const auto text = readConfigurationFile(path);
    if (!text)
        return fail(text.error());
    auto configuration = readConfiguration(*text, path);
    if (configuration && !configuration->isRemote() && configuration->database.path.isEmpty())
        configuration->database.path = usualDatabase(configuration->service.id);
    return configuration;
}

} // namespace latchkey
