// SPDX-License-Identifier: GPL-3.0-or-later
#include "ctl/backup/backupfolder.h"
#include "services/local/accountstore.h"
#include "services/local/database.h"

#include <QFile>
#include <QFileInfo>
#include <QTemporaryDir>
#include <QTest>

#include <sys/stat.h>

using namespace latchkey;

namespace {

constexpr Instant start{std::chrono::seconds(1'750'000'000)};
const QString keysName = QStringLiteral("signing-keys/example");

mode_t modeOf(const QString &path)
{
    struct stat facts = {};
    stat(QFile::encodeName(path).constData(), &facts);
    return facts.st_mode & 07777;
}

QByteArray contentOf(const QString &path)
{
    QFile file(path);
    return file.open(QIODevice::ReadOnly) ? file.readAll() : QByteArray("unreadable");
}

void put(const QString &path, const QByteArray &content)
{
    QFile file(path);
    QVERIFY(file.open(QIODevice::WriteOnly | QIODevice::Truncate));
    file.write(content);
}

} // namespace

class TestBackupFolder : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init()
    {
        m_home = std::make_unique<QTemporaryDir>();
        m_folder = m_home->filePath(QStringLiteral("backup"));
        auto opened = createDatabase(m_home->filePath(QStringLiteral("latchkey.db")));
        QVERIFY(opened);
        m_database = std::move(*opened);
        QVERIFY(AccountStore(*m_database)
                    .add({.address = *EmailAddress::parse(u"robin@example.com"),
                          .passwordHash = {},
                          .locale = {}},
                         start));
        auto ring = KeyRing::fresh(start);
        QVERIFY(ring);
        m_keys = std::make_unique<KeyRing>(std::move(*ring));
    }
    void cleanup() { m_database.reset(); }

    void whatIsWrittenIsReadBack()
    {
        const mode_t before = umask(0);
        const auto written = write();
        umask(before);
        QVERIFY(written);
        QCOMPARE(modeOf(m_folder), mode_t(0700));
        for (const char *name : {"/latchkey.db", "/keys", "/manifest.json"})
            QCOMPARE(modeOf(m_folder + QLatin1String(name)), mode_t(0600));

        const auto read = readBackup(m_folder, keysName);
        QVERIFY(read);
        QCOMPARE(read->manifest.created, start);
        QCOMPARE(read->manifest.serviceId, QStringLiteral("example"));
        QCOMPARE(read->manifest.database, written->database);
        QVERIFY(read->keys.holdsSameKeysAs(*m_keys));
        auto copy = openDatabase(read->databasePath, DatabaseMode::ReadOnly);
        QVERIFY(copy);
        QCOMPARE(*AccountStore(**copy).count(), 1);
    }

    void nothingIsOverwritten()
    {
        QVERIFY(write());
        const QByteArray manifest = contentOf(m_folder + QStringLiteral("/manifest.json"));
        const auto again = write();
        QVERIFY(!again);
        QCOMPARE(again.error().reason, Reason::FileUnreadable);
        QCOMPARE(contentOf(m_folder + QStringLiteral("/manifest.json")), manifest);
    }

    void aBackupThatFailsLeavesNothing()
    {
        // A name of the vault that a credential file cannot hold.
        const auto written = writeBackup(
            m_folder, {*m_database, *m_keys, QStringLiteral("example"), QString()}, start, {});
        QVERIFY(!written);
        QVERIFY(!QFileInfo::exists(m_folder));
    }

    void everyChangedByteIsFound_data()
    {
        QTest::addColumn<QString>("name");
        QTest::addColumn<qint64>("place");
        QTest::newRow("database, its first page") << QStringLiteral("latchkey.db") << qint64(30);
        QTest::newRow("database, further on") << QStringLiteral("latchkey.db") << qint64(9000);
        QTest::newRow("keys") << QStringLiteral("keys") << qint64(40);
        QTest::newRow("manifest, a digest") << QStringLiteral("manifest.json") << qint64(-60);
    }
    void everyChangedByteIsFound()
    {
        QFETCH(QString, name);
        QFETCH(qint64, place);
        QVERIFY(write());
        const QString path = m_folder + QLatin1Char('/') + name;
        QByteArray bytes = contentOf(path);
        const qint64 at = place < 0 ? bytes.indexOf("sha256") + 12 : place;
        bytes[at] = bytes[at] == 'a' ? 'b' : 'a';
        put(path, bytes);
        const auto read = readBackup(m_folder, keysName);
        QVERIFY(!read);
        QCOMPARE(read.error().reason, Reason::FileFaulty);
        QVERIFY(!read.error().about.isEmpty());
    }

    void aFileCutShortIsFound()
    {
        QVERIFY(write());
        QVERIFY(QFile::resize(m_folder + QStringLiteral("/latchkey.db"), 4096));
        const auto read = readBackup(m_folder, keysName);
        QVERIFY(!read);
        QVERIFY(read.error().detail.startsWith(QStringLiteral("4096 bytes")));
    }

    void whatIsNoBackupIsSaidToBeNone()
    {
        const auto missing = readBackup(m_folder, keysName);
        QVERIFY(!missing);
        QCOMPARE(missing.error().reason, Reason::FileUnreadable);
        QVERIFY(write());
        for (const QByteArray &manifest :
             {QByteArray(), QByteArray("{}"), QByteArray("[1,2]"), QByteArray("\0\xff", 2),
              QByteArray(R"({"latchkey_backup":2})"), QByteArray(R"({"latchkey_backup":1})"),
              QByteArray(R"({"latchkey_backup":"1"})"), QByteArray(70'000, ' ')}) {
            put(m_folder + QStringLiteral("/manifest.json"), manifest);
            const auto read = readBackup(m_folder, keysName);
            QVERIFY(!read);
            QCOMPARE(read.error().reason, Reason::FileFaulty);
        }
    }

    void keysOpenToOthersAreRefused()
    {
        QVERIFY(write());
        QCOMPARE(chmod(QFile::encodeName(m_folder + QStringLiteral("/keys")).constData(), 0644), 0);
        const auto read = readBackup(m_folder, keysName);
        QVERIFY(!read);
        QCOMPARE(read.error().reason, Reason::CredentialUnsafe);
    }

private:
    Result<Manifest> write()
    {
        return writeBackup(m_folder, {*m_database, *m_keys, QStringLiteral("example"), keysName},
                           start, {});
    }

    std::unique_ptr<QTemporaryDir> m_home;
    QString m_folder;
    std::unique_ptr<SqlRunner> m_database;
    std::unique_ptr<KeyRing> m_keys;
};

QTEST_GUILESS_MAIN(TestBackupFolder)
#include "test_backupfolder.moc"
