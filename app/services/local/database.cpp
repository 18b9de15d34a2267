// SPDX-License-Identifier: GPL-3.0-or-later
#include "services/local/database.h"

#include "core/log.h"
#include "services/local/databasebackup.h"
#include "services/local/schema.h"

#include <QDir>
#include <QFile>
#include <QFileInfo>
#include <QSqlError>
#include <QUuid>

#include <fcntl.h>
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

Result<std::unique_ptr<SqlRunner>> connect(const QString &path, const char *options)
{
    QSqlDatabase connection = QSqlDatabase::addDatabase(
        QStringLiteral("QSQLITE"), QUuid::createUuid().toString(QUuid::WithoutBraces));
    connection.setDatabaseName(path);
    connection.setConnectOptions(QString::fromLatin1(options));
    const bool opened = connection.open();
    const QSqlError error = connection.lastError();
    auto runner = std::make_unique<SqlRunner>(std::move(connection));
    if (!opened)
        return fail(databaseFailure(error, path));
    return runner;
}

/// What S68 asks of each connection. DEFENSIVE and the ban on loading extensions are C calls that
/// Qt does not offer: extensions are off by default in the library, and trusted_schema=OFF keeps a
/// hostile file from calling functions; a hostile schema write needs a statement that we do not
/// have.
Result<void> configure(SqlRunner &runner)
{
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
    if (*version == 0)
        return fail(failureAbout(Reason::DatabaseForeign, runner.path(), "no table of ours"));
    if (*version > schemaVersion)
        return fail(
            {.reason = Reason::DatabaseTooNew,
             .detail = QStringLiteral("schema %1, we know %2").arg(*version).arg(schemaVersion),
             .about = runner.path()});
    if (*version == schemaVersion)
        return {};
    if (mode == DatabaseMode::ReadOnly)
        return fail(failureAbout(Reason::DatabaseReadOnly, runner.path(), "needs an upgrade"));
    const QString copy = runner.path() + QStringLiteral(".before-v%1").arg(schemaVersion);
    if (auto kept = backUpDatabase(runner, copy); !kept)
        return fail(kept.error());
    return runner.transaction([&] { return upgradeSchema(runner, *version); });
}

/// Creates the file itself, so that it is never open to others, not even for a moment.
Result<void> makeEmptyFile(const QString &path)
{
    const QString folder = QFileInfo(path).absolutePath();
    if (!QFileInfo::exists(folder)) {
        if (!QDir().mkpath(folder))
            return fail(failureAbout(Reason::DatabaseUnreadable, folder, "cannot make the folder"));
        QFile::setPermissions(folder, QFileDevice::ReadOwner | QFileDevice::WriteOwner |
                                          QFileDevice::ExeOwner);
    }
    const int descriptor =
        open(QFile::encodeName(path).constData(),
             O_CREAT | O_EXCL | O_WRONLY | O_NOFOLLOW | O_CLOEXEC, S_IRUSR | S_IWUSR);
    if (descriptor < 0)
        return fail(
            failureAbout(Reason::DatabaseFailed, path, "cannot make the file, or it exists"));
    // The umask can only have taken rights away; give the owner's back.
    fchmod(descriptor, S_IRUSR | S_IWUSR);
    close(descriptor);
    return {};
}

} // namespace

Result<void> checkDatabaseFile(const QString &path)
{
    if (auto rights = checkRights(path); !rights)
        return rights;
    return checkBeginning(path);
}

Result<std::unique_ptr<SqlRunner>> openDatabase(const QString &path, DatabaseMode mode)
{
    if (auto usable = checkDatabaseFile(path); !usable)
        return fail(usable.error());
    auto runner = connect(path, mode == DatabaseMode::ReadOnly
                                    ? "QSQLITE_BUSY_TIMEOUT=5000;QSQLITE_OPEN_READONLY"
                                    : "QSQLITE_BUSY_TIMEOUT=5000");
    if (!runner)
        return runner;
    if (auto configured = configure(**runner); !configured)
        return fail(configured.error());
    if (auto current = bringUpToDate(**runner, mode); !current)
        return fail(current.error());
    return runner;
}

Result<std::unique_ptr<SqlRunner>> createDatabase(const QString &path)
{
    if (auto made = makeEmptyFile(path); !made)
        return fail(made.error());
    auto runner = connect(path, "QSQLITE_BUSY_TIMEOUT=5000");
    if (!runner)
        return runner;
    if (auto configured = configure(**runner); !configured)
        return fail(configured.error());
    if (auto wal = (*runner)->rows("PRAGMA journal_mode = WAL"); !wal)
        return fail(wal.error());
    if (auto schema = (*runner)->transaction([&] { return createSchema(**runner); }); !schema)
        return fail(schema.error());
    return runner;
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
    return {};
}

} // namespace latchkey
