// SPDX-License-Identifier: GPL-3.0-or-later
#include "ctl/backup/backupfolder.h"
#include "ctl/backup/restoration.h"
#include "ctl/progressbar.h"
#include "ctl/standardinput.h"
#include "ctl/timetext.h"
#include "ctl/verbs.h"
#include "ctl/workplace.h"

namespace latchkey {

namespace {

Result<ExitCode> backup(Workplace &place, const Invocation &invocation)
{
    const auto settings = place.configuration();
    if (!settings)
        return fail(settings.error());
    const auto keys = place.keyRing();
    if (!keys)
        return fail(keys.error());
    const auto database = place.database();
    if (!database)
        return fail(database.error());
    const QString folder = invocation.operandPath(0);
    ProgressBar bar(place.printer().style(), QStringLiteral("copying"));
    const auto manifest =
        writeBackup(folder,
                    {.database = **database,
                     .keys = *keys,
                     .serviceId = (*settings)->service.id,
                     .keysName = signingKeysName(**settings)},
                    place.now(), [&](qint64 done, qint64 whole) { bar.show(done, whole); });
    if (!manifest)
        return fail(manifest.error());
    place.printer().answer(
        {{QStringLiteral("folder"), folder},
         {QStringLiteral("service"), manifest->serviceId},
         {QStringLiteral("created"), jsonTime(manifest->created)},
         {QStringLiteral("bytes"), manifest->database.bytes},
         {QStringLiteral("keys"), static_cast<qint64>(keys->keys().size())}},
        QStringLiteral("%1 holds the database (%2 bytes) and %3 keys, read back and found whole.\n"
                       "Whoever has it can take every account: keep it as you keep the keys. The "
                       "mail server's\npassword is not in it.")
            .arg(folder)
            .arg(manifest->database.bytes)
            .arg(keys->keys().size()));
    return ExitCode::Done;
}

Result<void> agree(const Invocation &invocation, const SoundBackup &backup, const QString &path)
{
    const QString question =
        QStringLiteral("The backup of %1 takes the place of %2: what has happened since is lost, "
                       "and every link that was mailed is void.")
            .arg(localTime(backup.manifest.created), path);
    return StandardInput::agree(invocation.has("--yes"), question);
}

Result<ExitCode> restore(Workplace &place, const Invocation &invocation)
{
    const auto settings = place.configuration();
    if (!settings)
        return fail(settings.error());
    const QString folder = invocation.operandPath(0);
    const auto backup = readBackup(folder, signingKeysName(**settings));
    if (!backup)
        return fail(backup.error());
    if (auto fits = checkPlace(*backup, folder, **settings); !fits)
        return fail(fits.error());
    if (auto agreed = agree(invocation, *backup, (*settings)->database.path); !agreed)
        return fail(agreed.error());

    ProgressBar bar(place.printer().style(), QStringLiteral("copying"));
    const auto restored =
        restoreBackup(place, *backup, [&](qint64 done, qint64 whole) { bar.show(done, whole); });
    if (!restored)
        return fail(restored.error());
    QString text = QStringLiteral("%1 is as it was at %2. Every link mailed until now is void, and "
                                  "mail that waited is dropped.")
                       .arg((*settings)->database.path, localTime(backup->manifest.created));
    if (!restored->keptDatabase.isEmpty())
        text += QStringLiteral("\nWhat was there is kept as %1.").arg(restored->keptDatabase);
    if (!restored->keptKeys.isEmpty())
        text += QStringLiteral("\nThe keys that were there are kept in %1 as %2.")
                    .arg(restored->vaultPlace, restored->keptKeys);
    place.printer().answer({{QStringLiteral("restored"), jsonTime(backup->manifest.created)},
                            {QStringLiteral("database"), (*settings)->database.path},
                            {QStringLiteral("kept_database"), restored->keptDatabase},
                            {QStringLiteral("kept_keys"), restored->keptKeys},
                            {QStringLiteral("keys_replaced"), restored->keysReplaced}},
                           text);
    return ExitCode::Done;
}

} // namespace

std::vector<Verb> backupVerbs()
{
    return {
        {.path = "backup",
         .summary = "copy database and keys into a new folder, and read it back",
         .operands = {{"FOLDER"}},
         .details = "The service goes on meanwhile. The folder (mode 0700) holds latchkey.db, keys "
                    "(as in a\ncredential file) and manifest.json with the SHA-256 of both.",
         .run = backup},
        {.path = "restore",
         .summary = "put a backup in the place of database and keys",
         .operands = {{"FOLDER"}},
         .options = {{"--yes", nullptr, "do not ask"}},
         .details =
             "The backup is checked as a whole first. Close every program of the service "
             "before. What\nis there is kept: the database as FILE.before-restore, the keys "
             "under a name of their\nown. Every link that was mailed becomes void, since one "
             "that was used after the\nbackup would be good again.",
         .run = restore},
    };
}

} // namespace latchkey
