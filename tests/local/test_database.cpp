// SPDX-License-Identifier: GPL-3.0-or-later
#include "services/local/database.h"
#include "services/local/databasebackup.h"
#include "services/local/schema.h"
#include "tests/local/sqliteprobe.h"
#include "tests/local/storekit.h"

#include <QDir>
#include <QFileInfo>
#include <QTest>

#include <grp.h>
#include <sys/stat.h>

using namespace latchkey;
using namespace latchkey::testing;

namespace {

constexpr uid_t nobody = 65534;

/// As test_schemaupgrade has it whole; here for what lies around it.
void makeVersionOne(SqlRunner &runner)
{
    for (const char *statement : {"ALTER TABLE latchkey_requests DROP COLUMN binding",
                                  "ALTER TABLE latchkey_requests DROP COLUMN origin",
                                  "ALTER TABLE latchkey_requests DROP COLUMN asked_by",
                                  "UPDATE latchkey_meta SET value = '1'"
                                  " WHERE key = 'schema_version'"}) {
        QVERIFY2(runner.execute(statement).has_value(), statement);
    }
}

int modeOf(const QString &path)
{
    struct stat file = {};
    return lstat(QFile::encodeName(path).constData(), &file) == 0
               ? static_cast<int>(file.st_mode & 07777)
               : -1;
}

/// Makes a file that is not ours: root gives it away, anybody else finds one.
QString foreignFile(const StoreFolder &folder)
{
    if (geteuid() != 0)
        return QStringLiteral("/etc/hostname");
    if (chown(QFile::encodeName(folder.path()).constData(), nobody, nobody) != 0)
        return {};
    return folder.path();
}

/// What stands at the path, logs included.
QByteArray allOf(const QString &path)
{
    return contentOf(path) + contentOf(path + QLatin1String("-wal"));
}

/// Changes a database and leaves the change in its log, as a process that was killed does.
void changeInLog(const QString &path, const char *sql)
{
    const PlainConnection plain(path);
    sqlite3_db_config(plain.engine(), SQLITE_DBCONFIG_NO_CKPT_ON_CLOSE, 1, nullptr);
    QCOMPARE(plain.execute(sql), SQLITE_OK);
}

} // namespace

class TestDatabase : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void isForItsOwnerAlone_data();
    void isForItsOwnerAlone();
    void makesNoSecondOne();
    void saysWhatIsMissing();
    void refusesUnsafeFiles_data();
    void refusesUnsafeFiles();
    void refusesUnsafeLogs_data();
    void refusesUnsafeLogs();
    void setsEachConnection_data();
    void setsEachConnection();
    void refusesNewerSchemas();
    void refusesForeignDatabases_data();
    void refusesForeignDatabases();
    void refusesWhatIsNoDatabase_data();
    void refusesWhatIsNoDatabase();
    void refusesDeepDamage();
    void readsWithoutWriting();
    void saysReadOnly_data();
    void saysReadOnly();
    void takesNoUri();
    void playsTheLogOfAKilledProcess();
    void copiesBeforeItUpgrades();
    void changesNothingWithoutACopy();
};

void TestDatabase::isForItsOwnerAlone_data()
{
    QTest::addColumn<int>("mask");
    for (const int mask : {0000, 0022, 0077, 0277})
        QTest::newRow(qPrintable(QStringLiteral("umask %1").arg(mask, 4, 8))) << mask;
}

void TestDatabase::isForItsOwnerAlone()
{
    QFETCH(const int, mask);
    const StoreFolder folder;
    const mode_t before = umask(static_cast<mode_t>(mask));
    const auto putBack = qScopeGuard([before] { umask(before); });
    const QString path = folder.file(QStringLiteral("a/b/c/latchkey.db"));
    {
        const auto runner = createDatabase(path);
        QVERIFY(runner.has_value());
        addAccount(**runner, QStringLiteral("anna@example.com"));
        const QString copy = folder.file(QStringLiteral("a/copy.db"));
        QVERIFY(backUpDatabase(**runner, copy).has_value());
        for (const QString &file :
             {path, path + QLatin1String("-wal"), path + QLatin1String("-shm"), copy})
            QVERIFY2(modeOf(file) == 0600, qPrintable(file));
        for (const char *name : {"a", "a/b", "a/b/c"})
            QCOMPARE(modeOf(folder.file(QLatin1String(name))), 0700);
    }
    const auto again = openDatabase(path);
    QVERIFY(again.has_value());
    addAccount(**again, QStringLiteral("bert@example.com"));
    for (const char *suffix : {"", "-wal", "-shm"})
        QCOMPARE(modeOf(path + QLatin1String(suffix)), 0600);
}

void TestDatabase::makesNoSecondOne()
{
    const StoreFolder folder;
    addAccount(*folder.create(), QStringLiteral("anna@example.com"));
    const QByteArray before = contentOf(folder.path());
    QCOMPARE(reasonOf(createDatabase(folder.path())), Reason::DatabaseFailed);
    QCOMPARE(contentOf(folder.path()), before);
    // Not through a link that leads nowhere yet, either.
    const QString link = folder.file(QStringLiteral("link.db"));
    QVERIFY(QFile::link(folder.file(QStringLiteral("elsewhere.db")), link));
    QCOMPARE(reasonOf(createDatabase(link)), Reason::DatabaseFailed);
    QVERIFY(!QFileInfo::exists(folder.file(QStringLiteral("elsewhere.db"))));
}

void TestDatabase::saysWhatIsMissing()
{
    const StoreFolder folder;
    const auto opened = openDatabase(folder.path());
    QCOMPARE(reasonOf(opened), Reason::DatabaseMissing);
    QCOMPARE(opened.error().about, folder.path());
    QVERIFY(!QFileInfo::exists(folder.path()));
}

void TestDatabase::refusesUnsafeFiles_data()
{
    QTest::addColumn<int>("mode");
    for (const int mode : {0640, 0620, 0610, 0604, 0602, 0601, 0660, 0666, 0644})
        QTest::newRow(qPrintable(QStringLiteral("mode %1").arg(mode, 4, 8))) << mode;
    for (const char *what : {"symbolic link", "folder", "pipe", "somebody else's"})
        QTest::newRow(what) << 0;
}

void TestDatabase::refusesUnsafeFiles()
{
    QFETCH(const int, mode);
    const StoreFolder folder;
    folder.create();
    const QByteArray what = QTest::currentDataTag();
    QString path = folder.file(QStringLiteral("other.db"));
    if (mode != 0) {
        path = folder.path();
        QCOMPARE(chmod(QFile::encodeName(path).constData(), static_cast<mode_t>(mode)), 0);
    } else if (what == "symbolic link") {
        QVERIFY(QFile::link(folder.path(), path));
    } else if (what == "folder") {
        QVERIFY(QDir().mkdir(path));
    } else if (what == "pipe") {
        QCOMPARE(mkfifo(QFile::encodeName(path).constData(), 0600), 0);
    } else {
        path = foreignFile(folder);
    }
    const QByteArray before = what == "pipe" ? QByteArray() : allOf(path);
    for (const DatabaseMode access : {DatabaseMode::ReadWrite, DatabaseMode::ReadOnly}) {
        const auto opened = openDatabase(path, access);
        QCOMPARE(reasonOf(opened), Reason::DatabaseUnsafe);
        QCOMPARE(opened.error().about, path);
    }
    QCOMPARE(what == "pipe" ? QByteArray() : allOf(path), before);
}

void TestDatabase::refusesUnsafeLogs_data()
{
    QTest::addColumn<QString>("suffix");
    for (const char *suffix : {"-wal", "-shm", "-journal"})
        QTest::newRow(suffix) << QString::fromLatin1(suffix);
}

void TestDatabase::refusesUnsafeLogs()
{
    // Whoever can lay a log beside the database writes what is played into it.
    QFETCH(const QString, suffix);
    const StoreFolder folder;
    folder.create();
    const QString log = folder.path() + suffix;
    writeFile(log, {});
    QVERIFY(folder.open() != nullptr);
    writeFile(log, {});
    QCOMPARE(chmod(QFile::encodeName(log).constData(), 0620), 0);
    QCOMPARE(reasonOf(openDatabase(folder.path())), Reason::DatabaseUnsafe);
    QFile::remove(log);
    const QString other = folder.file(QStringLiteral("other"));
    writeFile(other, "kept");
    QVERIFY(QFile::link(other, log));
    QCOMPARE(reasonOf(openDatabase(folder.path())), Reason::DatabaseUnsafe);
    QCOMPARE(contentOf(other), QByteArray("kept"));
}

void TestDatabase::setsEachConnection_data()
{
    QTest::addColumn<int>("way");
    QTest::newRow("made") << 0;
    QTest::newRow("opened") << 1;
    QTest::newRow("to read") << 2;
}

void TestDatabase::setsEachConnection()
{
    QFETCH(const int, way);
    const StoreFolder folder;
    auto runner = folder.create();
    if (way > 0) {
        runner.reset();
        runner = std::move(
            openDatabase(folder.path(), way == 1 ? DatabaseMode::ReadWrite : DatabaseMode::ReadOnly)
                .value());
    }
    QCOMPARE(valueOf(*runner, "PRAGMA journal_mode").toString(), QStringLiteral("wal"));
    QCOMPARE(numberOf(*runner, "PRAGMA synchronous"), 2);
    QCOMPARE(numberOf(*runner, "PRAGMA foreign_keys"), 1);
    QCOMPARE(numberOf(*runner, "PRAGMA busy_timeout"), 5000);
    QCOMPARE(numberOf(*runner, "PRAGMA trusted_schema"), 0);
    QCOMPARE(numberOf(*runner, "PRAGMA secure_delete"), 1);
    QCOMPARE(numberOf(*runner, "PRAGMA cell_size_check"), 1);
    QCOMPARE(numberOf(*runner, "PRAGMA temp_store"), 2);
    // DEFENSIVE: the schema cannot be written past SQL.
    QVERIFY(runner->rows("PRAGMA writable_schema = ON").has_value());
    QVERIFY(!runner->execute("UPDATE sqlite_master SET sql = sql").has_value());
    // Nor can a statement make the engine load code.
    QVERIFY(!runner->rows("SELECT load_extension('libm.so.6')").has_value());
}

void TestDatabase::refusesNewerSchemas()
{
    const StoreFolder folder;
    folder.create();
    changeInLog(folder.path(),
                "UPDATE latchkey_meta SET value = '99' WHERE key = 'schema_version'");
    const QByteArray before = allOf(folder.path());
    QVERIFY(!contentOf(folder.path() + QLatin1String("-wal")).isEmpty());
    const auto opened = openDatabase(folder.path());
    QCOMPARE(reasonOf(opened), Reason::DatabaseTooNew);
    QCOMPARE(opened.error().about, folder.path());
    // Not even what its own log holds was played into it.
    QCOMPARE(allOf(folder.path()), before);
}

void TestDatabase::refusesForeignDatabases_data()
{
    QTest::addColumn<QByteArray>("sql");
    QTest::newRow("another program's") << QByteArray("CREATE TABLE accounts (id INTEGER)");
    QTest::newRow("empty") << QByteArray("VACUUM");
    QTest::newRow("a table named like ours")
        << QByteArray("CREATE TABLE latchkey_meta (key TEXT, value TEXT)");
    for (const char *version : {"0", "-1", "", "one"}) {
        QTest::newRow(version) << QByteArray("CREATE TABLE latchkey_meta (key TEXT, value TEXT);"
                                             "INSERT INTO latchkey_meta VALUES "
                                             "('schema_version', '") +
                                      version + "')";
    }
}

void TestDatabase::refusesForeignDatabases()
{
    QFETCH(const QByteArray, sql);
    const StoreFolder folder;
    writeFile(folder.path(), {});
    QCOMPARE(PlainConnection(folder.path()).execute(sql.constData()), SQLITE_OK);
    const QByteArray before = contentOf(folder.path());
    QCOMPARE(reasonOf(openDatabase(folder.path())), Reason::DatabaseForeign);
    QCOMPARE(contentOf(folder.path()), before);
    QVERIFY(!QFileInfo::exists(folder.path() + QLatin1String("-wal")));
}

void TestDatabase::refusesWhatIsNoDatabase_data()
{
    QTest::addColumn<QByteArray>("content");
    QTest::newRow("empty") << QByteArray();
    QTest::newRow("text") << QByteArray("email,password_hash\n").repeated(500);
    QTest::newRow("beginning alone") << QByteArray("SQLite format 3");
    QTest::newRow("beginning and zeros")
        << QByteArray("SQLite format 3\0", 16) + QByteArray(8192, '\0');
}

void TestDatabase::refusesWhatIsNoDatabase()
{
    QFETCH(const QByteArray, content);
    const StoreFolder folder;
    writeFile(folder.path(), content);
    QCOMPARE(reasonOf(openDatabase(folder.path())), Reason::DatabaseDamaged);
    QCOMPARE(contentOf(folder.path()), content);
}

void TestDatabase::refusesDeepDamage()
{
    // A page of the account table is lost, far behind everything that opening needs to read; and a
    // log waits to be played.
    const StoreFolder folder;
    {
        const auto runner = folder.create();
        QVERIFY(runner->transaction([&]() -> Result<void> {
            for (int i = 0; i < 500; ++i)
                addAccount(*runner, QStringLiteral("person%1@example.com").arg(i));
            return {};
        }));
    }
    changeInLog(folder.path(), "UPDATE accounts SET locale = 'de' WHERE id = 1");
    QByteArray content = contentOf(folder.path());
    const qsizetype page = content.indexOf("person250@example.com") / 4096 * 4096;
    content.replace(page, 4096, QByteArray(4096, '\0'));
    writeFile(folder.path(), content);
    const QByteArray before = allOf(folder.path());
    QCOMPARE(reasonOf(openDatabase(folder.path())), Reason::DatabaseDamaged);
    QCOMPARE(allOf(folder.path()), before);
}

void TestDatabase::readsWithoutWriting()
{
    const StoreFolder folder;
    addAccount(*folder.create(), QStringLiteral("anna@example.com"));
    const QByteArray before = contentOf(folder.path());
    {
        const auto runner = openDatabase(folder.path(), DatabaseMode::ReadOnly).value().release();
        const std::unique_ptr<SqlRunner> owner(runner);
        QCOMPARE(numberOf(*runner, "SELECT count(*) FROM accounts"), 1);
        QCOMPARE(reasonOf(runner->execute("DELETE FROM accounts")), Reason::DatabaseReadOnly);
    }
    QCOMPARE(contentOf(folder.path()), before);
}

void TestDatabase::saysReadOnly_data()
{
    QTest::addColumn<int>("fileMode");
    QTest::addColumn<int>("folderMode");
    QTest::newRow("file") << 0400 << 0700;
    QTest::newRow("folder") << 0600 << 0500;
}

void TestDatabase::saysReadOnly()
{
    QFETCH(const int, fileMode);
    QFETCH(const int, folderMode);
    const StoreFolder folder;
    addAccount(*folder.create(), QStringLiteral("anna@example.com"));
    const QByteArray before = contentOf(folder.path());
    const QByteArray path = QFile::encodeName(folder.path());
    const QByteArray directory = QFile::encodeName(QFileInfo(folder.path()).absolutePath());
    if (geteuid() == 0) { // whom no mode stops
        QCOMPARE(chown(path.constData(), nobody, nobody), 0);
        QCOMPARE(chown(directory.constData(), nobody, nobody), 0);
    }
    QCOMPARE(chmod(path.constData(), static_cast<mode_t>(fileMode)), 0);
    QCOMPARE(chmod(directory.constData(), static_cast<mode_t>(folderMode)), 0);
    const int code = inChild([&] {
        if (geteuid() == 0 && (setgroups(0, nullptr) != 0 || setuid(nobody) != 0))
            return 255;
        return static_cast<int>(reasonOf(openDatabase(folder.path())));
    });
    QCOMPARE(chmod(directory.constData(), 0700), 0);
    QCOMPARE(static_cast<Reason>(code), Reason::DatabaseReadOnly);
    QCOMPARE(contentOf(folder.path()), before);
}

void TestDatabase::takesNoUri()
{
    // SQLite, as Debian builds it, would open a database in memory.
    const StoreFolder folder;
    folder.create();
    const QString here = QDir::currentPath();
    const auto back = qScopeGuard([here] { QDir::setCurrent(here); });
    QVERIFY(QDir::setCurrent(QFileInfo(folder.path()).absolutePath()));
    const QString name = QStringLiteral("file:x?mode=memory");
    QVERIFY(QFile::copy(folder.path(), name));
    const auto opened = openDatabase(name);
    QVERIFY(opened.has_value());
    QCOMPARE(numberOf(**opened, "SELECT count(*) FROM accounts"), 0);
}

void TestDatabase::playsTheLogOfAKilledProcess()
{
    const StoreFolder folder;
    addAccount(*folder.create(), QStringLiteral("anna@example.com"));
    changeInLog(folder.path(), "UPDATE accounts SET locale = 'de'");
    QCOMPARE(valueOf(*folder.open(), "SELECT locale FROM accounts").toString(),
             QStringLiteral("de"));
    // Played in, and gone.
    QVERIFY(!QFileInfo::exists(folder.path() + QLatin1String("-wal")));
    QCOMPARE(PlainConnection(folder.path()).value("SELECT locale FROM accounts"),
             QStringLiteral("de"));
}

void TestDatabase::copiesBeforeItUpgrades()
{
    const StoreFolder folder;
    const auto runner = folder.create();
    addAccount(*runner, QStringLiteral("anna@example.com"));
    const QString copy = folder.path() + QStringLiteral(".before-v%1").arg(schemaVersion);
    // Left behind by an attempt that failed.
    writeFile(copy, "stale");
    makeVersionOne(*runner);
    QVERIFY(upgradeDatabase(*runner).has_value());
    QCOMPARE(readSchemaVersion(*runner).value(), schemaVersion);
    QCOMPARE(modeOf(copy), 0600);
    const PlainConnection plain(copy);
    QCOMPARE(plain.value("SELECT email FROM accounts"), QStringLiteral("anna@example.com"));
    QCOMPARE(plain.value("PRAGMA integrity_check"), QStringLiteral("ok"));
}

void TestDatabase::changesNothingWithoutACopy()
{
    const StoreFolder folder;
    const auto runner = folder.create();
    const QString copy = folder.path() + QStringLiteral(".before-v%1").arg(schemaVersion);
    QVERIFY(QDir().mkdir(copy));
    makeVersionOne(*runner);
    QVERIFY(!upgradeDatabase(*runner).has_value());
    QCOMPARE(readSchemaVersion(*runner).value(), 1);
}

QTEST_GUILESS_MAIN(TestDatabase)
#include "test_database.moc"
