// SPDX-License-Identifier: GPL-3.0-or-later
#include "services/local/databasebackup.h"

#include "services/local/database.h"

#include <QFile>
#include <QFileInfo>

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

namespace latchkey {

namespace {

Failure failureAbout(const QString &path, const QString &why)
{
    return {.reason = Reason::FileUnreadable, .detail = why, .about = path};
}

/// Bytes and directory entry, on the disk.
void syncToDisk(const QString &path, int flags)
{
    const int descriptor = open(QFile::encodeName(path).constData(), flags | O_CLOEXEC);
    if (descriptor >= 0) {
        fsync(descriptor);
        close(descriptor);
    }
}

Result<void> verify(const QString &path)
{
    auto copy = openDatabase(path, DatabaseMode::ReadOnly);
    if (!copy)
        return fail(copy.error());
    return checkIntegrity(**copy);
}

} // namespace

Result<void> backUpDatabase(SqlRunner &runner, const QString &target)
{
    if (QFileInfo::exists(target))
        return fail(failureAbout(target, QStringLiteral("a file of that name is there")));
    // VACUUM INTO takes an empty file that is there: made by us, it is never open to others.
    const int descriptor =
        open(QFile::encodeName(target).constData(),
             O_CREAT | O_EXCL | O_WRONLY | O_NOFOLLOW | O_CLOEXEC, S_IRUSR | S_IWUSR);
    if (descriptor < 0)
        return fail(failureAbout(target, QStringLiteral("cannot be made")));
    fchmod(descriptor, S_IRUSR | S_IWUSR);
    close(descriptor);

    auto copied = runner.execute("VACUUM INTO ?", {target});
    if (!copied) {
        QFile::remove(target);
        return fail(copied.error());
    }
    syncToDisk(target, O_RDONLY);
    syncToDisk(QFileInfo(target).absolutePath(), O_RDONLY | O_DIRECTORY);
    if (auto verified = verify(target); !verified) {
        QFile::remove(target);
        return verified;
    }
    return {};
}

Result<void> restoreDatabase(const QString &copy, const QString &path)
{
    if (auto good = verify(copy); !good)
        return good;
    auto source = openDatabase(copy, DatabaseMode::ReadOnly);
    if (!source)
        return fail(source.error());
    const QString beside = path + QStringLiteral(".restoring");
    QFile::remove(beside);
    if (auto written = backUpDatabase(**source, beside); !written)
        return written;

    if (QFileInfo::exists(path)) {
        const QString kept = path + QStringLiteral(".before-restore");
        QFile::remove(kept);
        // Through the engine, so that what is still in the write-ahead log comes along; a damaged
        // database is kept as the file it is.
        auto old = openDatabase(path);
        const Result<void> saved =
            old ? backUpDatabase(**old, kept) : Result<void>(fail(old.error()));
        if (!saved && !QFile::copy(path, kept))
            return fail(failureAbout(kept, QStringLiteral("the present database cannot be kept")));
    }
    // A write-ahead log of the old file would be played into the new one.
    QFile::remove(path + QStringLiteral("-wal"));
    QFile::remove(path + QStringLiteral("-shm"));
    if (rename(QFile::encodeName(beside).constData(), QFile::encodeName(path).constData()) != 0)
        return fail(failureAbout(path, QStringLiteral("cannot be put in place")));
    syncToDisk(QFileInfo(path).absolutePath(), O_RDONLY | O_DIRECTORY);
    auto restored = openDatabase(path);
    if (!restored)
        return fail(restored.error());
    // VACUUM INTO leaves the copy out of WAL mode.
    const auto wal = (*restored)->rows("PRAGMA journal_mode = WAL");
    return wal ? Result<void>{} : Result<void>(fail(wal.error()));
}

} // namespace latchkey
