// SPDX-License-Identifier: GPL-3.0-or-later
#include "servicekit.h"

#include "services/local/clockmark.h"
#include "services/local/outbox.h"
#include "services/local/outboxpause.h"
#include "services/local/requestledger.h"
#include "tests/mail/smtpserver.h"

using namespace latchkey;
using namespace std::chrono_literals;

namespace {

const QStringList doctor{QStringLiteral("doctor")};

/// What was found on a subject, "health: what" each.
QStringList found(const Run &run, const char *subject)
{
    QStringList told;
    for (const QJsonValue &finding : run.json()[QStringLiteral("findings")].toArray()) {
        if (finding[QStringLiteral("subject")].toString() == QLatin1String(subject))
            told << finding[QStringLiteral("health")].toString() + QStringLiteral(": ") +
                        finding[QStringLiteral("what")].toString();
    }
    return told;
}

QByteArray settingsFor(const SmtpServer &server, const QByteArray &more)
{
    return "transport = \"smtp\"\nhost = \"localhost\"\nport = " +
           QByteArray::number(server.port()) + "\nfrom = \"help@example.com\"\n" + more;
}

} // namespace

class TestDoctor : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void aSoundServiceHasNoFaults()
    {
        const ServiceKit kit;
        const Run run = kit.runJson(doctor);
        QCOMPARE(run.code, 0);
        QCOMPARE(run.json()[QStringLiteral("faults")].toInt(), 0);
        // What nothing mends is told first.
        const QJsonObject first = run.json()[QStringLiteral("findings")][0].toObject();
        QCOMPARE(first[QStringLiteral("health")].toString(), QStringLiteral("warning"));
        QVERIFY(first[QStringLiteral("what")].toString().contains(
            QStringLiteral("can take every account")));
        QVERIFY(found(run, "database").join(u' ').contains(QStringLiteral("1 accounts")));
        QVERIFY(found(run, "keys").constFirst().contains(QStringLiteral("0 days old")));
        QCOMPARE(found(run, "outbox"), QStringList(QStringLiteral("ok: no mail waits")));
        QCOMPARE(found(run, "clock").size(), 1);
        QCOMPARE(found(run, "links").size(), 1);
        QVERIFY(found(run, "log").constFirst().startsWith(QStringLiteral("ok: none is kept")));

        const Run text = kit.run(doctor);
        QCOMPARE(text.code, 0);
        QVERIFY(text.out.contains("Faults: 0."));
    }

    void filesThatOthersReadAreNamed()
    {
        const ServiceKit kit;
        kit.setMode("latchkey.db", 0640);
        kit.setMode("latchkey.toml", 0666);
        const Run run = kit.runJson(doctor);
        QCOMPARE(run.code, 3);
        const QString access = found(run, "access").join(u'\n');
        QVERIFY(access.contains(QStringLiteral("latchkey.db is open to the group ")));
        QVERIFY(access.contains(QStringLiteral("latchkey.toml is open to the group ")));
        QVERIFY(access.contains(QStringLiteral("everybody (writing)")));
        QVERIFY(found(run, "database").constFirst().startsWith(QStringLiteral("fault")));
    }

    void aFolderThatOthersWriteIsAWarning()
    {
        const ServiceKit kit;
        QVERIFY(QDir(kit.path("")).mkdir(QStringLiteral("mail")));
        kit.setMode("mail", 0755);
        kit.setMode("", 0777);
        const Run run = kit.runJson(doctor);
        const QString access = found(run, "access").join(u'\n');
        QVERIFY(access.contains(QStringLiteral("others could put another file in the place of the "
                                               "database")));
        // Links in the mails work.
        QVERIFY(access.contains(QStringLiteral("the mail folder")));
        QCOMPARE(run.code, 3);
    }

    void aDatabaseThatIsGoneOrDamagedIsAFault()
    {
        const ServiceKit kit;
        QFile database(kit.path("latchkey.db"));
        QVERIFY(database.open(QIODevice::ReadWrite) && database.seek(4096));
        database.write(QByteArray(3000, '\x5a'));
        database.close();
        const Run damaged = kit.runJson(doctor);
        QCOMPARE(damaged.code, 3);
        QVERIFY(found(damaged, "database").constFirst().contains(QStringLiteral("is damaged")));

        QVERIFY(database.remove());
        const Run gone = kit.runJson(doctor);
        QCOMPARE(gone.code, 3);
        QVERIFY(found(gone, "database").constFirst().contains(QStringLiteral("latchkeyctl init")));
        // It changes nothing, and does not make one.
        QVERIFY(!database.exists());
    }

    void keysThatAreGoneOldOrSharedAreSaid()
    {
        const ServiceKit kit;
        const auto old = KeyRing::fresh(SystemClock().now() - 800 * 24h);
        const auto shared =
            old->withImported(Secret::copyOf("a secret of another application"), Instant());
        QVERIFY(shared);
        CredentialFile file(kit.path("keys"));
        QVERIFY(file.write(ServiceKit::keysName(), share(shared->serialise())).result());
        const Run run = kit.runJson(doctor);
        QCOMPARE(run.code, 0);
        QCOMPARE(found(run, "keys").size(), 2);
        QVERIFY(found(run, "keys")[0].startsWith(QStringLiteral("warning: ")));
        QVERIFY(found(run, "keys")[0].contains(QStringLiteral("800 days old")));
        QVERIFY(found(run, "keys")[1].contains(QStringLiteral("1 imported")));

        QVERIFY(file.remove(ServiceKit::keysName()).result());
        const Run gone = kit.runJson(doctor);
        QCOMPARE(gone.code, 3);
        QVERIFY(found(gone, "keys").constFirst().startsWith(QStringLiteral("fault: ")));
    }

    void keysThatWereChangedElsewhereAreAWarning()
    {
        const ServiceKit kit;
        QCOMPARE(kit.run({QStringLiteral("keys"), QStringLiteral("rotate")}).code, 0);
        QCOMPARE(found(kit.runJson(doctor), "keys").filter(QStringLiteral("warning: ")).size(), 0);
        // As in another person's keyring.
        const auto others = KeyRing::fresh(SystemClock().now());
        QVERIFY(CredentialFile(kit.path("keys"))
                    .write(ServiceKit::keysName(), share(others->serialise()))
                    .result());
        const QStringList warnings =
            found(kit.runJson(doctor), "keys").filter(QStringLiteral("warning: "));
        QCOMPARE(warnings.size(), 1);
        QVERIFY(warnings[0].contains(QStringLiteral("changed elsewhere")));
    }

    void mailThatWaitsForLongIsAWarning()
    {
        const ServiceKit kit;
        const Instant before = SystemClock().now() - 5h;
        {
            const auto database = kit.database();
            QVERIFY(RequestLedger(*database).record(*EmailAddress::parse(u"robin@example.com"),
                                                    {.device = QStringLiteral("d")}, before));
            const auto row = Outbox(*database).claimDue(QStringLiteral("x"), before, 1);
            QVERIFY(Outbox(*database).markFailed(row->constFirst(), QStringLiteral("MailRefused"),
                                                 before));
            QVERIFY(RequestLedger(*database).record(*EmailAddress::parse(u"robin@example.com"),
                                                    {.device = QStringLiteral("d")}, before + 1h));
        }
        const Run run = kit.runJson(doctor);
        QCOMPARE(run.code, 0);
        QCOMPARE(found(run, "outbox").size(), 2);
        QVERIFY(found(run, "outbox")[0].contains(QStringLiteral("the oldest for 240 minutes")));
        QVERIFY(found(run, "outbox")[1].contains(QStringLiteral("1 mails were given up")));
    }

    void aPausedOutboxIsAWarning()
    {
        const ServiceKit kit;
        QVERIFY(OutboxPause(*kit.database()).pause(SystemClock().now() - 5h));
        const Run run = kit.runJson(doctor);
        QCOMPARE(run.code, 0);
        QCOMPARE(found(run, "outbox").size(), 2);
        QVERIFY(found(run, "outbox")[0].startsWith(
            QStringLiteral("warning: The outbox is paused since")));
        QVERIFY(kit.run(doctor).out.contains("latchkeyctl outbox resume"));
    }

    void aClockThatWentBackIsAFault()
    {
        const ServiceKit kit;
        QVERIFY(ClockMark(*kit.database()).advance(SystemClock().now() + 2h));
        const Run run = kit.runJson(doctor);
        QCOMPARE(run.code, 3);
        QVERIFY(found(run, "clock").constFirst().startsWith(QStringLiteral("fault: ")));
    }

    void aMailServerIsAskedUpToTheLogin()
    {
        const Certificates certificates;
        QVERIFY(certificates.made());
        const SmtpServer server(
            "smtp_server.py",
            {QStringLiteral("--mode"), QStringLiteral("tls"), QStringLiteral("--certificate"),
             certificates.path(QStringLiteral("good.pem")), QStringLiteral("--key"),
             certificates.path(QStringLiteral("good.key")), QStringLiteral("--login"),
             QStringLiteral("desk:swordfish"), QStringLiteral("--mail-folder"),
             certificates.path(QStringLiteral("."))});
        const ServiceKit kit;
        kit.write(QStringLiteral("latchkey.toml"),
                  kit.settingsWith(
                      settingsFor(server, "security = \"tls\"\nuser = \"desk\"\nca_file = \"" +
                                              certificates.root().toUtf8() + "\"\n")));
        const Run without = kit.runJson(doctor);
        QCOMPARE(without.code, 3);
        QVERIFY(found(without, "mail").constFirst().contains(QStringLiteral("password for desk")));

        CredentialFile file(kit.path("keys"));
        const QString name = QStringLiteral("smtp-password/example");
        QVERIFY(file.write(name, share(Secret::copyOf("guess"))).result());
        QCOMPARE(kit.runJson(doctor).code, 3);
        QVERIFY(file.write(name, share(Secret::copyOf("swordfish"))).result());
        const Run right = kit.runJson(doctor);
        QCOMPARE(right.code, 0);
        QCOMPARE(found(right, "mail"),
                 QStringList(QStringLiteral("ok: localhost takes mail from desk")));
    }

    void aMailServerOutOfReachIsAFault()
    {
        const ServiceKit kit;
        // Port 1 is nobody's.
        kit.write(QStringLiteral("latchkey.toml"),
                  kit.settingsWith("transport = \"smtp\"\nhost = \"127.0.0.1\"\nport = 1\n"
                                   "security = \"tls\"\nfrom = \"help@example.com\"\n"));
        const Run run = kit.runJson(doctor);
        QCOMPARE(run.code, 3);
        QVERIFY(found(run, "mail").constFirst().startsWith(QStringLiteral("fault: ")));
    }

    void aMailServerWithoutEncryptionIsAFault()
    {
        const QTemporaryDir folder;
        const SmtpServer server("smtp_server.py",
                                {QStringLiteral("--mode"), QStringLiteral("clear"),
                                 QStringLiteral("--mail-folder"), folder.path()});
        const ServiceKit kit;
        kit.write(QStringLiteral("latchkey.toml"),
                  kit.settingsWith(settingsFor(server, "security = \"starttls\"\n")));
        const Run run = kit.runJson(doctor);
        QCOMPARE(run.code, 3);
        QVERIFY(found(run, "mail").constFirst().contains(QStringLiteral("encryption")));
    }

    void aMistakeInTheSettingsIsSaid()
    {
        const ServiceKit kit("[nonsense]\n");
        const Run run = kit.runJson(doctor);
        QCOMPARE(run.code, 3);
        QCOMPARE(run.reason(), QStringLiteral("ConfigurationFaulty"));
        QCOMPARE(kit.run(doctor + QStringList{QStringLiteral("more")}).code, 2);
    }
};

QTEST_GUILESS_MAIN(TestDoctor)
#include "test_doctor.moc"
