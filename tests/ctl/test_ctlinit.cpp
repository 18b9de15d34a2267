// SPDX-License-Identifier: GPL-3.0-or-later
#include "ctlkit.h"
#include "settings/configuration.h"

#include <sys/stat.h>

using namespace latchkey;
using namespace latchkey::testing;

class TestCtlInit : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void madeAndUsable();
    void usualPlaces();
    void smtp();
    void nothingIsWrittenOver();
    void nothingIsLeftBehind_data();
    void nothingIsLeftBehind();
    void databaseThatCannotBeFilled();
    void badValues_data();
    void badValues();
    void noKeyringIsAChoice();
    void keysThatAreThereAreUsed();
};

namespace {

mode_t modeOf(const QString &path)
{
    struct stat facts = {};
    return stat(QFile::encodeName(path).constData(), &facts) == 0 ? facts.st_mode & 0777 : 0;
}

} // namespace

void TestCtlInit::madeAndUsable()
{
    const CtlHome home;
    const CtlAnswer made =
        home.run("init --service-id example --name Example --config conf/latchkey.toml "
                 "--database data/a/test.db --mail-folder mail --keys-file secret/keys --json");
    QCOMPARE(made.code, 0);
    QCOMPARE(made.json()["configuration"].toString(), home.path("conf/latchkey.toml"));
    QCOMPARE(made.json()["database"].toString(), home.path("data/a/test.db"));
    QVERIFY(made.json()["keys"].toString().contains(home.path("secret/keys")));
    for (const char *file : {"conf/latchkey.toml", "data/a/test.db", "secret/keys"})
        QCOMPARE(modeOf(home.path(file)), mode_t{0600});
    for (const char *folder : {"conf", "data", "data/a", "secret"})
        QCOMPARE(modeOf(home.path(folder)), mode_t{0700});
    QCOMPARE(home.run("--config conf/latchkey.toml accounts list --json").json()["count"].toInt(-1),
             0);
    QCOMPARE(
        home.run("--config conf/latchkey.toml keys list --json").json()["keys"].toArray().size(),
        1);
}

void TestCtlInit::usualPlaces()
{
    const CtlHome home;
    const CtlAnswer made =
        home.run("init --service-id example --name Example --mail-folder mail --keys-file keys");
    QCOMPARE(made.code, 0);
    QVERIFY(made.out.contains(home.path(".config/latchkey/latchkey.toml").toUtf8()));
    QVERIFY(made.out.contains(home.path(".local/share/latchkey/example.db").toUtf8()));
    QCOMPARE(home.run("accounts list").code, 0);
}

void TestCtlInit::smtp()
{
    const CtlHome home;
    const CtlAnswer made = home.run(
        {"init", "--service-id", "example", "--name", "Bäckerei \"Süd\"", "--keys-file", "keys",
         "--mail-host", "mail.example", "--mail-port", "2525", "--mail-security", "starttls",
         "--mail-user", "post", "--mail-from", "post@mail.example", "--mail-password-stdin"},
        "canary-of-mail\n");
    QCOMPARE(made.code, 0);
    QVERIFY(!(made.out + made.err).contains("canary"));
    const auto read = loadConfiguration(home.path(".config/latchkey/latchkey.toml"));
    QVERIFY(read);
    QCOMPARE(read->service.name, QStringLiteral("Bäckerei \"Süd\""));
    QCOMPARE(read->mail.transport, MailTransport::Smtp);
    QCOMPARE(read->mail.port, 2525);
    QCOMPARE(read->mail.security, MailSecurity::StartTls);
    QVERIFY(home.read("keys").contains("smtp-password/example " +
                                       QByteArray("canary-of-mail").toBase64()));
    QVERIFY(!home.read(".config/latchkey/latchkey.toml").contains("canary"));
}

void TestCtlInit::nothingIsWrittenOver()
{
    const CtlHome home;
    QCOMPARE(home.init().code, 0);
    const QByteArray configuration = home.read(".config/latchkey/latchkey.toml");
    const QByteArray keys = home.read("keys");
    const QStringList before = home.everything();

    QCOMPARE(home.init().code, 3);
    const CtlAnswer other =
        home.run("init --json --service-id other --name Other --config other.toml "
                 "--database test.db --mail-folder mail --keys-file keys2");
    QCOMPARE(other.code, 3);
    QCOMPARE(other.reason(), QStringLiteral("FileUnreadable"));
    QCOMPARE(other.error("about"), home.path("test.db"));
    QCOMPARE(home.everything(), before);
    QCOMPARE(home.read(".config/latchkey/latchkey.toml"), configuration);
    QCOMPARE(home.read("keys"), keys);
}

void TestCtlInit::nothingIsLeftBehind_data()
{
    QTest::addColumn<QString>("arguments");
    QTest::newRow("database") << "--database /proc/none/a.db --keys-file a/keys";
    QTest::newRow("configuration") << "--config /proc/none/a.toml --keys-file a/keys";
    QTest::newRow("keys") << "--database a/b.db --keys-file /proc/none/keys";
}

void TestCtlInit::nothingIsLeftBehind()
{
    QFETCH(const QString, arguments);
    const CtlHome home;
    const CtlAnswer answer = home.run(QStringList{"init", "--json", "--service-id", "example",
                                                  "--name", "Example", "--mail-folder", "mail"} +
                                      arguments.split(u' '));
    QCOMPARE(answer.code, 3);
    QVERIFY2(answer.error("message").contains("/proc/none"), answer.out);
    QCOMPARE(home.everything(), QStringList());
}

void TestCtlInit::databaseThatCannotBeFilled()
{
    // The file itself can be made, and the engine then cannot work with it.
    const CtlHome home;
    QVERIFY(QDir().mkpath(home.path("test.db-wal")));
    const QStringList before = home.everything();
    const CtlAnswer answer = home.init();
    QCOMPARE(answer.code, 3);
    QVERIFY2(answer.err.contains("test.db"), answer.err);
    QCOMPARE(home.everything(), before);
}

void TestCtlInit::badValues_data()
{
    QTest::addColumn<QString>("arguments");
    QTest::addColumn<QString>("told");
    QTest::newRow("nothing") << "" << "needs --service-id and --name";
    QTest::newRow("id") << "--service-id A_B --name X --mail-folder m" << "--service-id: ";
    QTest::newRow("no mail") << "--service-id a --name X" << "Say where mail goes";
    QTest::newRow("both mails") << "--service-id a --name X --mail-folder m --mail-host h.example"
                                << "Say where mail goes";
    QTest::newRow("no sender") << "--service-id a --name X --mail-host h.example" << "mail.from";
    QTest::newRow("port") << "--service-id a --name X --mail-host h.example --mail-port 70000"
                          << "--mail-port needs a whole number";
    QTest::newRow("security") << "--service-id a --name X --mail-host h.example --mail-security no"
                              << "--mail-security: ";
    QTest::newRow("clear")
        << "--service-id a --name X --mail-host h.example --mail-from a@b.example "
           "--mail-security clear-loopback"
        << "must be this machine";
    QTest::newRow("password without user")
        << "--service-id a --name X --mail-folder m --mail-password-stdin" << "--mail-user";
}

void TestCtlInit::badValues()
{
    QFETCH(const QString, arguments);
    QFETCH(const QString, told);
    const CtlHome home;
    const CtlAnswer answer = home.run(QStringList{"init", "--keys-file", "keys"} +
                                      arguments.split(u' ', Qt::SkipEmptyParts));
    QCOMPARE(answer.code, 2);
    QVERIFY2(answer.err.contains(told.toUtf8()), answer.err);
    QCOMPARE(home.everything(), QStringList());
}

void TestCtlInit::noKeyringIsAChoice()
{
    // There is no session bus here, and so no keyring.
    const CtlHome home;
    const CtlAnswer answer =
        home.run("init --service-id example --name Example --mail-folder mail");
    QCOMPARE(answer.code, 3);
    QVERIFY2(answer.err.contains("--keys-file"), answer.err);
    QCOMPARE(home.everything(), QStringList());
}

void TestCtlInit::keysThatAreThereAreUsed()
{
    const CtlHome home;
    QCOMPARE(home.init().code, 0);
    const QByteArray keys = home.read("keys");
    const CtlAnswer second =
        home.run("init --json --service-id example --name Example --config second.toml "
                 "--database second.db --mail-folder mail --keys-file keys");
    QCOMPARE(second.code, 0);
    QVERIFY(second.json()["keys_were_there"].toBool());
    QCOMPARE(home.read("keys"), keys);
}

QTEST_GUILESS_MAIN(TestCtlInit)
#include "test_ctlinit.moc"
