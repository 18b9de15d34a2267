// SPDX-License-Identifier: GPL-3.0-or-later
#include "settings/configuration.h"
#include "settings/configurationreader.h"

#include <QDir>
#include <QFile>
#include <QTemporaryDir>
#include <QtTest>

using namespace latchkey;

namespace {

const QString path = QStringLiteral("/etc/latchkey/latchkey.toml");
/// Three lines that every other section can follow.
const QByteArray start = "[service]\nid = \"example\"\nname = \"Example\"\n";
/// Three more: with them it is complete.
const QByteArray remote =
    start + "[remote]\nprofile = \"better-auth\"\naddress = \"https://id.example/api/auth\"\n";

} // namespace

/// The sections [remote] and [variables]: a service that people already run.
class TestRemoteSettings : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void everyKeyArrives();
    void threeLinesAreEnough();
    void addresses_data();
    void addresses();
    void variablesArriveAsTheyAre();
    void saysWhereAndWhy_data();
    void saysWhereAndWhy();
    void valuesStayUntold();
    void eachServiceIsAFile();
};

void TestRemoteSettings::everyKeyArrives()
{
    const auto read = readConfiguration(
        start + "[remote]\nprofile_file = \"own/desk.json\"\naddress = \"http://127.0.0.1:8000\"\n"
                "link_address = \"https://www.example\"\nca_file = \"../ca.pem\"\n"
                "pins = \"sha256/AAA sha256/BBB\"\ndevelopment = true\n",
        path);
    QVERIFY2(read, qPrintable(read ? QString() : read.error().detail));
    QVERIFY(read->isRemote());
    QCOMPARE(read->remote.profile, QString());
    QCOMPARE(read->remote.profileFile, QStringLiteral("/etc/latchkey/own/desk.json"));
    QCOMPARE(read->remote.address, QUrl(QStringLiteral("http://127.0.0.1:8000")));
    QCOMPARE(read->remote.linkAddress, QUrl(QStringLiteral("https://www.example")));
    QCOMPARE(read->remote.certificateAuthority, QStringLiteral("/etc/ca.pem"));
    QCOMPARE(read->remote.pins, QStringLiteral("sha256/AAA sha256/BBB"));
    QCOMPARE(read->remote.development, true);
    QVERIFY(read->remote.variables.empty());
}

/// No mail and no database: those are the service's.
void TestRemoteSettings::threeLinesAreEnough()
{
    const QTemporaryDir folder;
    QFile file(folder.filePath(QStringLiteral("a.toml")));
    QVERIFY(file.open(QIODevice::WriteOnly) && file.write(remote) == remote.size());
    file.close();
    const auto loaded = loadConfiguration(file.fileName());
    QVERIFY2(loaded, qPrintable(loaded ? QString() : loaded.error().detail));
    QVERIFY(loaded->isRemote());
    QCOMPARE(loaded->database.path, QString());
    QCOMPARE(loaded->remote.development, false);
    QVERIFY(loaded->remote.linkAddress.isEmpty() && loaded->remote.pins.isEmpty());
}

void TestRemoteSettings::addresses_data()
{
    QTest::addColumn<QByteArray>("address");
    QTest::addColumn<bool>("development");
    QTest::addColumn<bool>("good");
    const auto row = [](const QByteArray &address, bool development, bool good) {
        QTest::newRow((address + (development ? " in development" : "")).constData())
            << address << development << good;
    };
    row("https://id.example", false, true);
    row("https://id.example:8443/auth/v1/", false, true);
    row("https://b\xc3\xbc"
        "cher.example",
        false, true);
    row("https://[2001:db8::1]/", false, true);
    row("http://127.0.0.1:8000", true, true);
    row("http://127.255.255.254", true, true);
    row("http://localhost:3000/api", true, true);
    row("http://[::1]:3000", true, true);
    row("http://127.0.0.1:8000", false, false);
    row("http://localhost", false, false);
    row("http://id.example", true, false);
    row("http://127.0.0.1.example", true, false);
    row("http://localhost.example", true, false);
    row("http://192.168.0.1", true, false);
    row("http://[2001:db8::1]", true, false);
    row("HTTP://127.0.0.1", true, false);
    row("https://robot@id.example", true, false);
    row("https://robot:word@id.example", true, false);
    row("https://id.example/?x=1", true, false);
    row("https://id.example/#x", true, false);
    row("https:///api", true, false);
    row("https:id.example", true, false);
    row("id.example", true, false);
    row("ftp://id.example", true, false);
    row("file:///etc/passwd", true, false);
    row("https://id.example/ a", true, false);
    row("https://id.exa\\nmple", true, false);
    row("", true, false);
}

/// The same for both: where passwords go, and where mails link to.
void TestRemoteSettings::addresses()
{
    QFETCH(const QByteArray, address);
    QFETCH(const bool, development);
    QFETCH(const bool, good);
    const QByteArray rest = development ? "\"\ndevelopment = true\n" : "\"\n";
    const auto read = readConfiguration(
        start + "[remote]\nprofile = \"better-auth\"\naddress = \"" + address + rest, path);
    QCOMPARE(read.has_value(), good);
    if (good)
        QCOMPARE(read->remote.address, QUrl(QString::fromUtf8(address)));
    else
        QVERIFY(read.error().about.startsWith(path + QLatin1Char(':')));
    const auto linked = readConfiguration(remote + "link_address = \"" + address + rest, path);
    QCOMPARE(linked.has_value(), good || address.isEmpty());
}

void TestRemoteSettings::variablesArriveAsTheyAre()
{
    const auto read = readConfiguration(
        remote + "[variables]\nclient_id = \" a b \"\n\"Quoted name\" = \"\\\"\\\\{x}\"\nempty = "
                 "\"\"\n",
        path);
    QVERIFY2(read, qPrintable(read ? QString() : read.error().detail));
    const std::map<QString, QString> expected{
        {QStringLiteral("client_id"), QStringLiteral(" a b ")},
        {QStringLiteral("Quoted name"), QStringLiteral("\"\\{x}")},
        {QStringLiteral("empty"), QString()}};
    QCOMPARE(read->remote.variables, expected);
}

void TestRemoteSettings::saysWhereAndWhy_data()
{
    QTest::addColumn<QByteArray>("text");
    QTest::addColumn<QString>("place");
    QTest::addColumn<QString>("words");
    const auto row = [](const char *name, const QByteArray &text, const char *place,
                        const char *words) {
        QTest::newRow(name) << text << QString::fromLatin1(place) << QString::fromLatin1(words);
    };
    row("profile of another form", start + "[remote]\nprofile = \"../own.json\"\n", "5:11",
        "remote.profile must be 1 to 63 of a-z");
    row("http to another machine", start + "[remote]\nprofile = \"x\"\naddress = \"http://a.de\"\n",
        "4:1", "remote.development");
    row("links by http", remote + "link_address = \"http://a.de\"\n", "4:1", "remote.development");
    row("address with a query", start + "[remote]\naddress = \"https://a.de/?b\"\n", "5:11",
        "remote.address must be an https address");
    row("without address", start + "[remote]\nprofile = \"x\"\n", "4:1", "needs remote.address");
    row("without profile", start + "[remote]\naddress = \"https://a.de\"\n", "4:1",
        "needs remote.profile");
    row("two profiles", remote + "profile_file = \"a.json\"\n", "4:1", "exclude each other");
    row("profile from a shell", remote + "profile_file = \"~/a.json\"\n", "7:16", "~");
    row("pins as a list", remote + "pins = [\"sha256/A\"]\n", "7:8", "must be one value");
    row("development as a text", remote + "development = \"yes\"\n", "7:15", "true or false");
    row("key misspelled", remote + "adress = \"https://a.de\"\n", "7:1", "nearest is \"address\"");
    row("a password where none belongs", remote + "secret = \"x\"\n", "7:1", "unknown key");
    row("links bound to a keyring here", remote + "[links]\nbind_to_device = true\n", "7:1",
        "accounts on this machine");
    row("a database beside it", remote + "[database]\npath = \"a.db\"\n", "7:1", "own accounts");
    row("a mail server beside it", remote + "[mail]\nhost = \"a.de\"\n", "7:1", "own mail");
    row("a mail folder beside it", remote + "[mail]\nfolder = \"m\"\n", "7:1", "own mail");
    row("variables without a service", start + "[mail]\nfolder=\"m\"\n[variables]\na = \"b\"\n",
        "6:1", "for a remote service");
    row("a variable that is a number", remote + "[variables]\nport = 25\n", "8:8",
        "\"port\" must be a text");
    row("a variable that is a section", remote + "[variables.inner]\na = \"b\"\n", "7:1",
        "\"inner\" must be a text");
    row("a variable of two lines", remote + "[variables]\nok = \"x\"\na = \"x\\ny\"\n", "9:5",
        "\"a\" holds a line end");
    row("a variable turned round", remote + "[variables]\na = \"x\\u202ey\"\n", "8:5", "direction");
    row("a variable of 201", remote + "[variables]\na = \"" + QByteArray(201, 'x') + "\"\n", "8:5",
        "at most 200");
    row("a variable twice", remote + "[variables]\na = \"x\"\na = \"y\"\n", "9:5", "a");
    row("variables as a value", "variables = 1\n" + remote, "1:1", "is a section");
    row("section misspelled", remote + "[variable]\na = \"x\"\n", "7:2", "nearest is [variables]");
}

void TestRemoteSettings::saysWhereAndWhy()
{
    QFETCH(const QByteArray, text);
    QFETCH(const QString, place);
    QFETCH(const QString, words);
    const auto read = readConfiguration(text, path);
    QVERIFY(!read);
    QCOMPARE(read.error().reason, Reason::ConfigurationFaulty);
    QVERIFY2(read.error().detail.contains(words), qPrintable(read.error().detail));
    QCOMPARE(read.error().about, path + QLatin1Char(':') + place);
}

/// Somebody will put a token here one day; the message must not carry it on.
void TestRemoteSettings::valuesStayUntold()
{
    for (const QByteArray key : {"profile", "address", "link_address", "development"}) {
        const auto read = readConfiguration(
            start + "[remote]\n" + key + " = \"https://a:canary@b.de/?secret\"\n", path);
        QVERIFY2(!read, key.constData());
        QVERIFY2(!read.error().detail.contains(QStringLiteral("canary")),
                 qPrintable(read.error().detail));
    }
    const auto read = readConfiguration(remote + "[variables]\ntoken = \"canary\\n\"\n", path);
    QVERIFY(!read && !read.error().detail.contains(QStringLiteral("canary")));
}

void TestRemoteSettings::eachServiceIsAFile()
{
    const QTemporaryDir home;
    const QDir folder(home.filePath(QStringLiteral("latchkey/services.d")));
    QVERIFY(folder.mkpath(QStringLiteral(".")));
    const auto touch = [&](const QString &name) {
        QFile file(folder.filePath(name));
        return file.open(QIODevice::WriteOnly) && file.write(remote) == remote.size();
    };
    qputenv("XDG_CONFIG_HOME", QFile::encodeName(home.path()));
    QVERIFY(touch(QStringLiteral("shop.toml")) && touch(QStringLiteral("club.toml")));
    QVERIFY(touch(QStringLiteral("club.toml~")) && touch(QStringLiteral("README")));
    QVERIFY(folder.mkpath(QStringLiteral("folder.toml")));
    const QStringList both{folder.filePath(QStringLiteral("club.toml")),
                           folder.filePath(QStringLiteral("shop.toml"))};
    QCOMPARE(serviceFiles(), both);
    const QString main = home.filePath(QStringLiteral("latchkey/latchkey.toml"));
    QVERIFY(QFile::copy(both.constFirst(), main));
    QCOMPARE(serviceFiles(), QStringList{main} + both);
    qunsetenv("XDG_CONFIG_HOME");
}

QTEST_GUILESS_MAIN(TestRemoteSettings)
#include "test_remotesettings.moc"
