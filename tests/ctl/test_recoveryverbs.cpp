// SPDX-License-Identifier: GPL-3.0-or-later
#include "servicekit.h"

#include "services/local/passwordhash.h"

using namespace latchkey;

namespace {

const QString robin = QStringLiteral("robin@example.com");
const QByteArray goodPassword = "correct horse battery staple";

} // namespace

/// request, inspect and reset, as a script would use them.
class TestRecoveryVerbs : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void aRequestIsAnsweredTheSameForEverybody()
    {
        const ServiceKit kit;
        const Run known = kit.run({QStringLiteral("request"), robin});
        const Run unknown =
            kit.run({QStringLiteral("request"), QStringLiteral("nobody@example.com")});
        QCOMPARE(known.code, 0);
        QCOMPARE(unknown.code, 0);
        const QRegularExpression time(QStringLiteral("[0-9-]+ [0-9:]+ UTC"));
        QCOMPARE(QString::fromUtf8(known.out).remove(time),
                 QString::fromUtf8(unknown.out).remove(time));
        QCOMPARE(known.err, unknown.err);
        QVERIFY(!kit.mailedLink().isEmpty());
        QCOMPARE(QDir(kit.path("mail")).entryList(QDir::Files).size(), 1);

        const Run json = kit.runJson({QStringLiteral("request"), QStringLiteral("x@example.com")});
        QCOMPARE(json.code, 0);
        QCOMPARE(json.json()[QStringLiteral("resend_after")].toInt(), 60);
    }

    void statusSaysWhatBecameOfIt()
    {
        const ServiceKit kit;
        kit.run({QStringLiteral("request"), robin});
        kit.run({QStringLiteral("request"), robin}); // too soon
        const Run status =
            kit.runJson({QStringLiteral("request"), QStringLiteral("status"), robin});
        QCOMPARE(status.code, 0);
        const QJsonArray requests = status.json()[QStringLiteral("requests")].toArray();
        QCOMPARE(requests.size(), 2);
        QCOMPARE(requests[0][QStringLiteral("decision")].toString(), QStringLiteral("throttled"));
        QCOMPARE(requests[0][QStringLiteral("mail")][QStringLiteral("state")].toString(),
                 QStringLiteral("dropped"));
        QCOMPARE(requests[1][QStringLiteral("decision")].toString(), QStringLiteral("queued"));
        QCOMPARE(requests[1][QStringLiteral("mail")][QStringLiteral("state")].toString(),
                 QStringLiteral("sent"));
        QCOMPARE(requests[1][QStringLiteral("asker")].toString(), QStringLiteral("operator"));
        QCOMPARE(requests[1][QStringLiteral("origin")].toString(), QSysInfo::machineHostName());

        const Run text = kit.run({QStringLiteral("request"), QStringLiteral("status"), robin});
        QVERIFY(text.out.contains("asked for too often"));
        QVERIFY(text.out.contains("mail promised, sent"));
        QVERIFY2(text.out.contains("operator on " + QSysInfo::machineHostName().toUtf8()),
                 text.out.constData());
        const Run unknown = kit.runJson({QStringLiteral("request"), QStringLiteral("status"),
                                         QStringLiteral("no@example.com")});
        QCOMPARE(unknown.code, 1);
        QCOMPARE(unknown.reason(), QStringLiteral("AccountUnknown"));
    }

    void aRequestIsWithdrawnAndTheLogTellsOfIt()
    {
        const ServiceKit kit;
        const Run before = kit.run({QStringLiteral("log")});
        QCOMPARE(before.code, 0);
        QVERIFY(!before.out.contains("withdrawn"));
        kit.run({QStringLiteral("request"), robin});
        const QByteArray link = kit.mailedLink();
        const QByteArray withdraw = kit.mailedLink("latchkey://withdraw/");
        QVERIFY(withdraw.size() > 20);
        const Run inspected = kit.runJson({QStringLiteral("inspect")},
                                          withdraw.mid(withdraw.lastIndexOf('/') + 1) + "\n");
        QCOMPARE(inspected.json()[QStringLiteral("purpose")].toString(),
                 QStringLiteral("withdraw"));
        QCOMPARE(inspected.json()[QStringLiteral("asker")].toString(), QStringLiteral("operator"));
        QCOMPARE(inspected.json()[QStringLiteral("origin")].toString(),
                 QSysInfo::machineHostName());
        const Run reset =
            kit.runJson({QStringLiteral("reset")}, withdraw + "\n" + goodPassword + "\n");
        QCOMPARE(reset.reason(), QStringLiteral("LinkOtherPurpose"));
        QCOMPARE(kit.runJson({QStringLiteral("withdraw")}, link + "\n").reason(),
                 QStringLiteral("LinkOtherPurpose"));

        QCOMPARE(kit.run({QStringLiteral("withdraw")}, withdraw + "\n").code, 0);
        QCOMPARE(kit.runJson({QStringLiteral("inspect")}, link + "\n").reason(),
                 QStringLiteral("LinkWithdrawn"));
        const Run log = kit.runJson({QStringLiteral("log")});
        const QJsonObject event = log.json()[QStringLiteral("events")][0].toObject();
        QCOMPARE(event[QStringLiteral("event")].toString(), QStringLiteral("request-withdrawn"));
        QCOMPARE(event[QStringLiteral("account")].toString(), QStringLiteral("r•••n@example.com"));
        const QString detail = event[QStringLiteral("detail")].toString();
        QVERIFY2(detail.endsWith(
                     QStringLiteral(" by an operator on \"%1\"").arg(QSysInfo::machineHostName())),
                 qPrintable(detail));
        const Run full = kit.run({QStringLiteral("log"), QStringLiteral("--full")});
        QVERIFY2(full.out.contains("request-withdrawn  robin@example.com"), full.out.constData());
        const Run status = kit.run({QStringLiteral("request"), QStringLiteral("status"), robin});
        QVERIFY(status.out.contains("over"));
    }

    void aLinkIsInspectedAndUsedOnce()
    {
        const ServiceKit kit;
        kit.run({QStringLiteral("request"), robin});
        const QByteArray link = kit.mailedLink();
        const QByteArray token = link.mid(link.lastIndexOf('/') + 1);
        for (const QByteArray &proof : {link, token, "Click <" + link + ">."}) {
            const Run inspected = kit.runJson({QStringLiteral("inspect")}, proof + "\n");
            QCOMPARE(inspected.code, 0);
            QCOMPARE(inspected.json()[QStringLiteral("purpose")].toString(),
                     QStringLiteral("reset"));
            QCOMPARE(inspected.json()[QStringLiteral("account")].toString(),
                     QStringLiteral("r•••n@example.com"));
        }
        QVERIFY(
            kit.run({QStringLiteral("inspect")}, "Click <" + link + ">.\n").err.contains("mended"));

        const Run changed =
            kit.runJson({QStringLiteral("reset")}, link + "\r\n" + goodPassword + "\r\n");
        QCOMPARE(changed.code, 0);
        QCOMPARE(changed.json()[QStringLiteral("sessions_ended")].toBool(), true);
        const auto account = AccountStore(*kit.database()).find(*EmailAddress::parse(robin));
        QVERIFY(account && *account);
        QVERIFY(*verifyPassword(Secret::copyOf(goodPassword), (*account)->passwordHash));
        // The notice went out before it left.
        QCOMPARE(QDir(kit.path("mail")).entryList(QDir::Files).size(), 2);

        const Run again = kit.runJson({QStringLiteral("reset")}, link + "\n" + goodPassword + "\n");
        QCOMPARE(again.code, 1);
        QCOMPARE(again.reason(), QStringLiteral("LinkUsed"));
        // A dead link is said to be dead before a password is asked for.
        QCOMPARE(kit.runJson({QStringLiteral("reset")}, link + "\n").reason(),
                 QStringLiteral("LinkUsed"));
    }

    void aCodeNeedsItsAddress()
    {
        const ServiceKit kit;
        kit.run({QStringLiteral("request"), robin});
        const QByteArray code = kit.mailedCode().toLower().replace('-', ' ');
        QVERIFY(!code.isEmpty());
        const Run without = kit.run({QStringLiteral("inspect")}, code + "\n");
        QCOMPARE(without.code, 2);
        QVERIFY(without.err.contains("--email"));
        const QStringList inspect{QStringLiteral("inspect"), QStringLiteral("--email"), robin};
        QCOMPARE(kit.run(inspect, code + "\n").code, 0);
        QCOMPARE(kit.runJson(inspect, "BBBB-BBBB\n").reason(), QStringLiteral("CodeNotAccepted"));
        const Run changed = kit.run({QStringLiteral("reset"), QStringLiteral("--email"), robin},
                                    code + "\n" + goodPassword + "\n");
        QCOMPARE(changed.code, 0);
    }

    void refusals_data()
    {
        QTest::addColumn<QByteArray>("input");
        QTest::addColumn<int>("code");
        QTest::addColumn<QString>("reason");
        const auto row = [](const char *name, const QByteArray &input, int code,
                            const char *reason) {
            QTest::newRow(name) << input << code << QString::fromLatin1(reason);
        };
        row("nothing", "", 2, "UsageFaulty");
        row("an empty line", "\n\n", 1, "LinkNotFound");
        row("talk", "hello there\nx\n", 1, "LinkNotFound");
        row("bytes that are no text", QByteArray("\xff\xfe\0\x80\n", 5), 1, "LinkNotFound");
        row("another service", "latchkey://reset/other/abc.def.ghi\nx\n", 1, "LinkOtherService");
        row("half a link", "latchkey://reset/example\nx\n", 1, "LinkMalformed");
        row("a forged link", "latchkey://reset/example/abc.aaaaaa." + QByteArray(27, 'A') + "\nx\n",
            1, "LinkDamaged");
        row("a line without end", QByteArray(100'000, 'x'), 2, "UsageFaulty");
    }
    void refusals()
    {
        QFETCH(QByteArray, input);
        QFETCH(int, code);
        QFETCH(QString, reason);
        const ServiceKit kit;
        for (const char *verb : {"inspect", "reset"}) {
            const Run run = kit.runJson({QLatin1String(verb)}, input);
            QCOMPARE(run.reason(), reason);
            QCOMPARE(run.code, code);
        }
    }

    void aWeakPasswordLeavesTheLinkGood()
    {
        const ServiceKit kit;
        kit.run({QStringLiteral("request"), robin});
        const QByteArray link = kit.mailedLink();
        for (const auto &[password, reason] :
             {std::pair<QByteArray, const char *>{"", "PasswordEmpty"},
              {"short", "PasswordTooShort"},
              {"with a \x01 control character", "PasswordForbidden"}}) {
            const Run refused =
                kit.runJson({QStringLiteral("reset")}, link + "\n" + password + "\n");
            QCOMPARE(refused.code, 1);
            QCOMPARE(refused.reason(), QLatin1String(reason));
        }
        QCOMPARE(kit.run({QStringLiteral("inspect")}, link + "\n").code, 0);
    }

    void aProofInArgumentsIsRefusedAndNotRepeated()
    {
        const ServiceKit kit;
        const QString link = QStringLiteral("latchkey://reset/example/canary.aaaaaa.sig");
        for (const char *verb : {"inspect", "reset"}) {
            for (const QString &proof : {link, QStringLiteral("canary.aaaaaa.sig")}) {
                const Run run = kit.run({QLatin1String(verb), proof}, "x\ny\n");
                QCOMPARE(run.code, 2);
                QVERIFY(run.err.contains("standard input"));
                QVERIFY(!run.err.contains("canary"));
            }
        }
    }

    void addressesThatAreNone()
    {
        const ServiceKit kit;
        for (const char *address : {"", "robin", "a@b@c", "robin@example.com, eve@example.com"}) {
            const Run run = kit.runJson({QStringLiteral("request"), QLatin1String(address)});
            QCOMPARE(run.code, 1);
            QCOMPARE(run.reason(), QStringLiteral("AddressInvalid"));
        }
        QCOMPARE(kit.run({QStringLiteral("request")}).code, 2);
    }

    void aServiceOutOfReachIsSaid()
    {
        const ServiceKit kit;
        QVERIFY(QFile::remove(kit.path("keys")));
        const Run noKeys = kit.runJson({QStringLiteral("request"), robin});
        QCOMPARE(noKeys.code, 3);
        QCOMPARE(noKeys.reason(), QStringLiteral("KeyMissing"));
        const ServiceKit other;
        other.setMode("latchkey.db", 0644);
        const Run unsafe =
            other.runJson({QStringLiteral("inspect")}, "latchkey://reset/example/a\n");
        QCOMPARE(unsafe.code, 3);
        QCOMPARE(unsafe.reason(), QStringLiteral("DatabaseUnsafe"));
    }
};

QTEST_GUILESS_MAIN(TestRecoveryVerbs)
#include "test_recoveryverbs.moc"
