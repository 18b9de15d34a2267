// SPDX-License-Identifier: GPL-3.0-or-later
#include "services/local/databasebackup.h"

#include "services/local/accountstore.h"
#include "services/local/database.h"
#include "services/local/databasefacts.h"
#include "services/local/linkledger.h"

#include <QFile>
#include <QFileInfo>

#include <condition_variable>
#include <mutex>
#include <thread>

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

/// Opening reads the whole file through.
Result<void> verify(const QString &path)
{
    const auto copy = openDatabase(path, DatabaseMode::AsItIs);
    return copy ? Result<void>{} : Result<void>(fail(copy.error()));
}

/// Tells how a file grows for as long as this lives: the engine copies in one statement and says
/// nothing until it is done.
class GrowthWatch
{
public:
    GrowthWatch(const QString &path, qint64 whole, const CopyProgress &tell)
    {
        if (tell)
            m_thread = std::jthread([=](const std::stop_token &stop) {
                std::mutex mutex;
                std::condition_variable_any pause;
                std::unique_lock lock(mutex);
                while (!pause.wait_for(lock, stop, interval, [&] { return stop.stop_requested(); }))
                    tell(QFileInfo(path).size(), whole);
            });
    }

private:
    static constexpr std::chrono::milliseconds interval{250};
    std::jthread m_thread;
};

Result<qint64> sizeOf(SqlRunner &runner)
{
    const auto size = readDatabaseSize(runner);
    if (!size)
        return fail(size.error());
    return size->bytes - size->freeBytes;
}

/// Creates the file itself: VACUUM INTO takes an empty file that is there, and this one is never
/// open to others.
Result<void> makePrivateFile(const QString &path)
{
    if (QFileInfo::exists(path))
        return fail(failureAbout(path, QStringLiteral("a file of that name is there")));
    const int descriptor =
        open(QFile::encodeName(path).constData(),
             O_CREAT | O_EXCL | O_WRONLY | O_NOFOLLOW | O_CLOEXEC, S_IRUSR | S_IWUSR);
    if (descriptor < 0)
        return fail(failureAbout(path, QStringLiteral("cannot be made")));
    fchmod(descriptor, S_IRUSR | S_IWUSR);
    close(descriptor);
    return {};
}

/// Makes a copy fit to take the place: no link or mail of the past in it, and in WAL mode, which
/// VACUUM INTO leaves out.
Result<void> prepareCopy(const QString &path, Instant now)
{
    auto copy = openDatabase(path);
    if (!copy)
        return fail(copy.error());
    const auto voided = (*copy)->transaction([&]() -> Result<void> {
        if (auto links = LinkLedger(**copy).voidEverybodys(VoidedBy::Withdrawn, now); !links)
            return links;
        return AccountStore(**copy).voidEverybodysLinks(now);
    });
    if (!voided)
        return voided;
    const auto wal = (*copy)->rows("PRAGMA journal_mode = WAL");
    return wal ? Result<void>{} : Result<void>(fail(wal.error()));
}

/// Brings what is still in the write-ahead log into the file, so that the file is the whole. The
/// engine leaves WAL mode only when nobody else has the database open. One that is damaged or not
/// ours is left as it is.
Result<void> settlePresent(const QString &path)
{
    auto present = openDatabase(path);
    if (!present)
        return present.error().reason == Reason::DatabaseBusy ? fail(present.error())
                                                              : Result<void>{};
    const auto alone = (*present)->rows("PRAGMA journal_mode = DELETE");
    if (!alone && alone.error().reason == Reason::DatabaseBusy)
        return fail(alone.error());
    return {};
}

/// A second name for the file, so that there is no moment without one.
Result<void> keepPresent(const QString &path, const QString &kept)
{
    QFile::remove(kept);
    const bool linked =
        link(QFile::encodeName(path).constData(), QFile::encodeName(kept).constData()) == 0;
    if (!linked && !QFile::copy(path, kept))
        return fail(failureAbout(kept, QStringLiteral("the present database cannot be kept")));
    // Where a log remains it belongs to the old file, and would be played into the new one.
    for (const char *suffix : {"-wal", "-shm"}) {
        const QString log = path + QLatin1String(suffix);
        QFile::remove(kept + QLatin1String(suffix));
        if (QFileInfo::exists(log) && !QFile::rename(log, kept + QLatin1String(suffix)))
            return fail(failureAbout(log, QStringLiteral("cannot be moved away")));
    }
    return {};
}

} // namespace

Result<void> backUpDatabase(SqlRunner &runner, const QString &target, const CopyProgress &progress)
{
    const auto size = sizeOf(runner);
    if (!size)
        return fail(size.error());
    if (auto made = makePrivateFile(target); !made)
        return made;
    const auto copied = [&] {
        const GrowthWatch watch(target, *size, progress);
        return runner.execute("VACUUM INTO ?", {target});
    }();
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

Result<void> restoreDatabase(const QString &copy, const QString &path, Instant now,
                             const CopyProgress &progress)
{
    if (auto good = verify(copy); !good)
        return good;
    auto source = openDatabase(copy, DatabaseMode::AsItIs);
    if (!source)
        return fail(source.error());
    const bool replaces = QFileInfo::exists(path);
    if (auto settled = replaces ? settlePresent(path) : Result<void>{}; !settled)
        return settled;
    const QString beside = path + QStringLiteral(".restoring");
    QFile::remove(beside);
    if (auto written = backUpDatabase(**source, beside, progress); !written)
        return written;
    if (auto prepared = prepareCopy(beside, now); !prepared)
        return prepared;
    const QString kept = path + QStringLiteral(".before-restore");
    if (auto done = replaces ? keepPresent(path, kept) : Result<void>{}; !done)
        return done;
    if (rename(QFile::encodeName(beside).constData(), QFile::encodeName(path).constData()) != 0)
        return fail(failureAbout(path, QStringLiteral("cannot be put in place")));
    syncToDisk(QFileInfo(path).absolutePath(), O_RDONLY | O_DIRECTORY);
    auto restored = openDatabase(path);
    return restored ? Result<void>{} : Result<void>(fail(restored.error()));
}

} // namespace latchkey
