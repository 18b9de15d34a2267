// SPDX-License-Identifier: GPL-3.0-or-later
#include "ctl/backup/backupfolder.h"

#include "services/local/database.h"
#include "services/local/databasefacts.h"
#include "services/vault/credentialfile.h"

#include <QCryptographicHash>
#include <QDir>
#include <QFile>
#include <QSaveFile>
#include <QScopeGuard>

#include <cerrno>

#include <sys/stat.h>

namespace latchkey {

namespace {

constexpr qint64 largestManifest = 64LL * 1024;

struct Places
{
    explicit Places(const QString &folder)
        : database(folder + QStringLiteral("/latchkey.db")), keys(folder + QStringLiteral("/keys")),
          manifest(folder + QStringLiteral("/manifest.json"))
    {
    }

    QString database;
    QString keys;
    QString manifest;
};

Failure unreadable(const QString &path, const QString &why)
{
    return {.reason = Reason::FileUnreadable, .detail = why, .about = path};
}

Failure faulty(const QString &path, const QString &why)
{
    return {.reason = Reason::FileFaulty, .detail = why, .about = path};
}

Result<Weighed> weigh(const QString &path)
{
    QFile file(path);
    QCryptographicHash hash(QCryptographicHash::Sha256);
    if (!file.open(QIODevice::ReadOnly) || !hash.addData(&file))
        return fail(unreadable(path, file.errorString()));
    return Weighed{.bytes = file.size(), .sha256 = hash.result().toHex()};
}

Result<KeyRing> readKeys(const QString &path, const QString &name)
{
    // A credential file answers at once.
    const Result<SharedSecret> stored = CredentialFile(path).read(name).result();
    if (!stored)
        return fail(stored.error());
    return KeyRing::parse(**stored);
}

Result<void> writeManifest(const QString &path, const Manifest &manifest)
{
    QSaveFile file(path);
    const QByteArray json = manifest.toJson();
    const bool written = file.open(QIODevice::WriteOnly) &&
                         file.setPermissions(QFileDevice::ReadOwner | QFileDevice::WriteOwner) &&
                         file.write(json) == json.size() && file.commit();
    if (!written)
        return fail(unreadable(path, file.errorString()));
    return {};
}

Result<Manifest> readManifest(const QString &path)
{
    QFile file(path);
    if (!file.open(QIODevice::ReadOnly))
        return fail(unreadable(
            path, QStringLiteral("a folder without it is no backup: %1").arg(file.errorString())));
    if (file.size() > largestManifest)
        return fail(faulty(path, QStringLiteral("too large for a manifest")));
    return Manifest::parse(file.readAll(), path);
}

Result<Manifest> fill(const Places &places, const BackupSource &source, Instant now,
                      const CopyProgress &progress)
{
    const auto facts = readDatabaseFacts(source.database);
    if (!facts)
        return fail(facts.error());
    if (auto copied = backUpDatabase(source.database, places.database, progress); !copied)
        return fail(copied.error());
    const Result<bool> stored =
        CredentialFile(places.keys).write(source.keysName, share(source.keys.serialise())).result();
    if (!stored)
        return fail(stored.error());
    const auto database = weigh(places.database);
    const auto keys = weigh(places.keys);
    if (!database || !keys)
        return fail(database ? keys.error() : database.error());
    Manifest manifest{.program = QStringLiteral("latchkey " LATCHKEY_VERSION),
                      .created = now,
                      .serviceId = source.serviceId,
                      .databaseId = QString::fromLatin1(facts->databaseId),
                      .schema = facts->schema,
                      .database = *database,
                      .keys = *keys};
    if (auto written = writeManifest(places.manifest, manifest); !written)
        return fail(written.error());
    return manifest;
}

/// What the manifest says against what is there.
Result<void> compare(const QString &path, const Weighed &told)
{
    const auto found = weigh(path);
    if (!found)
        return fail(found.error());
    if (found->bytes != told.bytes)
        return fail(faulty(path, QStringLiteral("%1 bytes, where the manifest says %2")
                                     .arg(found->bytes)
                                     .arg(told.bytes)));
    if (found->sha256 != told.sha256)
        return fail(faulty(path, QStringLiteral("changed since the backup was made")));
    return {};
}

Result<void> checkDatabase(const QString &path, const Manifest &manifest)
{
    auto database = openDatabase(path, DatabaseMode::AsItIs);
    if (!database)
        return fail(database.error());
    const auto facts = readDatabaseFacts(**database);
    if (!facts)
        return fail(facts.error());
    if (QString::fromLatin1(facts->databaseId) != manifest.databaseId)
        return fail(faulty(path, QStringLiteral("not the database that the manifest names")));
    return {};
}

} // namespace

Result<Manifest> writeBackup(const QString &folder, const BackupSource &source, Instant now,
                             const CopyProgress &progress)
{
    if (mkdir(QFile::encodeName(folder).constData(), S_IRWXU) != 0)
        return fail(unreadable(folder, qt_error_string(errno)));
    const Places places(folder);
    auto undo = qScopeGuard([&] {
        for (const QString &path : {places.database, places.keys, places.manifest})
            QFile::remove(path);
        QDir().rmdir(folder);
    });
    auto manifest = fill(places, source, now, progress);
    if (!manifest)
        return manifest;
    const auto readBack = readBackup(folder, source.keysName);
    if (!readBack)
        return fail(readBack.error());
    if (!readBack->keys.holdsSameKeysAs(source.keys))
        return fail(faulty(places.keys, QStringLiteral("not the keys that were written")));
    undo.dismiss();
    return manifest;
}

Result<SoundBackup> readBackup(const QString &folder, const QString &keysName)
{
    const Places places(folder);
    auto manifest = readManifest(places.manifest);
    if (!manifest)
        return fail(manifest.error());
    if (auto same = compare(places.database, manifest->database); !same)
        return fail(same.error());
    if (auto same = compare(places.keys, manifest->keys); !same)
        return fail(same.error());
    if (auto sound = checkDatabase(places.database, *manifest); !sound)
        return fail(sound.error());
    auto keys = readKeys(places.keys, keysName);
    if (!keys)
        return fail(keys.error());
    return SoundBackup{.manifest = std::move(*manifest),
                       .databasePath = places.database,
                       .keys = std::move(*keys)};
}

} // namespace latchkey
