// SPDX-License-Identifier: GPL-3.0-or-later
#include "services/http/serviceprofile.h"
#include "tests/ctl/ctlkit.h"
#include "tests/http/standinservice.h"

using namespace latchkey;
using namespace latchkey::testing;

/// The verbs for services at a web address, run as programs beside a stand-in of one.
class TestCtlService : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void kindsAreListed();
    void addingAsksWhatItIs();
    void addingWritesWhatIsReadBack();
    void addingTwiceTakesAnotherId();
    void nothingIsWrittenWhereItDoesNotAnswer();
    void refusals_data();
    void refusals();
    void secretsGoToTheVault();
    void checkSpeaksToTheService();
    void checkTellsEachFaultOfAProfile();
    void aFaultyFileIsListed();

private:
    /// The program, while the event loop of the stand-in runs.
    CtlAnswer run(const CtlHome &home, const QStringList &arguments, const QByteArray &input = {})
    {
        QProcess program;
        QProcessEnvironment environment = QProcessEnvironment::systemEnvironment();
        environment.insert("HOME", home.path());
        for (const char *name : {"XDG_CONFIG_HOME", "XDG_DATA_HOME"})
            environment.remove(name);
        program.setProcessEnvironment(environment);
        program.setWorkingDirectory(home.path());
        program.start(LATCHKEY_BINARY_DIR "/bin/latchkeyctl", arguments);
        program.write(input);
        program.closeWriteChannel();
        const bool ended =
            QTest::qWaitFor([&program] { return program.state() == QProcess::NotRunning; }, 30'000);
        return {.code = ended ? program.exitCode() : -1,
                .out = program.readAllStandardOutput(),
                .err = program.readAllStandardError()};
    }
    static QString file(const QString &id) { return ".config/latchkey/services.d/" + id + ".toml"; }

    MisbehavingServer m_service{speakFlaskSecurity()};
    MisbehavingServer m_stranger{MisbehavingServer::saying(MisbehavingServer::reply("404 No"))};
};

void TestCtlService::kindsAreListed()
{
    const CtlHome home;
    const CtlAnswer answer = run(home, {"--json", "service", "list", "--kinds"});
    QCOMPARE(answer.code, 0);
    const QJsonArray kinds = answer.json().value("kinds").toArray();
    QCOMPARE(kinds.size(), ServiceProfile::shipped().size());
    int tried = 0;
    for (const QJsonValue &kind : kinds)
        tried += kind["tried"].toBool() ? 1 : 0;
    QCOMPARE(tried, 5);
}

void TestCtlService::addingAsksWhatItIs()
{
    const CtlHome home;
    const CtlAnswer answer = run(home, {"--json", "service", "add", m_service.url().toString()});
    QVERIFY2(answer.code == 0, answer.out + answer.err);
    QCOMPARE(answer.json().value("kind").toString(), QString("flask-security"));
    QCOMPARE(answer.json().value("id").toString(), QString("127-0-0-1"));
    QVERIFY(!home.read(file("127-0-0-1")).isEmpty());
    // A stranger's address was asked for, and nobody's.
    QVERIFY(m_service.requests.back().contains("@example.invalid"));
}

void TestCtlService::addingWritesWhatIsReadBack()
{
    const CtlHome home;
    const CtlAnswer answer = run(home, {"service", "add", m_service.url().toString(), "--id",
                                        "shop", "--name", "The \"Shop\"", "--sign-in",
                                        "https://shop.example/login", "--kind", "flask-security"});
    QVERIFY2(answer.code == 0, answer.out + answer.err);
    const CtlAnswer listed = run(home, {"--json", "service", "list"});
    QCOMPARE(listed.code, 0);
    const QJsonObject shop = listed.json().value("services").toArray().first().toObject();
    QCOMPARE(shop.value("id").toString(), QString("shop"));
    QCOMPARE(shop.value("name").toString(), QString("The \"Shop\""));
    QCOMPARE(shop.value("address").toString(), m_service.url().toString());
    QCOMPARE(QFileInfo(home.path(file("shop"))).permissions() & 0x077, QFile::Permissions());
}

void TestCtlService::addingTwiceTakesAnotherId()
{
    const CtlHome home;
    const QStringList words{"service", "add", m_service.url().toString()};
    QCOMPARE(run(home, words).code, 0);
    QCOMPARE(run(home, words).code, 0);
    QVERIFY(!home.read(file("127-0-0-1-2")).isEmpty());
    const CtlAnswer same = run(home, words + QStringList{"--id", "127-0-0-1"});
    QCOMPARE(same.code, 2);
}

void TestCtlService::nothingIsWrittenWhereItDoesNotAnswer()
{
    const CtlHome home;
    const QString stranger = m_stranger.url().toString();
    QCOMPARE(run(home, {"service", "add", stranger}).code, 2); // it does not say what it is
    const CtlAnswer named = run(home, {"service", "add", stranger, "--kind", "flask-security"});
    QCOMPARE(named.code, 3);
    QVERIFY2(named.err.contains("404"), named.err);
    QVERIFY(home.everything().filter("services.d").isEmpty());
    QCOMPARE(run(home, {"service", "add", stranger, "--kind", "flask-security", "--no-check"}).code,
             0);
}

void TestCtlService::refusals_data()
{
    QTest::addColumn<QStringList>("words");
    const QString address = m_service.url().toString();
    QTest::newRow("no address") << QStringList{};
    QTest::newRow("http elsewhere") << QStringList{"http://shop.example"};
    QTest::newRow("a user name") << QStringList{"https://me@shop.example"};
    QTest::newRow("a query") << QStringList{"https://shop.example/?x=1"};
    QTest::newRow("another scheme") << QStringList{"ftp://shop.example"};
    QTest::newRow("nonsense") << QStringList{"https://"};
    QTest::newRow("unknown kind") << QStringList{address, "--kind", "flask-securty"};
    QTest::newRow("two kinds") << QStringList{address, "--kind", "supabase", "--profile-file", "x"};
    QTest::newRow("bad id") << QStringList{address, "--kind", "flask-security", "--id", "A b"};
    QTest::newRow("unknown variable")
        << QStringList{address, "--kind", "flask-security", "--set", "colour=red"};
    QTest::newRow("no value") << QStringList{address, "--kind", "flask-security", "--set",
                                             "colour"};
    QTest::newRow("variable missing") << QStringList{address, "--kind", "supabase"};
    QTest::newRow("bad pins") << QStringList{address, "--kind", "flask-security", "--pins", "\t"};
}

void TestCtlService::refusals()
{
    QFETCH(const QStringList, words);
    const CtlHome home;
    const CtlAnswer answer = run(home, QStringList{"service", "add"} + words);
    QVERIFY2(answer.code == 2, answer.out + answer.err);
    QVERIFY(!answer.err.isEmpty());
    QVERIFY(home.everything().filter("services.d").isEmpty());
}

void TestCtlService::secretsGoToTheVault()
{
    const CtlHome home;
    // A profile of one's own with a secret, and a credential file in the place of the keyring.
    QFile shipped(":/services/flask-security.json");
    QVERIFY(shipped.open(QIODevice::ReadOnly));
    QByteArray profile = shipped.readAll();
    profile.replace(
        "  \"headers\": { \"Accept\": \"application/json\" },\n  \"recognise\"",
        "  \"variables\": { \"door\": { \"label\": \"Door key\", \"secret\": true } },\n"
        "  \"headers\": { \"X-Door\": \"{door}\" },\n  \"recognise\"");
    home.write("own.json", profile);
    const CtlAnswer answer = run(home,
                                 {"service", "add", m_service.url().toString(), "--profile-file",
                                  "own.json", "--id", "own", "--keys-file", "keys"},
                                 "canary-of-a-secret\n");
    QVERIFY2(answer.code == 0, answer.out + answer.err);
    QVERIFY(m_service.requests.back().contains("canary-of-a-secret"));
    QVERIFY(!home.read(file("own")).contains("canary"));
    QVERIFY(!home.read("keys").isEmpty());
    QVERIFY(!answer.out.contains("canary") && !answer.err.contains("canary"));
    // From the vault this time.
    QVERIFY2(run(home, {"service", "check", "own"}).code == 0, "the vault's secret was not read");
    QVERIFY(m_service.requests.back().contains("canary-of-a-secret"));
}

void TestCtlService::checkSpeaksToTheService()
{
    const CtlHome home;
    QCOMPARE(run(home, {"service", "add", m_service.url().toString(), "--id", "good"}).code, 0);
    QCOMPARE(run(home, {"service", "add", m_stranger.url().toString(), "--id", "bad", "--kind",
                        "flask-security", "--no-check"})
                 .code,
             0);
    QCOMPARE(run(home, {"service", "check", "good"}).code, 0);
    const CtlAnswer bad = run(home, {"service", "check", "bad"});
    QCOMPARE(bad.code, 3);
    QVERIFY2(bad.out.contains("404"), bad.out);
    QCOMPARE(run(home, {"service", "check"}).code, 3);
    QCOMPARE(run(home, {"service", "check", "nobody"}).code, 2);
    QCOMPARE(run(home, {"service", "check", home.path(file("good"))}).code, 0);
}

void TestCtlService::checkTellsEachFaultOfAProfile()
{
    const CtlHome home;
    home.write("a.json", "{\"id\": \"x\",\n \"title\": 5,\n \"colour\": 1}");
    const CtlAnswer faulty = run(home, {"--json", "service", "check", "a.json"});
    QCOMPARE(faulty.code, 1);
    QStringList pointers;
    for (const QJsonValue &fault : faulty.json().value("faults").toArray())
        pointers += fault["pointer"].toString();
    for (const char *pointer : {"/title", "/colour"})
        QVERIFY2(pointers.contains(pointer), qPrintable(pointers.join(' ')));
    home.write("b.json", "{\"id\": \"x\",\n  oops}");
    const CtlAnswer broken = run(home, {"service", "check", "b.json"});
    QCOMPARE(broken.code, 1);
    QVERIFY2(broken.out.contains("b.json:2:"), broken.out);
    QFile shipped(":/services/better-auth.json");
    QVERIFY(shipped.open(QIODevice::ReadOnly));
    home.write("c.json", shipped.readAll());
    QCOMPARE(run(home, {"service", "check", "c.json"}).code, 0);
    QCOMPARE(run(home, {"service", "check", "missing.json"}).code, 3);
}

void TestCtlService::aFaultyFileIsListed()
{
    const CtlHome home;
    QCOMPARE(run(home, {"service", "add", m_service.url().toString(), "--id", "good"}).code, 0);
    home.write(file("bad"), "[service]\nid = 5\n");
    const CtlAnswer listed = run(home, {"service", "list"});
    QCOMPARE(listed.code, 3);
    QVERIFY2(listed.out.contains("bad.toml:2:"), listed.out);
    QVERIFY(listed.out.contains("good"));
}

QTEST_GUILESS_MAIN(TestCtlService)
#include "test_ctlservice.moc"
