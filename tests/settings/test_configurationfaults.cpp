// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/nearestname.h"
#include "settings/configurationreader.h"

#include <QtTest>

#include <random>

using namespace latchkey;

namespace {

const QString path = QStringLiteral("/etc/latchkey.toml");
/// Three lines that every other key can follow.
const QByteArray start = "[service]\nid = \"example\"\nname = \"Example\"\n";

} // namespace

class TestConfigurationFaults : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void saysWhereAndWhy_data();
    void saysWhereAndWhy();
    void valuesOfTextsStayUntold();
    void damagedFilesNeverPass();
    void nearest_data();
    void nearest();
};

void TestConfigurationFaults::saysWhereAndWhy_data()
{
    QTest::addColumn<QByteArray>("text");
    QTest::addColumn<QString>("place");
    QTest::addColumn<QString>("words");
    const auto row = [](const char *name, const QByteArray &text, const char *place,
                        const char *words) {
        QTest::newRow(name) << text << QString::fromLatin1(place) << QString::fromLatin1(words);
    };
    row("empty", "", "1:1", "needs the key \"id\"");
    row("no name", "\n[service]\nid = \"a\"\n", "2:1", "needs the key \"name\"");
    row("empty name", "[service]\nid = \"a\"\nname = \"\"", "3:8", "must not be empty");
    row("syntax", start + "[mail\n", "4:6", "]");
    row("string without end", start + "icon = \"x\n", "4:10", "");
    row("key twice", start + "id = \"b\"\n", "4:6", "id");
    row("not UTF-8", start + "icon = \"\xff\"\n", "4:8", "");
    row("NUL", start + QByteArray("icon = \"\0\"\n", 11), "4:9", "");
    // Undefined behaviour in toml++ 3.3 itself, where nobody watches over it.
    row("table begins with a sign", start + "[&mail]\n", "4:2", "cannot stand here");
    row("table begins with an umlaut", start + "[  \xc3\xa4]\n", "4:4", "cannot stand here");
    row("three brackets", start + "[[[mail]]]\n", "4:3", "cannot stand here");
    row("line cut after a bracket", start + "[\n", "4:2", "cannot stand here");
    row("umlaut as a key", start + "\xc3\xa4 = 1\n", "4:1", "");
    row("tables without end", "[a" + QByteArray(".a").repeated(400000) + "]\n", "1:4003", "dots");
    row("lists without end", "a = " + QByteArray(900000, '['), "1:261", "depth of 256");
    row("warned longer than idle", start + "[kiosk]\nidle_seconds = 20\n", "4:1",
        "less than kiosk.idle_seconds");
    row("idle for too short", start + "[kiosk]\nidle_seconds = 5\n", "5:16", "from 15 to 3600");
    row("a PIN in clear", start + "[kiosk]\npin_hash = \"1234\"\n", "4:1", "latchkeyctl kiosk pin");
    row("section unknown", start + "[mial]\n", "4:2", "the nearest is [mail]");
    row("section misplaced", "id = \"a\"\n", "1:1", "belongs under [service]");
    row("section as a value", "service = 1\n", "1:1", "is a section");
    row("section as an array", "[[service]]\nid = \"a\"\n", "1:3", "is a section");
    row("key unknown", start + "sing_in = \"https://a.de\"\n", "4:1", "nearest is \"sign_in\"");
    row("key of another section", start + "from = \"a@b.de\"\n", "4:1", "under [mail], not [serv");
    row("section inside", start + "[service.mail]\n", "4:10", "unknown key \"mail\" in [service]");
    row("first fault first", start + "zzz = 1\naaa = 2\n", "4:1", "\"zzz\"");
    row("number for a text", "[service]\nid = 1\n", "2:6", "must be a text, not a whole number");
    row("text for a number", start + "[mail]\nport = \"25\"\n", "5:8", "must be a whole number");
    row("fraction for a number", start + "[mail]\nport = 25.0\n", "5:8", "must be one value");
    row("number for a flag", start + "[password]\nask_twice = 1\n", "5:13", "true or false");
    row("list for a text", start + "icon = [\"a\"]\n", "4:8", "must be one value");
    row("date for a text", start + "icon = 2020-01-01\n", "4:8", "must be one value");
    row("too small", start + "[links]\nlifetime = 299\n", "5:12", "is 299, and must be from 300");
    row("over a day", start + "[links]\nlifetime = 86401\n", "5:12", "from 300 to 86400");
    row("below 8", start + "[password]\nminimum_length = 7\n", "5:18", "from 8 to 128");
    row("far too large", start + "[retention]\ndays = 9223372036854775807\n", "5:8", "3650");
    row("larger than 64 bits", start + "[retention]\ndays = 9223372036854775808\n", "5:27", "");
    row("no choice", start + "[mail]\nsecurity = \"none\"\n", "5:12", "\"tls\", \"starttls\" or");
    row("choice of another case", start + "[mail]\ntransport = \"SMTP\"\n", "5:13", "\"folder\"");
    row("id with a capital", "[service]\nid = \"Example\"\n", "2:6", "a-z, 0-9 and -");
    row("id begins with -", "[service]\nid = \"-a\"\n", "2:6", "a-z, 0-9 and -");
    row("id with a line end", "[service]\nid = \"a\\n\"\n", "2:6", "line end");
    row("id of 64", "[service]\nid = \"" + QByteArray(64, 'a') + "\"\n", "2:6", "1 to 63");
    row("name with a line end", "[service]\nid=\"a\"\nname=\"a\\r\\nBcc: b\"", "3:6", "line end");
    row("name turned round", "[service]\nid=\"a\"\nname=\"a\\u202eb\"", "3:6", "direction");
    row("name of 201", "[service]\nname=\"" + QByteArray(201, 'a') + "\"", "2:6", "at most 200");
    row("http", start + "sign_in = \"http://a.de\"\n", "4:11", "https");
    row("script", start + "sign_in = \"javascript:alert(1)\"\n", "4:11", "https");
    row("https without host", start + "sign_in = \"https:///x\"\n", "4:11", "https");
    row("bridge of http", start + "[links]\nbridge = \"http://a.de/\"\n", "5:10", "https");
    row("bridge with a fragment", start + "[links]\nbridge = \"https://a.de/#x\"\n", "5:10",
        "nothing after its path");
    row("bridge with a query", start + "[links]\nbridge = \"https://a.de/?x\"\n", "5:10",
        "nothing after its path");
    row("https with user", start + "sign_in = \"https://a:b@c.de/\"\n", "4:11", "user name");
    row("two addresses", start + "[mail]\nfrom = \"a@b.de,c@d.de\"\n", "5:8", "one mail address");
    row("address with name", start + "[mail]\nfrom = \"A <a@b.de>\"\n", "5:8", "one mail address");
    row("no address", start + "[mail]\nfrom = \"a\"\n", "5:8", "one mail address");
    row("host with a path", start + "[mail]\nhost = \"smtp://a.de/\"\n", "5:8", "of a host");
    row("path from a shell", start + "[database]\npath = \"~/a.db\"\n", "5:8", "~");
    row("language", start + "language = \"Deutsch!\"\n", "4:12", "language tag");
    row("folder without folder", start, "1:1", "needs mail.folder");
    row("smtp without host", start + "[mail]\ntransport=\"smtp\"\n", "4:1", "needs mail.host");
    row("smtp without from", start + "[mail]\ntransport=\"smtp\"\nhost=\"a\"\n", "4:1",
        "mail.from");
    row("clear text to elsewhere",
        start +
            "[mail]\ntransport=\"smtp\"\nhost=\"a\"\nfrom=\"a@b.de\"\nsecurity=\"clear-loopback\"",
        "4:1", "this machine");
    row("clear text to a name that begins like this machine's address",
        start + "[mail]\ntransport=\"smtp\"\nhost=\"127.0.0.1.example.org\"\nfrom=\"a@b.de\"\n"
                "security=\"clear-loopback\"",
        "4:1", "this machine");
    row("a login in clear text",
        start + "[mail]\ntransport=\"smtp\"\nhost=\"127.0.0.1\"\nfrom=\"a@b.de\"\n"
                "security=\"clear-loopback\"\nuser=\"desk\"",
        "4:1", "takes no mail.user");
    row("code outlives link", start + "[links]\nlifetime=300\ncode_lifetime=600\n", "4:1",
        "must not exceed");
    row("hour above day", start + "[request]\nper_account_hour=9\nper_account_day=8\n", "4:1",
        "must not exceed");
}

void TestConfigurationFaults::saysWhereAndWhy()
{
    QFETCH(const QByteArray, text);
    QFETCH(const QString, place);
    QFETCH(const QString, words);
    const auto read = readConfiguration(text, path);
    QVERIFY(!read);
    QCOMPARE(read.error().reason, Reason::ConfigurationFaulty);
    QCOMPARE(read.error().about, path + QLatin1Char(':') + place);
    QVERIFY2(!read.error().detail.isEmpty() && read.error().detail.contains(words),
             qPrintable(read.error().detail));
}

void TestConfigurationFaults::valuesOfTextsStayUntold()
{
    // Somebody will write a password here one day; the message must not carry it on.
    for (const QByteArray key : {"password", "from", "host", "security", "ca_file", "port"}) {
        const auto read = readConfiguration(
            start + "[mail]\n" + key + " = \"~canary <" + QByteArray("secret>\"\n"), path);
        QVERIFY2(!read, key.constData());
        QVERIFY2(!read.error().detail.contains(QStringLiteral("canary")),
                 qPrintable(read.error().detail));
    }
}

void TestConfigurationFaults::damagedFilesNeverPass()
{
    const QByteArray whole = start + "[mail]\nfolder = \"/m\"\n[links]\nlifetime = 600\n"
                                     "code_lifetime = 60\naccept_bare_address = false\n";
    QVERIFY(readConfiguration(whole, path));
    std::mt19937 random(2026); // NOLINT(cert-msc32-c,cert-msc51-cpp): the same damage every time
    int refused = 0;
    for (int round = 0; round < 3000; ++round) {
        QByteArray damaged = whole;
        for (int change = 0; change < 3; ++change)
            damaged[static_cast<qsizetype>(random() % damaged.size())] =
                static_cast<char>(random());
        const auto read = readConfiguration(damaged, path);
        if (read) {
            QVERIFY(read->links.lifetime <= std::chrono::seconds(86400));
            continue;
        }
        ++refused;
        QCOMPARE(read.error().reason, Reason::ConfigurationFaulty);
        QVERIFY(read.error().about.startsWith(path + QLatin1Char(':')));
    }
    QVERIFY(refused > 2000);
}

void TestConfigurationFaults::nearest_data()
{
    QTest::addColumn<QString>("typed");
    QTest::addColumn<QString>("expected");
    const auto row = [](const char *typed, const char *expected) {
        QTest::newRow(typed) << QString::fromLatin1(typed) << QString::fromLatin1(expected);
    };
    row("host", "host");
    row("hots", "host");
    row("Port", "port");
    row("form", "from");
    row("from-name", "from_name");
    row("fromname", "from_name");
    row("", "host");
}

void TestConfigurationFaults::nearest()
{
    QFETCH(const QString, typed);
    QFETCH(const QString, expected);
    const QStringList names{QStringLiteral("host"), QStringLiteral("port"), QStringLiteral("from"),
                            QStringLiteral("from_name")};
    QCOMPARE(nearestName(typed, names), expected);
    QCOMPARE(nearestName(typed, {}), QString());
}

QTEST_GUILESS_MAIN(TestConfigurationFaults)
#include "test_configurationfaults.moc"
