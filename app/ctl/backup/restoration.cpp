// SPDX-License-Identifier: GPL-3.0-or-later
#include "ctl/backup/restoration.h"

#include <QDir>
#include <QFileInfo>

namespace latchkey {

namespace {

const QString keptSuffix = QStringLiteral(".before-restore");

std::unexpected<Failure> faulty(const QString &path, const QString &why)
{
    return fail({.reason = Reason::FileFaulty, .detail = why, .about = path});
}

/// The vault's text as it is: also where it is no ring any more.
Result<SharedSecret> presentKeys(Vault &vault, const QString &name)
{
    auto present = Workplace::wait(vault.read(name));
    if (!present && present.error().reason == Reason::KeyMissing)
        return SharedSecret();
    return present;
}

bool areTheSame(const SharedSecret &present, const KeyRing &wanted)
{
    const auto ring = present ? KeyRing::parse(*present) : fail(Reason::KeyMissing);
    return ring && ring->holdsSameKeysAs(wanted);
}

/// Keeps the keys that are there under another name. Says which; empty where there is nothing to
/// keep.
Result<QString> keepKeys(Vault &vault, const QString &name, const SharedSecret &present)
{
    if (!present)
        return QString();
    QString kept = name + keptSuffix;
    if (auto written = Workplace::wait(vault.write(kept, present)); !written)
        return fail(written.error());
    return kept;
}

} // namespace

Result<void> checkPlace(const SoundBackup &backup, const QString &folder,
                        const Configuration &configuration)
{
    const QString &path = configuration.database.path;
    if (backup.manifest.serviceId != configuration.service.id)
        return faulty(folder,
                      QStringLiteral("a backup of the service \"%1\", and the configuration "
                                     "is of \"%2\"")
                          .arg(backup.manifest.serviceId, configuration.service.id));
    if (QFileInfo::exists(path) && QFileInfo::exists(path + keptSuffix))
        return faulty(path + keptSuffix,
                      QStringLiteral("an earlier restore kept it: move it away first"));
    return {};
}

Result<Restored> restoreBackup(Workplace &place, const SoundBackup &backup,
                               const CopyProgress &progress)
{
    const auto settings = place.configuration();
    if (!settings)
        return fail(settings.error());
    const auto vault = place.vault();
    if (!vault)
        return fail(vault.error());
    const QString name = signingKeysName(**settings);
    const auto present = presentKeys(**vault, name);
    if (!present)
        return fail(present.error());
    Restored restored{.vaultPlace = (*vault)->place(),
                      .keysReplaced = !areTheSame(*present, backup.keys)};
    if (restored.keysReplaced) {
        const auto kept = keepKeys(**vault, name, *present);
        if (!kept)
            return fail(kept.error());
        restored.keptKeys = *kept;
    }
    const QString path = (*settings)->database.path;
    if (QFileInfo::exists(path))
        restored.keptDatabase = path + keptSuffix;
    // The umask is 077: new folders are the owner's alone.
    QDir().mkpath(QFileInfo(path).absolutePath());
    if (auto put = restoreDatabase(backup.databasePath, path, place.now(), progress); !put)
        return fail(put.error());
    if (!restored.keysReplaced)
        return restored;
    if (auto stored = place.storeKeyRing(backup.keys); !stored) {
        return fail({.reason = stored.error().reason,
                     .detail = QStringLiteral("the database is restored, the keys are not (%1): "
                                              "run it again")
                                   .arg(stored.error().detail),
                     .about = stored.error().about});
    }
    return restored;
}

} // namespace latchkey
