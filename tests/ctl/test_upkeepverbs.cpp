// SPDX-License-Identifier: GPL-3.0-or-later
#include "servicekit.h"

#include "services/local/eventlog.h"
#include "services/local/outbox.h"
#include "services/local/requestledger.h"

using namespace latchkey;
using namespace std::chrono_literals;

namespace {

const QString robin = QStringLiteral("robin@example.com");

Instant now()
{
    return SystemClock().now();
}

/// A mail that waits, as a process that was stopped leaves it.
void leaveMail(const ServiceKit &kit, Instant when)
{
    const auto database = kit.database();
    QVERIFY(RequestLedger(*database).record(*EmailAddress::parse(robin),
                                            {.device = QStringLiteral("device:test")}, when));
}

} // namespace

/// outbox, backup, restore and prune.
class TestUpkeepVerbs : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void theOutboxIsListedWithoutWholeAddresses()
    {
        const ServiceKit kit;
        leaveMail(kit, now());
        const Run masked = kit.run({QStringLiteral("outbox"), QStringLiteral("list")});
        QCOMPARE(masked.code, 0);
        QVERIFY(masked.out.contains("r•••n@example.com"));
        QVERIFY(!masked.out.contains("robin@"));
        const Run full = kit.runJson({QStringLiteral("outbox"), QStringLiteral("list"),
                                      QStringLiteral("--full"), QStringLiteral("--waiting")});
        const QJsonObject mail = full.json()[QStringLiteral("mails")][0].toObject();
        QCOMPARE(mail[QStringLiteral("to")].toString(), robin);
        QCOMPARE(mail[QStringLiteral("state")].toString(), QStringLiteral("pending"));
        QCOMPARE(full.json()[QStringLiteral("waiting")].toInt(), 1);
        for (const char *most : {"0", "-1", "x", "", "99999999999999"})
            QCOMPARE(kit.run({QStringLiteral("outbox"), QStringLiteral("list"),
                              QStringLiteral("--most=") + QLatin1String(most)})
                         .code,
                     2);
    }

    void flushSendsWhatWasPutOff()
    {
        const ServiceKit kit;
        leaveMail(kit, now());
        {
            const auto database = kit.database();
            Outbox outbox(*database);
            const auto row = outbox.claimDue(QStringLiteral("gone"), now(), 1);
            QVERIFY(row && !row->isEmpty());
            QVERIFY(outbox.markDelayed(row->constFirst(), QStringLiteral("MailDelayed: busy"),
                                       now() + 3600s));
        }
        const Run flushed = kit.runJson({QStringLiteral("outbox"), QStringLiteral("flush")});
        QCOMPARE(flushed.code, 0);
        QCOMPARE(flushed.json()[QStringLiteral("sent")].toInt(), 1);
        QVERIFY(!kit.mailedLink().isEmpty());
        QCOMPARE(kit.runJson({QStringLiteral("outbox"), QStringLiteral("flush")})
                     .json()[QStringLiteral("sent")]
                     .toInt(),
                 0);
    }

    void flushSaysWhatCouldNotBeSentAndWhy()
    {
        const ServiceKit kit;
        kit.write(QStringLiteral("mail"), "a file where the folder should be");
        leaveMail(kit, now());
        const Run flushed = kit.run({QStringLiteral("outbox"), QStringLiteral("flush"),
                                     QStringLiteral("--timeout"), QStringLiteral("20")});
        QCOMPARE(flushed.code, 3);
        QVERIFY(flushed.out.contains("Mails sent: 0"));
        QVERIFY(flushed.out.contains("MailDelayed"));
    }

    void flushWaitsForNoOtherProgramLongerThanItWasTold()
    {
        const ServiceKit kit;
        leaveMail(kit, now());
        QVERIFY(Outbox(*kit.database()).claimDue(QStringLiteral("another program"), now(), 1));
        const Run flushed = kit.runJson({QStringLiteral("outbox"), QStringLiteral("flush"),
                                         QStringLiteral("--timeout"), QStringLiteral("1")});
        QCOMPARE(flushed.code, 3);
        QCOMPARE(flushed.json()[QStringLiteral("left")][0][QStringLiteral("state")].toString(),
                 QStringLiteral("sending"));
    }

    void aPausedOutboxSendsNothing()
    {
        const ServiceKit kit;
        const QStringList flush{QStringLiteral("outbox"), QStringLiteral("flush")};
        leaveMail(kit, now() - 300s);
        const Run paused = kit.runJson({QStringLiteral("outbox"), QStringLiteral("pause")});
        QCOMPARE(paused.code, 0);
        QCOMPARE(paused.json()[QStringLiteral("changed")].toBool(), true);
        QCOMPARE(paused.json()[QStringLiteral("waiting")].toInt(), 1);
        const QString since = paused.json()[QStringLiteral("paused")].toString();
        QVERIFY(!since.isEmpty());

        const Run refused = kit.runJson(flush);
        QCOMPARE(refused.code, 1);
        QCOMPARE(refused.json()[QStringLiteral("paused")].toString(), since);
        QCOMPARE(refused.json()[QStringLiteral("waiting")].toInt(), 1);
        const Run timer = kit.run(flush + QStringList{QStringLiteral("--unless-paused")});
        QCOMPARE(timer.code, 0);
        QVERIFY(timer.out.contains("The outbox is paused since"));
        QVERIFY(timer.out.contains("latchkeyctl outbox resume"));
        QVERIFY(kit.run({QStringLiteral("outbox"), QStringLiteral("list")})
                    .out.contains("Mails that wait: 1. The outbox is paused since"));

        // Who asks is told what they always are; who mails a confirmation, why it waits.
        const Run asked = kit.run({QStringLiteral("request"), robin});
        QCOMPARE(asked.code, 0);
        QVERIFY(!asked.out.contains("paused") && !asked.err.contains("paused"));
        QVERIFY(kit.mailedLink().isEmpty());
        const Run again = kit.run({QStringLiteral("outbox"), QStringLiteral("pause")});
        QCOMPARE(again.code, 0);
        QVERIFY(again.out.contains("already. Mails that wait: 2."));
    }

    void aResumedOutboxSendsAll()
    {
        const ServiceKit kit;
        const QStringList resume{QStringLiteral("outbox"), QStringLiteral("resume")};
        const Run needless = kit.runJson(resume);
        QCOMPARE(needless.code, 0);
        QCOMPARE(needless.json()[QStringLiteral("changed")].toBool(), false);
        QCOMPARE(kit.run({QStringLiteral("outbox"), QStringLiteral("pause")}).code, 0);
        leaveMail(kit, now());
        const Run resumed = kit.run(resume);
        QCOMPARE(resumed.code, 0);
        QVERIFY(resumed.out.contains("Mail goes out again. Mails that wait: 1."));
        const Run flushed = kit.runJson(
            {QStringLiteral("outbox"), QStringLiteral("flush"), QStringLiteral("--unless-paused")});
        QCOMPARE(flushed.json()[QStringLiteral("sent")].toInt(), 1);
        QVERIFY(flushed.json()[QStringLiteral("paused")].isNull());
        const auto events = EventLog(*kit.database()).list(9);
        QCOMPARE(events->size(), 2);
        QCOMPARE(events->constFirst().event, QStringLiteral("outbox-resumed"));
        QCOMPARE(events->constLast().event, QStringLiteral("outbox-paused"));
    }

    void aBackupBringsDatabaseAndKeysBack()
    {
        const ServiceKit kit;
        kit.run({QStringLiteral("request"), robin});
        const QByteArray link = kit.mailedLink();
        const QString folder = kit.path("backup");
        const Run made = kit.runJson({QStringLiteral("backup"), folder});
        QCOMPARE(made.code, 0);
        QCOMPARE(made.json()[QStringLiteral("keys")].toInt(), 1);

        // The link is used after the backup; then everything is lost.
        QCOMPARE(kit.run({QStringLiteral("reset")}, link + "\ncorrect horse battery staple\n").code,
                 0);
        QVERIFY(QFile::remove(kit.path("latchkey.db")));
        QVERIFY(QFile::remove(kit.path("keys")));
        const Run unsaid = kit.run({QStringLiteral("restore"), folder});
        QCOMPARE(unsaid.code, 2);
        QVERIFY(unsaid.err.contains("--yes"));
        QVERIFY(!QFile::exists(kit.path("latchkey.db")));

        const Run restored =
            kit.runJson({QStringLiteral("restore"), folder, QStringLiteral("--yes")});
        QCOMPARE(restored.code, 0);
        QCOMPARE(restored.json()[QStringLiteral("keys_replaced")].toBool(), true);
        const auto account = AccountStore(*kit.database()).find(*EmailAddress::parse(robin));
        QVERIFY(account && *account && (*account)->passwordHash.isEmpty());
        // The key is back: its signature fits. The link is not.
        QCOMPARE(kit.runJson({QStringLiteral("inspect")}, link + "\n").reason(),
                 QStringLiteral("LinkWithdrawn"));
    }

    void aRestoreKeepsWhatWasThere()
    {
        const ServiceKit kit;
        const QString folder = kit.path("backup");
        QCOMPARE(kit.run({QStringLiteral("backup"), folder}).code, 0);
        const auto other = KeyRing::fresh(now());
        QVERIFY(CredentialFile(kit.path("keys"))
                    .write(ServiceKit::keysName(), share(other->serialise()))
                    .result());
        const QStringList restore{QStringLiteral("restore"), folder, QStringLiteral("--yes")};
        const Run restored = kit.run(restore);
        QCOMPARE(restored.code, 0);
        QVERIFY(restored.out.contains("latchkey.db.before-restore"));
        const auto kept = CredentialFile(kit.path("keys"))
                              .read(ServiceKit::keysName() + QStringLiteral(".before-restore"))
                              .result();
        QVERIFY(kept);
        QVERIFY(KeyRing::parse(**kept)->holdsSameKeysAs(*other));
        QVERIFY(openDatabase(kit.path("latchkey.db.before-restore")));
        // A second one would lose what the first one kept.
        const Run again = kit.run(restore);
        QCOMPARE(again.code, 1);
        QVERIFY(again.err.contains("before-restore"));
    }

    void aRestoreIsRefusedWhileTheServiceRuns()
    {
        const ServiceKit kit;
        const QString folder = kit.path("backup");
        QCOMPARE(kit.run({QStringLiteral("backup"), folder}).code, 0);
        const auto database = kit.database();
        const Run refused =
            kit.runJson({QStringLiteral("restore"), folder, QStringLiteral("--yes")});
        QCOMPARE(refused.code, 3);
        QCOMPARE(refused.reason(), QStringLiteral("DatabaseBusy"));
    }

    void backupsThatAreNone()
    {
        const ServiceKit kit;
        const QString folder = kit.path("backup");
        const QStringList restore{QStringLiteral("restore"), folder, QStringLiteral("--yes")};
        QCOMPARE(kit.run(restore).code, 3);
        QCOMPARE(kit.run({QStringLiteral("restore"), QStringLiteral("--yes")}).code, 2);
        QCOMPARE(kit.run({QStringLiteral("backup")}).code, 2);
        QCOMPARE(kit.run({QStringLiteral("backup"), folder}).code, 0);
        QCOMPARE(kit.run({QStringLiteral("backup"), folder}).code, 3);
        QCOMPARE(kit.run({QStringLiteral("backup"), QStringLiteral("/nowhere/at/all")}).code, 3);

        QFile manifest(folder + QStringLiteral("/manifest.json"));
        QVERIFY(manifest.open(QIODevice::ReadOnly));
        QByteArray ofOther = manifest.readAll();
        kit.write(QStringLiteral("backup/manifest.json"),
                  ofOther.replace("\"example\"", "\"another\""));
        const Run foreign = kit.run(restore);
        QCOMPARE(foreign.code, 1);
        QVERIFY(foreign.err.contains("another"));
        kit.write(QStringLiteral("backup/keys"), "nothing");
        QCOMPARE(kit.runJson(restore).reason(), QStringLiteral("FileFaulty"));
        kit.write(QStringLiteral("backup/manifest.json"), "{}");
        QCOMPARE(kit.run(restore).code, 1);
        QCOMPARE(*AccountStore(*kit.database()).count(), 1);
    }

    void pruneRemovesAllThatIsOldInSteps()
    {
        const ServiceKit kit("[retention]\ndays = 3\n");
        constexpr int old = 5000; // more than two steps
        QVERIFY(kit.database()->execute(
            "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 5000)"
            " INSERT INTO latchkey_log (at, event) SELECT i, 'old' FROM n"));
        leaveMail(kit, now());
        const Run dry = kit.runJson({QStringLiteral("prune"), QStringLiteral("--dry-run")});
        QCOMPARE(dry.code, 0);
        const auto entries = [](const Run &run, const char *what) {
            return run.json()[QLatin1String(what)][QStringLiteral("log_entries")].toInt();
        };
        QCOMPARE(entries(dry, "would_remove"), old);
        const Run pruned = kit.runJson({QStringLiteral("prune")});
        QCOMPARE(entries(pruned, "removed"), old);
        QVERIFY(kit.run({QStringLiteral("prune")}).out.contains("Removed 0 requests"));
        QCOMPARE(*Outbox(*kit.database()).pendingCount(), 1);
    }
};

QTEST_GUILESS_MAIN(TestUpkeepVerbs)
#include "test_upkeepverbs.moc"
