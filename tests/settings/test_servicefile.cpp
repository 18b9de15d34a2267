// SPDX-License-Identifier: GPL-3.0-or-later
#include "settings/servicefile.h"

#include "settings/configurationreader.h"

#include <QDir>
#include <QtTest>

using namespace latchkey;

class TestServiceFile : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void readsBackToTheSame();
    void idsAreMadeOfTheHost_data();
    void idsAreMadeOfTheHost();
    void bothFoldersCount();
};

void TestServiceFile::readsBackToTheSame()
{
    Configuration configuration;
    configuration.service = {.id = QStringLiteral("shop"),
                             .name = QStringLiteral("The \"Shop\" \\ ünder"),
                             .signIn = QUrl(QStringLiteral("https://shop.example/login")),
                             .deskContact = QStringLiteral("desk, 555")};
    configuration.remote = {.profile = QStringLiteral("supabase"),
                            .address = QUrl(QStringLiteral("https://shop.example/auth/v1")),
                            .pins = QStringLiteral("sha256/abc sha256/def"),
                            .variables = {{QStringLiteral("apikey"), QStringLiteral("a=b \"c\"")}}};
    const auto read = readConfiguration(serviceFileText(configuration), QStringLiteral("/x.toml"));
    QVERIFY2(read, read ? "" : qPrintable(read.error().detail));
    QCOMPARE(read->service.name, configuration.service.name);
    QCOMPARE(read->service.signIn, configuration.service.signIn);
    QCOMPARE(read->remote.address, configuration.remote.address);
    QCOMPARE(read->remote.pins, configuration.remote.pins);
    QVERIFY(read->remote.variables == configuration.remote.variables);
    QCOMPARE(serviceFileText(*read), serviceFileText(configuration));
}

void TestServiceFile::idsAreMadeOfTheHost_data()
{
    QTest::addColumn<QString>("address");
    QTest::addColumn<QString>("id");
    const auto row = [](const char *address, const char *id) {
        QTest::newRow(address) << QString::fromUtf8(address) << QString::fromLatin1(id);
    };
    row("https://Cloud.Example.org/x", "cloud-example-org");
    row("https://[::1]:8000", "1");
    row("https://bücher.example", "xn-bcher-kva-example");
    row("https://taken.example", "taken-example-3");
    QTest::newRow("long") << QStringLiteral("https://%1.example").arg(QString(60, u'a'))
                          << QString(59, u'a');
}

void TestServiceFile::idsAreMadeOfTheHost()
{
    QFETCH(const QString, address);
    QTEST(serviceIdFor(QUrl(address),
                       {QStringLiteral("taken-example"), QStringLiteral("taken-example-2")}),
          "id");
}

void TestServiceFile::bothFoldersCount()
{
    const QDir user(userServiceFolder());
    QVERIFY(user.mkpath(QStringLiteral(".")));
    for (const char *name : {"b.toml", "a.toml", "note.txt"}) {
        QFile file(user.filePath(QLatin1String(name)));
        QVERIFY(file.open(QIODevice::WriteOnly));
    }
    // What stands in /etc is the machine's business: it comes after the user's own.
    QStringList mine;
    for (const QString &path : serviceFiles()) {
        if (path.startsWith(QDir::homePath()))
            mine += QFileInfo(path).fileName();
    }
    QCOMPARE(mine, (QStringList{QStringLiteral("a.toml"), QStringLiteral("b.toml")}));
}

QTEST_GUILESS_MAIN(TestServiceFile)
#include "test_servicefile.moc"
