// SPDX-License-Identifier: GPL-3.0-or-later
#include "settings/configuration.h"

#include "settings/configurationfile.h"
#include "settings/configurationreader.h"

#include <QDir>
#include <QFileInfo>
#include <QStandardPaths>

#include <algorithm>

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
    QStringList files;
    const QStringList candidates = configurationCandidates();
    const auto main = std::ranges::find_if(
        candidates, [](const QString &candidate) { return QFile::exists(candidate); });
    if (main != candidates.end())
        files += *main;
    QStringList seen;
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
