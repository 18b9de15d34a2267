// SPDX-License-Identifier: GPL-3.0-or-later
#include "ctlkit.h"

#include <sys/stat.h>

using namespace latchkey;
using namespace latchkey::testing;

namespace {

const QString systemFile = QStringLiteral("etc/latchkey/latchkey.toml");
const QString userFile = QStringLiteral(".config/latchkey/latchkey.toml");

/// A home, and a folder that stands for the machine's settings.
class ConfigHome : public CtlHome
{
public:
    ConfigHome() { qputenv("XDG_CONFIG_DIRS", QFile::encodeName(path("etc"))); }
    ~ConfigHome() { qunsetenv("XDG_CONFIG_DIRS"); }
    Q_DISABLE_COPY_MOVE(ConfigHome)

    void put(const QString &name, const QByteArray &text) const
    {
        const QString folder = QFileInfo(path(name)).absolutePath();
        QVERIFY(QDir().mkpath(folder));
        QCOMPARE(::chmod(QFile::encodeName(folder).constData(), 0755), 0);
        write(name, text);
        QCOMPARE(::chmod(QFile::encodeName(path(name)).constData(), 0644), 0);
    }
};

const QByteArray service = "[service]\nid = \"corp\"\nname = \"Corp\"\n[mail]\nfolder = \"mail\"\n";

QJsonObject setting(const CtlAnswer &answer, const QString &key)
{
    for (const QJsonValue &row : answer.json()["settings"].toArray()) {
        if (row["key"].toString() == key && row.toObject().contains("from"))
            return row.toObject();
    }
    return {};
}

} // namespace

class TestCtlConfig : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void showSaysWhereEachValueIsFrom();
    void showKeepsPrivateValues();
    void showNamesOtherServices();
    void setIsTheLastLayer();
    void setIsRefused_data();
    void setIsRefused();
    void serviceAddKeepsItsOwnSet();
    void checkTellsEveryFault();
    void checkTellsWhatDoesNotGoTogether();
    void pathNamesTheFiles();
    void pathSaysWhatIsNotTrusted();
    void namedFileOfTheSameService();
    void doctorNamesValuesInVain();
    void initUnderALockedService();
    void initForTheServiceOfTheSystem();
    void initUnderLockedKeys();
};

void TestCtlConfig::showSaysWhereEachValueIsFrom()
{
    const ConfigHome home;
    home.put(systemFile, "[password]\nminimum_length = 20\n");
    home.put(userFile, service + "[retention]\ndays = 3\n[password]\nminimum_length = 8\n");
    const CtlAnswer answer = home.run("config show --json");
    QCOMPARE(answer.code, 0);
    QJsonObject row = setting(answer, "password.minimum_length");
    QCOMPARE(row["value"].toInt(), 20);
    QCOMPARE(row["from"].toString(), QStringLiteral("system"));
    QCOMPARE(row["file"].toString(), home.path(systemFile));
    QCOMPARE(row["line"].toInt(), 2);
    QCOMPARE(row["locked"].toBool(), true);
    row = setting(answer, "retention.days");
    QCOMPARE(row["value"].toInt(), 3);
    QCOMPARE(row["from"].toString(), QStringLiteral("file"));
    QCOMPARE(row["line"].toInt(), 7);
    QCOMPARE(row["locked"].toBool(), false);
    row = setting(answer, "links.lifetime");
    QCOMPARE(row["from"].toString(), QStringLiteral("default"));
    QVERIFY(!row.contains("file"));

    const QByteArray text = home.run("config show").out;
    QVERIFY2(text.contains("password.minimum_length = 20 "), text);
    QVERIFY2(text.contains("# " + home.path(systemFile).toUtf8() + ":2, locked\n"), text);
    QVERIFY2(text.contains("# password.minimum_length at " + home.path(userFile).toUtf8() +
                           ":9 does not count: " + home.path(systemFile).toUtf8() +
                           ":2 locks it\n"),
             text);
    QVERIFY2(text.contains("service.id = \"corp\" "), text);
}

void TestCtlConfig::showKeepsPrivateValues()
{
    const ConfigHome home;
    home.put(userFile, "[service]\nid = \"a\"\nname = \"A\"\n[mail]\ntransport = \"smtp\"\n"
                       "host = \"canary.example\"\nfrom = \"canary@b.de\"\nuser = \"canary\"\n"
                       "[database]\npath = \"canary.db\"\n");
    for (const char *words : {"config show", "config show --json"}) {
        const CtlAnswer answer = home.run(words);
        QCOMPARE(answer.code, 0);
        QVERIFY2(!(answer.out + answer.err).contains("canary"), answer.out);
    }
    const QJsonObject row = setting(home.run("config show --json"), "mail.host");
    QVERIFY(row["value"].isNull());
    QCOMPARE(row["shown"].toBool(true), false);
    QVERIFY(home.run("config show").out.contains("mail.host = (not shown) "));
    QVERIFY(home.run("config show --full").out.contains("mail.host = \"canary.example\" "));
    // What is not set gives nothing away.
    QVERIFY(home.run("config show").out.contains("mail.ca_file = \"\" "));
    // A PIN is short enough to be found with its hash.
    home.put(userFile,
             "[service]\nid = \"a\"\nname = \"A\"\n[mail]\nfolder = \"m\"\n[kiosk]\npin_hash = "
             "\"$argon2id$v=19$m=65536,t=2,p=1$c29tZXNhbHQ$"
             "CTFhFdXPJO1aFaMaO6Mm5c8y7cJHAph8ArZWb2GRPPc\"\n");
    const CtlAnswer full = home.run("config show --full");
    QCOMPARE(full.code, 0);
    QVERIFY2(full.out.contains("kiosk.pin_hash = (not shown) "), full.out);
    QVERIFY(!full.out.contains("argon2id"));
}

void TestCtlConfig::showNamesOtherServices()
{
    const ConfigHome home;
    home.put(userFile, service);
    home.put(".config/latchkey/services.d/club.toml",
             "[service]\nid = \"club\"\nname = \"Club\"\n[mail]\nfolder = \"m\"\n");
    home.put(".config/latchkey/services.d/bad.toml", "[");
    const QByteArray text = home.run("config show").out;
    QVERIFY2(text.contains("# another service: club, "), text);
    QVERIFY2(text.contains("# another service: faulty"), text);
}

void TestCtlConfig::setIsTheLastLayer()
{
    const ConfigHome home;
    home.put(userFile, service + "[retention]\ndays = 3\n");
    const CtlAnswer answer =
        home.run("--set retention.days=4 config show --json --set=links.lifetime=7200");
    QCOMPARE(answer.code, 0);
    QCOMPARE(setting(answer, "retention.days")["value"].toInt(), 4);
    QCOMPARE(setting(answer, "retention.days")["from"].toString(), QStringLiteral("command line"));
    QCOMPARE(setting(answer, "links.lifetime")["value"].toInt(), 7200);
}

void TestCtlConfig::setIsRefused_data()
{
    QTest::addColumn<QString>("arguments");
    QTest::addColumn<QString>("told");
    QTest::newRow("locked") << "config show --set password.minimum_length=8" << "is locked by";
    QTest::newRow("private") << "config show --set mail.host=a" << "belongs in a file";
    QTest::newRow("unknown") << "config show --set mail.hots=a" << "There is no setting";
    QTest::newRow("no value") << "config show --set" << "needs a value";
    QTest::newRow("half") << "config show --set retention.days" << "SECTION.KEY=VALUE";
    QTest::newRow("together") << "config show --set links.lifetime=300" << "must not exceed";
    QTest::newRow("no service") << "init --set retention.days=4" << "takes no --set";
    QTest::newRow("files") << "config check --set retention.days=4" << "takes no --set";
}

void TestCtlConfig::setIsRefused()
{
    QFETCH(const QString, arguments);
    QFETCH(const QString, told);
    const ConfigHome home;
    home.put(systemFile, "[password]\nminimum_length = 20\n");
    home.put(userFile, service);
    const CtlAnswer answer = home.run(arguments.split(u' '));
    QCOMPARE(answer.code, 2);
    QVERIFY2(answer.err.contains(told.toUtf8()), answer.err);
    QVERIFY(answer.out.isEmpty());
}

void TestCtlConfig::serviceAddKeepsItsOwnSet()
{
    const ConfigHome home;
    const CtlAnswer answer =
        home.run("service add https://a.example --kind none --set region=eu --no-check");
    QVERIFY2(!answer.err.contains("setting"), answer.err);
    const QByteArray help = home.run("service add --help").out;
    QCOMPARE(help.count("--set"), 1);
    QCOMPARE(home.run("doctor --help").out.count("--set SECTION.KEY=VALUE"), 1);
}

void TestCtlConfig::checkTellsEveryFault()
{
    const ConfigHome home;
    QCOMPARE(home.run("config check").code, 0);
    home.put(systemFile, "[password]\nminimum_lenght = 20\nask_twice = 1\n");
    home.put(userFile, service + "[links]\nlifetime = 1\nzzz = 2\n");
    home.put(".config/latchkey/services.d/club.toml", "[service]\n\nid = \"Club\"\n");
    const CtlAnswer answer = home.run("config check");
    QCOMPARE(answer.code, 1);
    const QString system = home.path(systemFile);
    const QString user = home.path(userFile);
    for (const QString &place :
         {system + ":2:1: ", system + ":3:13: password.ask_twice ", user + ":7:12: links.lifetime ",
          user + ":8:1: ", home.path(".config/latchkey/services.d/club.toml:3:6: service.id ")})
        QVERIFY2(answer.out.contains(place.toUtf8()), answer.out);
    QVERIFY2(answer.out.endsWith("Files: 3. Faults: 5.\n"), answer.out);
    const QJsonObject json = home.run("config check --json").json();
    QCOMPARE(json["faults"].toArray().size(), 5);
    QCOMPARE(json["files"].toInt(), 3);

    // And a file elsewhere.
    home.write("x.toml", "[mail]\nport = \"25\"\n");
    home.put(systemFile, {});
    const CtlAnswer named = home.run("--config x.toml config check");
    QCOMPARE(named.code, 1);
    QVERIFY2(named.out.contains(home.path("x.toml:2:8: mail.port must be").toUtf8()), named.out);
    QVERIFY(!named.out.contains(".config"));
    QCOMPARE(home.run("--config none.toml config check").code, 1);
}

void TestCtlConfig::checkTellsWhatDoesNotGoTogether()
{
    const ConfigHome home;
    home.put(systemFile, "[links]\nlifetime = 600\n");
    home.put(userFile, service);
    const CtlAnswer together = home.run("config check");
    QCOMPARE(together.code, 1);
    QVERIFY2(together.out.contains("must not exceed links.lifetime"), together.out);
    home.put(userFile, service + "[links]\nlifetime = 900\ncode_lifetime = 60\n");
    const CtlAnswer vain = home.run("config check");
    QCOMPARE(vain.code, 0);
    QVERIFY2(vain.err.contains("links.lifetime at "), vain.err);
    home.put(userFile, "[mail]\nfolder = \"m\"\n");
    QVERIFY(home.run("config check").out.contains("needs the key \"id\""));
}

void TestCtlConfig::pathNamesTheFiles()
{
    const ConfigHome home;
    home.put(userFile, service);
    home.put("etc/latchkey/services.d/club.toml", service);
    const CtlAnswer answer = home.run("config path");
    QCOMPARE(answer.code, 0);
    QVERIFY2(answer.out.contains("system   not there  " + home.path(systemFile).toUtf8()),
             answer.out);
    QVERIFY2(answer.out.contains("user     read       " + home.path(userFile).toUtf8()),
             answer.out);
    QVERIFY2(answer.out.contains("service  read       " +
                                 home.path("etc/latchkey/services.d/club.toml").toUtf8()),
             answer.out);
    const CtlAnswer named = home.run("config path --config x.toml");
    QVERIFY2(named.out.contains("named    refused    " + home.path("x.toml").toUtf8()), named.out);
    QVERIFY(!named.out.contains("user "));
}

void TestCtlConfig::pathSaysWhatIsNotTrusted()
{
    const ConfigHome home;
    home.put(systemFile, "[password]\nminimum_length = 20\n");
    home.put(userFile, service);
    QCOMPARE(::chmod(QFile::encodeName(home.path(systemFile)).constData(), 0666), 0);
    QVERIFY(home.run("config path").out.contains("mode 0666 lets others write"));
    const CtlAnswer shown = home.run("config show");
    QCOMPARE(shown.code, 3);
    QVERIFY2(shown.err.contains(home.path(systemFile).toUtf8()), shown.err);
    QCOMPARE(home.run("config check").code, 1);
}

void TestCtlConfig::namedFileOfTheSameService()
{
    const ConfigHome home;
    home.put(systemFile, service);
    home.put("mine.toml", "[service]\nid = \"corp\"\n[database]\npath = \"other.db\"\n");
    const CtlAnswer same = home.run("--config mine.toml config show");
    QCOMPARE(same.code, 0);
    // What one asks for by name and does not get is said, whatever the command is.
    QVERIFY2(same.err.contains("database.path at "), same.err);
    home.put("own.toml", "[service]\nid = \"own\"\nname = \"O\"\n[mail]\nfolder = \"m\"\n");
    const CtlAnswer own = home.run("--config own.toml config show");
    QVERIFY2(own.out.contains("service.id = \"own\""), own.out);
    QVERIFY2(own.err.isEmpty(), own.err);
}

void TestCtlConfig::doctorNamesValuesInVain()
{
    const ConfigHome home;
    QCOMPARE(home.init().code, 0);
    home.put(systemFile, "[password]\nminimum_length = 20\n");
    QVERIFY(home.run("doctor").out.contains("ok       settings: from "));
    home.put(userFile, home.read(userFile) + "\n[password]\nminimum_length = 8\n");
    QByteArray text = home.read(userFile);
    text.replace("[password]\n#", "#"); // the starter file has the section already
    home.put(userFile, text);
    const CtlAnswer answer = home.run("doctor");
    QVERIFY2(answer.out.contains("warning  settings: password.minimum_length at "), answer.out);
    QVERIFY2(answer.out.contains("the settings " + home.path(systemFile).toUtf8()), answer.out);
}

void TestCtlConfig::initUnderALockedService()
{
    const ConfigHome home;
    home.put(systemFile, service);
    const QStringList before = home.everything();
    const CtlAnswer refused = home.init();
    QCOMPARE(refused.code, 2);
    QVERIFY2(refused.err.contains("service.id is locked by the system's settings"), refused.err);
    QCOMPARE(home.everything(), before);
    const CtlAnswer beside =
        home.run("init --service-id example --name Example --keys-file keys --database test.db "
                 "--mail-folder mail --config own.toml");
    QVERIFY2(beside.code == 0, beside.err);
}

void TestCtlConfig::initForTheServiceOfTheSystem()
{
    // The system's file leaves the credential to systemd; somebody has to make it first.
    const ConfigHome home;
    home.put(systemFile, service + "[keys]\nsource = \"credential-file\"\n[database]\npath = \"" +
                             home.path("corp.db").toUtf8() + "\"\n");
    const CtlAnswer made =
        home.run("init --service-id corp --name Corp --keys-file private/credential "
                 "--mail-folder mail --config first.toml");
    QVERIFY2(made.code == 0, made.err);
    QVERIFY(QFile::exists(home.path("private/credential")));
    QVERIFY(QFile::exists(home.path("corp.db")));
    QVERIFY(QFile::rename(home.path("private/credential"), home.path("private/latchkey")));
    qputenv("CREDENTIALS_DIRECTORY", QFile::encodeName(home.path("private")));
    const CtlAnswer keys = home.run("keys list");
    const CtlAnswer accounts = home.run("accounts list");
    qunsetenv("CREDENTIALS_DIRECTORY");
    QVERIFY2(keys.code == 0, keys.err);
    QVERIFY2(accounts.code == 0, accounts.err);
}

void TestCtlConfig::initUnderLockedKeys()
{
    const ConfigHome home;
    home.put(systemFile, "[keys]\nsource = \"credential-file\"\ncredential_file = \"" +
                             home.path("locked").toUtf8() + "\"\n");
    const CtlAnswer made = home.run("init --service-id example --name Example --database test.db "
                                    "--mail-folder mail");
    QVERIFY2(made.code == 0, made.err);
    QVERIFY(QFile::exists(home.path("locked")));
    QCOMPARE(home.run("keys list").code, 0);
}

QTEST_GUILESS_MAIN(TestCtlConfig)
#include "test_ctlconfig.moc"
