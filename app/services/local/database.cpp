// SPDX-License-Identifier: GPL-3.0-or-later
#include "services/local/database.h"

#include "core/log.h"
#include "services/local/databasebackup.h"
#include "services/local/schema.h"

#include <QFile>
#include <QFileInfo>
#include <QSqlDriver>
#include <QSqlError>
#include <QUuid>

#include <fcntl.h>
#include <sqlite3.h>
#include <sys/stat.h>
#include <unistd.h>

namespace latchkey {

namespace {

constexpr QByteArrayView sqliteMagic{"SQLite format 3\0", 16};

Failure failureAbout(Reason reason, const QString &path, const char *why)
{
    return {.reason = reason, .detail = QString::fromLatin1(why), .about = path};
}

/// Readable in this process's name, and by nobody else. Looks at what is there, follows nothing.
Result<void> checkRights(const QString &path)
{
    struct stat file = {};
    if (lstat(QFile::encodeName(path).constData(), &file) != 0)
        return fail(failureAbout(Reason::DatabaseMissing, path, "no such file"));
    if (!S_ISREG(file.st_mode))
        return fail(failureAbout(Reason::DatabaseUnsafe, path, "not a regular file"));
    if (file.st_uid != geteuid())
        return fail(failureAbout(Reason::DatabaseUnsafe, path, "belongs to another user"));
    if ((file.st_mode & (S_IRWXG | S_IRWXO)) != 0)
        return fail(failureAbout(Reason::DatabaseUnsafe, path, "open to other users"));
    return {};
}

/// The engine plays a log beside the file into it, so whoever can write that one owns the database
/// as well.
Result<void> checkCompanions(const QString &path)
{
    for (const char *suffix : {"-wal", "-shm", "-journal"}) {
        const auto rights = checkRights(path + QLatin1String(suffix));
        if (!rights && rights.error().reason != Reason::DatabaseMissing)
            return rights;
    }
    return {};
}

/// SQLite opens what it may not write for reading alone, and only the first request would find out.
Result<void> checkWritable(const QString &path)
{
    for (const QString &place : {path, QFileInfo(path).absolutePath()}) {
        if (faccessat(AT_FDCWD, QFile::encodeName(place).constData(), W_OK, AT_EACCESS) != 0)
            return fail(
                failureAbout(Reason::DatabaseReadOnly, path,
                             place == path ? "the file is read-only" : "its folder is read-only"));
    }
    return {};
}

Result<void> checkBeginning(const QString &path)
{
    QFile file(path);
    if (!file.open(QIODevice::ReadOnly))
        return fail(failureAbout(Reason::DatabaseUnreadable, path, "cannot be read"));
    if (file.read(sqliteMagic.size()) != sqliteMagic)
        return fail(
            failureAbout(Reason::DatabaseDamaged, path, "does not begin as SQLite files do"));
    return {};
}

/// The engine below Qt's connection, for what neither Qt nor a PRAGMA offers. Null where Qt brings
/// an SQLite of its own (Debian's does not): the one that we link must not touch its structures.
sqlite3 *engineOf(const QSqlDatabase &connection)
{
    const QVariant handle = connection.driver()->handle();
    QSqlQuery source(QStringLiteral("SELECT sqlite_source_id()"), connection);
    const bool same =
        source.next() && source.value(0).toByteArray() == QByteArrayView(sqlite3_sourceid());
    if (!same || qstrcmp(handle.typeName(), "sqlite3*") != 0) {
        qCWarning(logStore) << "Qt has an SQLite of its own: DEFENSIVE stays off";
        return nullptr;
    }
    return *static_cast<sqlite3 *const *>(handle.constData());
}

struct Connected
{
    std::unique_ptr<SqlRunner> runner;
    sqlite3 *engine = nullptr; ///< may be null
};

Result<Connected> connect(const QString &path, const char *options)
{
    QSqlDatabase connection = QSqlDatabase::addDatabase(
        QStringLiteral("QSQLITE"), QUuid::createUuid().toString(QUuid::WithoutBraces));
    // Debian's SQLite takes a name that begins with "file:" for a URI; an absolute one never does.
    connection.setDatabaseName(QFileInfo(path).absoluteFilePath());
    connection.setConnectOptions(QString::fromLatin1(options));
    const bool opened = connection.open();
    const QSqlError error = connection.lastError();
    sqlite3 *engine = opened ? engineOf(connection) : nullptr;
    auto runner = std::make_unique<SqlRunner>(std::move(connection));
    if (!opened)
        return fail(databaseFailure(error, path));
    return Connected{std::move(runner), engine};
}

/// Whether closing the last connection plays the log into the file. Not for a file that is refused:
/// that one is not written.
void setCheckpointOnClose(sqlite3 *engine, bool on)
{
    if (engine)
        sqlite3_db_config(engine, SQLITE_DBCONFIG_NO_CKPT_ON_CLOSE, on ? 0 : 1, nullptr);
}

/// What S68 asks of each connection. Loading extensions is off by default in the library.
Result<void> configure(SqlRunner &runner, sqlite3 *engine)
{
    if (engine && sqlite3_db_config(engine, SQLITE_DBCONFIG_DEFENSIVE, 1, nullptr) != SQLITE_OK)
        return fail(failureAbout(Reason::DatabaseFailed, runner.path(), "DEFENSIVE is refused"));
    for (const char *pragma : {"PRAGMA foreign_keys = ON", "PRAGMA trusted_schema = OFF",
                               "PRAGMA secure_delete = ON", "PRAGMA cell_size_check = ON",
                               "PRAGMA synchronous = FULL", "PRAGMA temp_store = MEMORY"}) {
        if (auto set = runner.rows(pragma); !set)
            return fail(set.error());
    }
    return {};
}

Result<void> bringUpToDate(SqlRunner &runner, DatabaseMode mode)
{
    const auto version = readSchemaVersion(runner);
    if (!version)
        return fail(version.error());
    if (*version < 1)
        return fail(failureAbout(Reason::DatabaseForeign, runner.path(), "no table of ours"));
    if (*version > schemaVersion)
        return fail(
            {.reason = Reason::DatabaseTooNew,
             .detail = QStringLiteral("schema %1, we know %2").arg(*version).arg(schemaVersion),
             .about = runner.path()});
    if (auto whole = checkIntegrity(runner); !whole)
        return whole;
    if (*version == schemaVersion || mode == DatabaseMode::AsItIs)
        return {};
    if (mode == DatabaseMode::ReadOnly)
        return fail(failureAbout(Reason::DatabaseReadOnly, runner.path(), "needs an upgrade"));
    return upgradeDatabase(runner);
}

/// By a connection of its own, which reads what was committed: the engine copies in no transaction,
/// and nobody else may write from the copy to the upgrade.
Result<void> keepCopy(const QString &path)
{
    const QString copy = path + QStringLiteral(".before-v%1").arg(schemaVersion);
    // One that is there is of an attempt that failed: the database is what it was then, or newer.
    QFile::remove(copy);
    const auto reader = openDatabase(path, DatabaseMode::AsItIs);
    if (!reader)
        return fail(reader.error());
    return backUpDatabase(**reader, copy);
}

/// Each folder that is not there yet, for its owner alone.
Result<void> makeFolders(const QString &folder)
{
    const QByteArray name = QFile::encodeName(folder);
    if (QFileInfo::exists(folder))
        return {};
    const QString parent = QFileInfo(folder).absolutePath();
    if (auto made = parent == folder ? Result<void>{} : makeFolders(parent); !made)
        return made;
    // The umask can only have taken rights away; chmod gives the owner's back.
    if (mkdir(name.constData(), S_IRWXU) != 0 || chmod(name.constData(), S_IRWXU) != 0)
        return fail(failureAbout(Reason::DatabaseUnreadable, folder, "cannot make the folder"));
    return {};
}

/// Creates the file itself, so that it is never open to others, not even for a moment.
Result<void> makeEmptyFile(const QString &path)
{
    if (auto made = makeFolders(QFileInfo(path).absolutePath()); !made)
        return made;
    const int descriptor =
        open(QFile::encodeName(path).constData(),
             O_CREAT | O_EXCL | O_WRONLY | O_NOFOLLOW | O_CLOEXEC, S_IRUSR | S_IWUSR);
    if (descriptor < 0)
        return fail(
            failureAbout(Reason::DatabaseFailed, path, "cannot make the file, or it exists"));
    fchmod(descriptor, S_IRUSR | S_IWUSR);
    close(descriptor);
    return {};
}

Result<std::unique_ptr<SqlRunner>> fillNewDatabase(const QString &path)
{
    auto connected = connect(path, "QSQLITE_BUSY_TIMEOUT=5000");
    if (!connected)
        return fail(connected.error());
    SqlRunner &runner = *connected->runner;
    if (auto configured = configure(runner, connected->engine); !configured)
        return fail(configured.error());
    if (auto wal = runner.rows("PRAGMA journal_mode = WAL"); !wal)
        return fail(wal.error());
    if (auto schema = runner.transaction([&] { return createSchema(runner); }); !schema)
        return fail(schema.error());
    return std::move(connected->runner);
}

} // namespace

Result<void> checkDatabaseFile(const QString &path)
{
    if (auto rights = checkRights(path); !rights)
        return rights;
    if (auto rights = checkCompanions(path); !rights)
        return rights;
    return checkBeginning(path);
}

Result<void> upgradeDatabase(SqlRunner &runner)
{
    return runner.transaction([&]() -> Result<void> {
        const auto from = readSchemaVersion(runner);
        if (!from)
            return fail(from.error());
        if (*from == schemaVersion)
            return {};
        if (auto kept = keepCopy(runner.path()); !kept)
            return kept;
        return upgradeSchema(runner, *from);
    });
}

Result<std::unique_ptr<SqlRunner>> openDatabase(const QString &path, DatabaseMode mode)
{
    if (auto usable = checkDatabaseFile(path); !usable)
        return fail(usable.error());
    if (mode == DatabaseMode::ReadWrite) {
        if (auto writable = checkWritable(path); !writable)
            return fail(writable.error());
    }
    auto connected = connect(path, mode == DatabaseMode::ReadWrite
                                       ? "QSQLITE_BUSY_TIMEOUT=5000"
                                       : "QSQLITE_BUSY_TIMEOUT=5000;QSQLITE_OPEN_READONLY");
    if (!connected)
        return fail(connected.error());
    setCheckpointOnClose(connected->engine, false);
    if (auto configured = configure(*connected->runner, connected->engine); !configured)
        return fail(configured.error());
    if (auto current = bringUpToDate(*connected->runner, mode); !current)
        return fail(current.error());
    setCheckpointOnClose(connected->engine, true);
    return std::move(connected->runner);
}

Result<std::unique_ptr<SqlRunner>> createDatabase(const QString &path)
{
    if (auto made = makeEmptyFile(path); !made)
        return fail(made.error());
    auto filled = fillNewDatabase(path);
    // Ours since a moment ago, and nobody's database: it would stand in the way of the next try.
    if (!filled) {
        for (const char *part : {"", "-wal", "-shm"})
            QFile::remove(path + QLatin1String(part));
    }
    return filled;
}

Result<void> checkIntegrity(SqlRunner &runner)
{
    const auto findings = runner.rows("PRAGMA quick_check(5)");
    if (!findings)
        return fail(findings.error());
    QStringList words;
    for (const SqlRow &finding : *findings)
        words << finding[0].toString();
    if (words != QStringList(QStringLiteral("ok")))
        return fail({.reason = Reason::DatabaseDamaged,
                     .detail = words.join(QStringLiteral("; ")),
                     .about = runner.path()});
    // The check has read every account. None of it is needed now.
    const auto shrunk = runner.rows("PRAGMA shrink_memory");
    return shrunk ? Result<void>() : fail(shrunk.error());
}

} // namespace latchkey
