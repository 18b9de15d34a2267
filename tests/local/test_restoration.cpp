// SPDX-License-Identifier: GPL-3.0-or-later
#include "services/local/accountstore.h"
#include "services/local/database.h"
#include "services/local/databasebackup.h"
#include "services/local/databasefacts.h"
#include "services/local/linkledger.h"
#include "services/local/outbox.h"
#include "services/local/requestledger.h"

#include <QTemporaryDir>
#include <QTest>

#include <atomic>

using namespace latchkey;

namespace {

constexpr Instant start{std::chrono::seconds(1'750'000'000)};
const QByteArray digest(32, 'd');

EmailAddress robin()
{
    return *EmailAddress::parse(u"robin@example.com");
}

} // namespace

class TestRestoration : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init()
    {
        m_folder = std::make_unique<QTemporaryDir>();
        m_path = m_folder->filePath(QStringLiteral("latchkey.db"));
        m_copy = m_folder->filePath(QStringLiteral("copy.db"));
    }

    void aLinkUsedSinceTheBackupStaysUsed()
    {
        {
            auto runner = createDatabase(m_path);
            QVERIFY(runner);
            const auto account = AccountStore(**runner).add(
                {.address = robin(), .passwordHash = "$x$", .confirmed = true, .locale = {}},
                start);
            QVERIFY(account);
            const auto request = RequestLedger(**runner).record(
                robin(), {.device = QStringLiteral("device:here")}, start);
            QVERIFY(request);
            QVERIFY(LinkLedger(**runner).add(
                digest, {.requestId = *request, .accountId = *account, .issuedAt = start}));
            QVERIFY(backUpDatabase(**runner, m_copy));
            QCOMPARE(*LinkLedger(**runner).claim(digest, start), true);
        }
        QVERIFY(restoreDatabase(m_copy, m_path, start + std::chrono::seconds(60)));

        auto runner = openDatabase(m_path);
        QVERIFY(runner);
        const auto link = LinkLedger(**runner).find(digest);
        QVERIFY(link && *link);
        QVERIFY((*link)->voidedAt);
        QCOMPARE(*LinkLedger(**runner).claim(digest, start), false);
        QCOMPARE(*Outbox(**runner).pendingCount(), 0);
        QVERIFY((*RequestLedger(**runner).ofAccount((*link)->accountId, 5)).constFirst().voided);
        const auto account = AccountStore(**runner).find(robin());
        QCOMPARE((*account)->linksVoidBefore, start + std::chrono::seconds(60));
        QCOMPARE(readDatabaseFacts(**runner)->journalMode, QStringLiteral("wal"));
    }

    void aDatabaseInUseIsLeftAlone()
    {
        auto runner = createDatabase(m_path);
        QVERIFY(runner && backUpDatabase(**runner, m_copy));
        QVERIFY(addAccount(**runner, u"later@example.com"));
        const auto restored = restoreDatabase(m_copy, m_path, start);
        QVERIFY(!restored);
        QCOMPARE(restored.error().reason, Reason::DatabaseBusy);
        QVERIFY(addAccount(**runner, u"still@example.com"));
        QCOMPARE(*AccountStore(**runner).count(), 2);
        QVERIFY(!QFileInfo::exists(m_path + QStringLiteral(".before-restore")));
    }

    void whatWasThereIsKeptWithWhatItsLogHeld()
    {
        {
            auto runner = createDatabase(m_path);
            QVERIFY(runner && backUpDatabase(**runner, m_copy));
            QVERIFY(addAccount(**runner, u"later@example.com"));
        }
        QVERIFY(restoreDatabase(m_copy, m_path, start));
        auto kept = openDatabase(m_path + QStringLiteral(".before-restore"));
        QVERIFY(kept);
        QCOMPARE(*AccountStore(**kept).count(), 1);
        auto restored = openDatabase(m_path);
        QVERIFY(restored);
        QCOMPARE(*AccountStore(**restored).count(), 0);
    }

    void aDamagedDatabaseIsReplacedAndKept()
    {
        QVERIFY(createDatabase(m_folder->filePath(QStringLiteral("other.db"))));
        QVERIFY(QFile::rename(m_folder->filePath(QStringLiteral("other.db")), m_copy));
        QFile damaged(m_path);
        QVERIFY(damaged.open(QIODevice::WriteOnly));
        damaged.write("nothing that SQLite wrote");
        damaged.close();
        QVERIFY(damaged.setPermissions(QFileDevice::ReadOwner | QFileDevice::WriteOwner));
        QVERIFY(restoreDatabase(m_copy, m_path, start));
        QFile kept(m_path + QStringLiteral(".before-restore"));
        QVERIFY(kept.open(QIODevice::ReadOnly));
        QCOMPARE(kept.readAll(), QByteArray("nothing that SQLite wrote"));
        QVERIFY(openDatabase(m_path));
    }

    void aDamagedCopyChangesNothing()
    {
        {
            auto runner = createDatabase(m_path);
            QVERIFY(runner && addAccount(**runner, u"robin@example.com"));
            QVERIFY(backUpDatabase(**runner, m_copy));
        }
        QFile copy(m_copy);
        QVERIFY(copy.open(QIODevice::ReadWrite) && copy.seek(4096));
        copy.write(QByteArray(2048, '\x5a'));
        copy.close();
        const auto restored = restoreDatabase(m_copy, m_path, start);
        QVERIFY(!restored);
        QCOMPARE(restored.error().reason, Reason::DatabaseDamaged);
        auto runner = openDatabase(m_path);
        QVERIFY(runner);
        QCOMPARE(*AccountStore(**runner).count(), 1);
    }

    void aLongCopySaysHowFarItIs()
    {
        auto runner = createDatabase(m_path);
        QVERIFY(runner);
        const auto size = readDatabaseSize(**runner);
        QVERIFY(size && size->bytes > 0);
        std::atomic<qint64> whole = 0;
        std::atomic<int> times = 0;
        // The watch looks four times a second; filling a database for as long takes this many rows.
        QVERIFY((*runner)->execute(
            "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 600000)"
            " INSERT INTO latchkey_log (at, event, detail) SELECT i, 'filler', hex(i) FROM n"));
        QVERIFY(backUpDatabase(**runner, m_copy, [&](qint64 done, qint64 of) {
            ++times;
            whole = of;
            if (done > of)
                whole = -1;
        }));
        if (times > 0)
            QVERIFY(whole > size->bytes);
        QCOMPARE(readDatabaseFacts(**runner)->logEntries, 600000);
    }

private:
    static bool addAccount(SqlRunner &runner, QStringView address)
    {
        return AccountStore(runner)
            .add({.address = *EmailAddress::parse(address), .passwordHash = {}, .locale = {}},
                 start)
            .has_value();
    }

    std::unique_ptr<QTemporaryDir> m_folder;
    QString m_path;
    QString m_copy;
};

QTEST_GUILESS_MAIN(TestRestoration)
#include "test_restoration.moc"
