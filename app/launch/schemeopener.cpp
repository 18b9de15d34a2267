// SPDX-License-Identifier: GPL-3.0-or-later
#include "launch/schemeopener.h"

#include <QFile>
#include <QFileInfo>
#include <QStandardPaths>

namespace latchkey {

namespace {

constexpr qint64 longestFile = 1 << 20;

/// The value of a key in a group of a desktop-style file; empty when it is not there.
QString valueIn(const QString &path, const QString &group, const QString &key)
{
    QFile file(path);
    if (!file.open(QIODevice::ReadOnly))
        return {};
    bool inGroup = false;
    for (const QString &line : QString::fromUtf8(file.read(longestFile)).split(u'\n')) {
        const QString text = line.trimmed();
        if (text.startsWith(u'['))
            inGroup = text == u'[' + group + u']';
        else if (inGroup && text.section(u'=', 0, 0).trimmed() == key)
            return text.section(u'=', 1).trimmed();
    }
    return {};
}

/// The first word of an Exec line, its quoting undone.
QString firstWord(const QString &command)
{
    if (!command.startsWith(u'"'))
        return command.section(u' ', 0, 0);
    QString word;
    for (qsizetype i = 1; i < command.size() && command[i] != u'"'; ++i) {
        if (command[i] == u'\\' && i + 1 < command.size())
            ++i;
        word += command[i];
    }
    return word;
}

QStringList associationFiles(const SchemePlaces &places)
{
    QStringList folders = places.configurationFolders;
    for (const QString &folder : places.dataFolders)
        folders += folder + QStringLiteral("/applications");
    QStringList files;
    for (const QString &folder : folders) {
        for (const QString &desktop : places.desktops)
            files += QStringLiteral("%1/%2-mimeapps.list").arg(folder, desktop);
        files += folder + QStringLiteral("/mimeapps.list");
    }
    return files;
}

} // namespace

SchemePlaces SchemePlaces::ofThisProcess()
{
    return {
        .configurationFolders =
            QStandardPaths::standardLocations(QStandardPaths::GenericConfigLocation),
        .dataFolders = QStandardPaths::standardLocations(QStandardPaths::GenericDataLocation),
        .desktops =
            qEnvironmentVariable("XDG_CURRENT_DESKTOP").toLower().split(u':', Qt::SkipEmptyParts)};
}

std::optional<SchemeOpener> installedOpener(const QString &desktopId, const SchemePlaces &places)
{
    if (desktopId.isEmpty() || desktopId.contains(u'/'))
        return std::nullopt;
    const QString group = QStringLiteral("Desktop Entry");
    for (const QString &folder : places.dataFolders) {
        const QString path = folder + QStringLiteral("/applications/") + desktopId;
        if (!QFileInfo(path).isFile())
            continue;
        // "\\" is how a value of such a file spells one backslash.
        const QString command = valueIn(path, group, QStringLiteral("Exec"))
                                    .replace(QStringLiteral("\\\\"), QStringLiteral("\\"));
        const QString word = firstWord(command).replace(QStringLiteral("%%"), QStringLiteral("%"));
        const QString found = QStandardPaths::findExecutable(word);
        return SchemeOpener{.desktopId = desktopId,
                            .name = valueIn(path, group, QStringLiteral("Name")),
                            .program =
                                found.isEmpty() ? found : QFileInfo(found).canonicalFilePath()};
    }
    return std::nullopt;
}

std::optional<SchemeOpener> openerOf(QByteArrayView scheme, const SchemePlaces &places)
{
    const QString type = QStringLiteral("x-scheme-handler/") + QString::fromLatin1(scheme);
    QStringList candidates;
    const QStringList files = associationFiles(places);
    for (const QString &group :
         {QStringLiteral("Default Applications"), QStringLiteral("Added Associations")}) {
        for (const QString &file : files)
            candidates += valueIn(file, group, type).split(u';', Qt::SkipEmptyParts);
    }
    for (const QString &folder : places.dataFolders) {
        const QString cache = folder + QStringLiteral("/applications/mimeinfo.cache");
        candidates +=
            valueIn(cache, QStringLiteral("MIME Cache"), type).split(u';', Qt::SkipEmptyParts);
    }
    for (const QString &each : candidates) {
        if (auto opener = installedOpener(each.trimmed(), places))
            return opener;
    }
    return std::nullopt;
}

} // namespace latchkey
