// SPDX-License-Identifier: GPL-3.0-or-later
#include "layerkit.h"

#include <QtTest>

using namespace latchkey;
using namespace latchkey::testing;

namespace {

using From = ValueOrigin::From;

const QByteArray service = "[service]\nid = \"corp\"\nname = \"Corp\"\n";
const QByteArray mail = "[mail]\nfolder = \"mail\"\n";

QString wordsOf(const Result<LayeredConfiguration> &layers)
{
    return layers ? QString() : layers.error().about + u' ' + layers.error().detail;
}

} // namespace

class TestLayers : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void valuesMeetKeyByKey();
    void whatTheSystemSetsIsLocked();
    void preferencesAreNotLocked();
    void aServiceOfTheSystemIsClosedWhole();
    void variablesAreLockedToo();
    void rulesWithoutAServiceHoldForAll();
    void anotherServiceStandsAlone();
    void theSameServiceIsLayered();
    void systemFoldersInOrder();
    void faultsOfAnyLayerEndIt_data();
    void faultsOfAnyLayerEndIt();
    void whatDoesNotGoTogetherNamesTheLastFile();
    void theUsualService();
    void fewKeysAreFree();
};

void TestLayers::valuesMeetKeyByKey()
{
    const SettingsHome home;
    SettingsHome::write(home.system(), "[password]\nminimum_length = 20\n"
                                       "[mail]\ntemplates = \"words\"\n");
    SettingsHome::write(home.user(), service + mail +
                                         "[links]\nlifetime = 600\n"
                                         "code_lifetime = 60\n");
    const auto layers = loadLayers(home.user());
    QVERIFY2(layers, qPrintable(wordsOf(layers)));
    const Configuration &values = layers->configuration;
    QCOMPARE(values.service.id, QStringLiteral("corp"));
    QCOMPARE(values.password.minimumLength, 20);
    QCOMPARE(values.links.lifetime, std::chrono::seconds(600));
    QCOMPARE(values.retention.days, 30);
    // Each file's paths begin at that file.
    QCOMPARE(values.mail.templates, home.path(QStringLiteral("system/latchkey/words")));
    QCOMPARE(values.mail.folder, home.path(QStringLiteral("user/latchkey/mail")));
    QCOMPARE(values.sourcePath, home.user());
    QCOMPARE(layers->files, QStringList({home.system(), home.user()}));
    QVERIFY(layers->overruled.isEmpty());

    QCOMPARE(originOf(*layers, u"password.minimum_length").from, From::System);
    QCOMPARE(originOf(*layers, u"password.minimum_length").path, home.system());
    QCOMPARE(originOf(*layers, u"password.minimum_length").line, 2);
    QVERIFY(originOf(*layers, u"password.minimum_length").locked());
    QCOMPARE(originOf(*layers, u"links.lifetime").from, From::File);
    QCOMPARE(originOf(*layers, u"links.lifetime").line, 7);
    QVERIFY(!originOf(*layers, u"links.lifetime").locked());
    QCOMPARE(originOf(*layers, u"retention.days").from, From::Default);
    QVERIFY(!originOf(*layers, u"retention.days").locked());
}

void TestLayers::whatTheSystemSetsIsLocked()
{
    const SettingsHome home;
    SettingsHome::write(home.system(), "[password]\nminimum_length = 20\n");
    SettingsHome::write(home.user(), service + mail + "[password]\nminimum_length = 8\n");
    const auto layers = loadLayers(home.user());
    QVERIFY2(layers, qPrintable(wordsOf(layers)));
    QCOMPARE(layers->configuration.password.minimumLength, 20);
    QCOMPARE(overruledIn(*layers, home.path()),
             QStringList(QStringLiteral("password.minimum_length user:7 system:2")));
}

void TestLayers::preferencesAreNotLocked()
{
    const SettingsHome home;
    SettingsHome::write(home.system(),
                        "[service]\nlanguage = \"en\"\n[password]\nask_twice = true\n");
    SettingsHome::write(home.user(), service + "language = \"de\"\n" + mail);
    const auto layers = loadLayers(home.user());
    QVERIFY2(layers, qPrintable(wordsOf(layers)));
    QCOMPARE(layers->configuration.service.language, QStringLiteral("de"));
    QCOMPARE(layers->configuration.password.askTwice, true);
    QCOMPARE(originOf(*layers, u"password.ask_twice").from, From::System);
    QVERIFY(!originOf(*layers, u"password.ask_twice").locked());
    QVERIFY(layers->overruled.isEmpty());
}

void TestLayers::aServiceOfTheSystemIsClosedWhole()
{
    const SettingsHome home;
    SettingsHome::write(home.system(), service + "[mail]\ntransport = \"smtp\"\n"
                                                 "host = \"mail.example\"\nfrom = \"a@b.de\"\n");
    // Each of them would lead keys, mails or passwords elsewhere.
    SettingsHome::write(home.user(), "[service]\nid = \"mine\"\nlanguage = \"de\"\n"
                                     "[database]\npath = \"/tmp/a.db\"\n"
                                     "[mail]\nca_file = \"ca.pem\"\n"
                                     "[remote]\nprofile = \"x\"\naddress = \"https://a.de\"\n");
    const auto layers = loadLayers(home.user());
    QVERIFY2(layers, qPrintable(wordsOf(layers)));
    const Configuration &values = layers->configuration;
    QCOMPARE(values.service.id, QStringLiteral("corp"));
    QCOMPARE(values.service.language, QStringLiteral("de"));
    QVERIFY(values.database.path.endsWith(QStringLiteral("/latchkey/corp.db")));
    QCOMPARE(values.mail.certificateAuthority, QString());
    QVERIFY(!values.isRemote());
    QCOMPARE(overruledIn(*layers, home.path()),
             QStringList({QStringLiteral("service.id user:2 system:2"),
                          QStringLiteral("database.path user:5 system:2"),
                          QStringLiteral("mail.ca_file user:7 system:2"),
                          QStringLiteral("remote.profile user:9 system:2"),
                          QStringLiteral("remote.address user:10 system:2")}));
    QCOMPARE(originOf(*layers, u"mail.ca_file").from, From::Default);
    QVERIFY(originOf(*layers, u"mail.ca_file").locked());
    QVERIFY(!originOf(*layers, u"service.language").locked());
}

void TestLayers::variablesAreLockedToo()
{
    const SettingsHome home;
    SettingsHome::write(home.system(), "[variables]\nregion = \"eu\"\n");
    const QByteArray remote = "[remote]\nprofile = \"x\"\naddress = \"https://a.de\"\n";
    SettingsHome::write(home.user(), service + remote +
                                         "[variables]\nregion = \"us\"\n"
                                         "pool = \"p\"\n");
    auto layers = loadLayers(home.user());
    QVERIFY2(layers, qPrintable(wordsOf(layers)));
    const auto &variables = layers->configuration.remote.variables;
    QCOMPARE(variables.at(QStringLiteral("region")), QStringLiteral("eu"));
    QCOMPARE(variables.at(QStringLiteral("pool")), QStringLiteral("p"));
    QCOMPARE(overruledIn(*layers, home.path()),
             QStringList(QStringLiteral("variables.region user:8 system:2")));

    SettingsHome::write(home.system(), service + remote);
    layers = loadLayers(home.user());
    QVERIFY2(layers, qPrintable(wordsOf(layers)));
    QVERIFY(layers->configuration.remote.variables.empty());
}

void TestLayers::rulesWithoutAServiceHoldForAll()
{
    const SettingsHome home;
    SettingsHome::write(home.system(), "[password]\nminimum_length = 20\n");
    for (const char *name : {"user/latchkey/services.d/a.toml", "elsewhere.toml"}) {
        const QString file = SettingsHome::write(
            home.path(QLatin1String(name)), service + mail + "[password]\nminimum_length = 8\n");
        const auto layers = loadLayers(file);
        QVERIFY2(layers, qPrintable(wordsOf(layers)));
        QCOMPARE(layers->configuration.password.minimumLength, 20);
        QCOMPARE(layers->overruled.size(), 1);
    }
}

void TestLayers::anotherServiceStandsAlone()
{
    const SettingsHome home;
    SettingsHome::write(home.system(), service + mail +
                                           "[password]\nminimum_length = 20\n[keys]\n"
                                           "source = \"credential-file\"\n");
    const QByteArray own = "[service]\nid = \"club\"\nname = \"Club\"\n[mail]\nfolder = \"m\"\n";
    for (const char *name : {"user/latchkey/services.d/club.toml", "club.toml"}) {
        const QString file = SettingsHome::write(home.path(QLatin1String(name)), own);
        const auto layers = loadLayers(file);
        QVERIFY2(layers, qPrintable(wordsOf(layers)));
        QCOMPARE(layers->configuration.service.id, QStringLiteral("club"));
        QCOMPARE(layers->configuration.password.minimumLength, 15);
        QCOMPARE(layers->configuration.keys.source, KeySource::Keyring);
        QVERIFY(layers->overruled.isEmpty());
    }
    // What is the machine's and no service's holds there too.
    SettingsHome::write(home.system(), service + mail + "[log]\nkeep = true\n");
    const QString silent =
        SettingsHome::write(home.path(QStringLiteral("club.toml")), own + "[log]\nkeep = false\n");
    const auto logged = loadLayers(silent);
    QVERIFY2(logged, qPrintable(wordsOf(logged)));
    QCOMPARE(logged->configuration.log.keep, true);
    QCOMPARE(overruledIn(*logged, home.path()).size(), 1);
    // One that forgot its id is not taken for the system's service.
    const QString file =
        SettingsHome::write(home.path(QStringLiteral("user/latchkey/services.d/a.toml")), mail);
    const auto nameless = loadLayers(file);
    QVERIFY(!nameless);
    QVERIFY(nameless.error().detail.contains(QStringLiteral("needs the key \"id\"")));
}

void TestLayers::theSameServiceIsLayered()
{
    const SettingsHome home;
    SettingsHome::write(home.system(), service + mail);
    for (const QByteArray &said : {service, QByteArray()}) {
        const QString file = SettingsHome::write(home.path(QStringLiteral("named.toml")),
                                                 said + "[database]\npath = \"other.db\"\n"
                                                        "[password]\nask_twice = true\n");
        const auto layers = loadLayers(file);
        QVERIFY2(layers, qPrintable(wordsOf(layers)));
        QVERIFY(layers->configuration.database.path.endsWith(QStringLiteral("corp.db")));
        QCOMPARE(layers->configuration.password.askTwice, true);
        QCOMPARE(layers->overruled.last().key, QStringLiteral("database.path"));
    }
    // The system's own file by its name is not a layer on itself.
    const auto alone = loadLayers(home.system());
    QVERIFY2(alone, qPrintable(wordsOf(alone)));
    QVERIFY(alone->overruled.isEmpty());
}

void TestLayers::systemFoldersInOrder()
{
    const SettingsHome home;
    const QByteArray first = QFile::encodeName(home.path(QStringLiteral("first")));
    qputenv("XDG_CONFIG_DIRS", first + ":" + qgetenv("XDG_CONFIG_DIRS") + ":not/absolute::");
    const QString strong = home.path(QStringLiteral("first/latchkey/latchkey.toml"));
    QCOMPARE(
        systemConfigurationFiles(),
        QStringList({QStringLiteral("/etc/xdg/latchkey/latchkey.toml"), home.system(), strong}));
    SettingsHome::write(home.system(), service + "language = \"en\"\n" + mail);
    SettingsHome::write(strong, "[service]\nid = \"x\"\nlanguage = \"de\"\n");
    const auto layers = loadLayers(strong);
    QVERIFY2(layers, qPrintable(wordsOf(layers)));
    // An environment takes no lock away.
    QCOMPARE(layers->configuration.service.id, QStringLiteral("corp"));
    QCOMPARE(layers->configuration.service.language, QStringLiteral("de"));
    QCOMPARE(layers->overruled.size(), 1);
}

void TestLayers::faultsOfAnyLayerEndIt_data()
{
    QTest::addColumn<QByteArray>("system");
    QTest::addColumn<QByteArray>("user");
    QTest::addColumn<QString>("place");
    QTest::addColumn<QString>("words");
    const QByteArray good = service + mail;
    QTest::newRow("system: syntax") << QByteArray("[password\n") << good << "system:1:10" << "]";
    QTest::newRow("system: key") << QByteArray("[password]\nminimum_lenght = 9\n") << good
                                 << "system:2:1" << "the nearest is \"minimum_length\"";
    QTest::newRow("system: value") << QByteArray("[password]\nminimum_length = 7\n") << good
                                   << "system:2:18" << "password.minimum_length is 7";
    QTest::newRow("user") << QByteArray("[password]\nminimum_length = 20\n") << good + "[links]\n"
                          << "" << "";
    QTest::newRow("user: value") << QByteArray("[password]\nminimum_length = 20\n")
                                 << good + "[links]\nlifetime = 1\n"
                                 << "user:7:12"
                                 << "links.lifetime is 1";
    // What does not count is still to be right.
    QTest::newRow("user: locked and wrong") << QByteArray("[password]\nminimum_length = 20\n")
                                            << good + "[password]\nminimum_length = 7\n"
                                            << "user:7:18" << "is 7";
    QTest::newRow("user: no id") << QByteArray("[password]\nminimum_length = 20\n") << mail
                                 << "user:1:1" << "needs the key \"id\"";
}

void TestLayers::faultsOfAnyLayerEndIt()
{
    QFETCH(const QByteArray, system);
    QFETCH(const QByteArray, user);
    QFETCH(const QString, place);
    QFETCH(const QString, words);
    const SettingsHome home;
    SettingsHome::write(home.system(), system);
    SettingsHome::write(home.user(), user);
    const auto layers = loadLayers(home.user());
    if (place.isEmpty()) {
        QVERIFY2(layers, qPrintable(wordsOf(layers)));
        return;
    }
    QVERIFY(!layers);
    QCOMPARE(layers.error().reason, Reason::ConfigurationFaulty);
    QCOMPARE(shortened(layers.error().about, home.path()), place);
    QVERIFY2(layers.error().detail.contains(words), qPrintable(layers.error().detail));
}

void TestLayers::whatDoesNotGoTogetherNamesTheLastFile()
{
    const SettingsHome home;
    SettingsHome::write(home.system(), "[links]\nlifetime = 600\n");
    SettingsHome::write(home.user(), service + mail + "[links]\ncode_lifetime = 900\n");
    const auto both = loadLayers(home.user());
    QVERIFY(!both);
    QCOMPARE(both.error().about, home.user() + QStringLiteral(":6:1"));
    SettingsHome::write(home.user(), service + mail);
    const auto one = loadLayers(home.user());
    QVERIFY(!one);
    QCOMPARE(one.error().about, home.system() + QStringLiteral(":1:1"));
}

void TestLayers::theUsualService()
{
    const SettingsHome home;
    QCOMPARE(mainServiceFile(), QString());
    SettingsHome::write(home.system(), "[password]\nminimum_length = 20\n");
    QCOMPARE(mainServiceFile(), QString());
    QCOMPARE(serviceFiles(), QStringList());
    SettingsHome::write(home.system(), "[password]\nminimum_lenght = 20\n");
    QCOMPARE(mainServiceFile(), home.system());
    SettingsHome::write(home.system(), "[service]\nname = \"Corp\"\n");
    QCOMPARE(mainServiceFile(), home.system());
    const QString beside = SettingsHome::write(
        home.path(QStringLiteral("system/latchkey/services.d/a.toml")), service + mail);
    QCOMPARE(serviceFiles(), QStringList({home.system(), beside}));
    SettingsHome::write(home.user(), {});
    QCOMPARE(mainServiceFile(), home.user());
}

void TestLayers::fewKeysAreFree()
{
    // What is added is locked unless somebody thought about it.
    QStringList free;
    for (const SettingKey &key : settingKeys()) {
        if (key.lock == Lock::Never)
            free << key.path();
    }
    QCOMPARE(free, QStringList(
                       {QStringLiteral("service.language"), QStringLiteral("password.ask_twice")}));
}

QTEST_GUILESS_MAIN(TestLayers)
#include "test_layers.moc"
