// SPDX-License-Identifier: GPL-3.0-or-later
#include "settings/configuration.h"

#include <QDir>
#include <QFile>
#include <QTemporaryDir>
#include <QtTest>

#include <sys/stat.h>

using namespace latchkey;

namespace {

const QByteArray smallest = "[service]\nid = \"example\"\nname = \"Example\"\n"
                            "[mail]\nfolder = \"mail\"\n";

} // namespace

class TestConfiguration : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void smallestFileHasDefaults();
    void everyKeyArrives();
    void relativePathsBeginAtTheFile();
    void relativeNameOfTheFileItself();
    void linkToAFileIsFollowed();
    void byteOrderMarkAndWindowsLineEnds();
    void unreadableFiles_data();
    void unreadableFiles();
    void largestFile();
    void candidatesFollowTheEnvironment();

private:
    QString write(const QByteArray &text, const QString &name = QStringLiteral("latchkey.toml"));

    QTemporaryDir m_folder;
};

QString TestConfiguration::write(const QByteArray &text, const QString &name)
{
    const QString path = m_folder.filePath(name);
    QFile file(path);
    if (!file.open(QIODevice::WriteOnly) || file.write(text) != text.size())
        qFatal("cannot write %s", qPrintable(path));
    return path;
}

void TestConfiguration::smallestFileHasDefaults()
{
    const QString path = write(smallest);
    const auto loaded = loadConfiguration(path);
    QVERIFY2(loaded, qPrintable(loaded ? QString() : loaded.error().detail));
    const Configuration defaults;
    QCOMPARE(loaded->service.id, QStringLiteral("example"));
    QCOMPARE(loaded->sourcePath, path);
    QCOMPARE(loaded->demo, false);
    QCOMPARE(loaded->links.lifetime, defaults.links.lifetime);
    QCOMPARE(loaded->password.minimumLength, defaults.password.minimumLength);
    QCOMPARE(loaded->keys.source, KeySource::Keyring);
    QCOMPARE(loaded->database.path,
             QDir::homePath() + QStringLiteral("/.local/share/latchkey/example.db"));
}

void TestConfiguration::everyKeyArrives()
{
    const auto loaded = loadConfiguration(write(R"(
        [service]
        id = "a-1"
        name = "Größe \"Ä\""
        icon = "/icons/a.svg"
        sign_in = "https://example.com/in?x=1"
        desk_contact = "the desk, 555 0100"
        language = "de"
        [database]
        path = "/data/a.db"
        [mail]
        transport = "smtp"
        folder = "/mail"
        host = "mail.example.com"
        port = 2525
        security = "starttls"
        user = "robot"
        from = "recovery@example.com"
        from_name = "Recovery"
        ca_file = "/ca.pem"
        [keys]
        source = "credential-file"
        credential_file = "/keys"
        [links]
        lifetime = 3_600
        code_lifetime = 0x3c
        accept_bare_address = true
        bind_to_device = true
        [password]
        minimum_length = 8
        ask_twice = true
        [request]
        answer_delay_ms = 100
        per_device_minute = 1
        per_account_hour = 2
        per_account_day = 4
        resend_after = 10
        [retention]
        days = 3650
        [log]
        keep = true
    )"));
    QVERIFY2(loaded, qPrintable(loaded ? QString() : loaded.error().detail));
    QCOMPARE(loaded->service.id, QStringLiteral("a-1"));
    QCOMPARE(loaded->service.name, QStringLiteral("Größe \"Ä\""));
    QCOMPARE(loaded->service.icon, QStringLiteral("/icons/a.svg"));
    QCOMPARE(loaded->service.signIn, QUrl(QStringLiteral("https://example.com/in?x=1")));
    QCOMPARE(loaded->service.deskContact, QStringLiteral("the desk, 555 0100"));
    QCOMPARE(loaded->service.language, QStringLiteral("de"));
    QCOMPARE(loaded->database.path, QStringLiteral("/data/a.db"));
    QCOMPARE(loaded->mail.transport, MailTransport::Smtp);
    QCOMPARE(loaded->mail.folder, QStringLiteral("/mail"));
    QCOMPARE(loaded->mail.host, QStringLiteral("mail.example.com"));
    QCOMPARE(loaded->mail.port, 2525);
    QCOMPARE(loaded->mail.security, MailSecurity::StartTls);
    QCOMPARE(loaded->mail.user, QStringLiteral("robot"));
    QCOMPARE(loaded->mail.from, QStringLiteral("recovery@example.com"));
    QCOMPARE(loaded->mail.fromName, QStringLiteral("Recovery"));
    QCOMPARE(loaded->mail.certificateAuthority, QStringLiteral("/ca.pem"));
    QCOMPARE(loaded->keys.source, KeySource::CredentialFile);
    QCOMPARE(loaded->keys.credentialFile, QStringLiteral("/keys"));
    QCOMPARE(loaded->links.lifetime, std::chrono::seconds(3600));
    QCOMPARE(loaded->links.codeLifetime, std::chrono::seconds(60));
    QCOMPARE(loaded->links.acceptBareAddress, true);
    QCOMPARE(loaded->links.bindToDevice, true);
    QCOMPARE(loaded->password.minimumLength, 8);
    QCOMPARE(loaded->password.askTwice, true);
    QCOMPARE(loaded->request.answerDelay, std::chrono::milliseconds(100));
    QCOMPARE(loaded->request.perDeviceMinute, 1);
    QCOMPARE(loaded->request.perAccountHour, 2);
    QCOMPARE(loaded->request.perAccountDay, 4);
    QCOMPARE(loaded->request.resendAfter, std::chrono::seconds(10));
    QCOMPARE(loaded->retention.days, 3650);
    QCOMPARE(loaded->log.keep, true);
}

void TestConfiguration::relativePathsBeginAtTheFile()
{
    const auto loaded =
        loadConfiguration(write(smallest + "[database]\npath = \"../elsewhere/./a.db\"\n"));
    QVERIFY(loaded);
    QCOMPARE(loaded->mail.folder, m_folder.filePath(QStringLiteral("mail")));
    QCOMPARE(loaded->database.path,
             QDir::cleanPath(m_folder.filePath(QStringLiteral("../elsewhere/a.db"))));
}

void TestConfiguration::relativeNameOfTheFileItself()
{
    const QString path = QDir::current().relativeFilePath(write(smallest));
    const auto loaded = loadConfiguration(path);
    QVERIFY(loaded);
    QCOMPARE(loaded->mail.folder, m_folder.filePath(QStringLiteral("mail")));
}

void TestConfiguration::linkToAFileIsFollowed()
{
    const QString link = m_folder.filePath(QStringLiteral("link.toml"));
    QVERIFY(QFile::link(write(smallest), link));
    QVERIFY(loadConfiguration(link));
}

void TestConfiguration::byteOrderMarkAndWindowsLineEnds()
{
    QByteArray text = smallest;
    const auto loaded = loadConfiguration(write("\xEF\xBB\xBF" + text.replace("\n", "\r\n")));
    QVERIFY2(loaded, qPrintable(loaded ? QString() : loaded.error().detail));
    QCOMPARE(loaded->service.name, QStringLiteral("Example"));
}

void TestConfiguration::unreadableFiles_data()
{
    QTest::addColumn<QString>("name");
    QTest::newRow("missing") << QStringLiteral("missing.toml");
    QTest::newRow("folder") << QStringLiteral("folder");
    QTest::newRow("pipe, which would wait for a writer") << QStringLiteral("pipe");
    QTest::newRow("more than 1 MiB") << QStringLiteral("large.toml");
    QTest::newRow("link to nothing") << QStringLiteral("dangling");
}

void TestConfiguration::unreadableFiles()
{
    QFETCH(const QString, name);
    QDir(m_folder.path()).mkdir(QStringLiteral("folder"));
    ::mkfifo(QFile::encodeName(m_folder.filePath(QStringLiteral("pipe"))).constData(), 0600);
    QFile::link(QStringLiteral("nowhere"), m_folder.filePath(QStringLiteral("dangling")));
    write(smallest + QByteArray(qsizetype{1024} * 1024, '#'), QStringLiteral("large.toml"));

    const auto loaded = loadConfiguration(m_folder.filePath(name));
    QVERIFY(!loaded);
    QCOMPARE(loaded.error().reason, Reason::FileUnreadable);
    QCOMPARE(loaded.error().about, m_folder.filePath(name));
    QVERIFY(!loaded.error().detail.isEmpty());
}

void TestConfiguration::largestFile()
{
    const QByteArray filler(qsizetype{1024} * 1024 - smallest.size(), '#');
    QVERIFY(loadConfiguration(write(smallest + filler)));
}

void TestConfiguration::candidatesFollowTheEnvironment()
{
    qputenv("XDG_CONFIG_HOME", "/somewhere/config");
    const QStringList candidates = configurationCandidates();
    qunsetenv("XDG_CONFIG_HOME");
    QCOMPARE(candidates, QStringList({QStringLiteral("/somewhere/config/latchkey/latchkey.toml"),
                                      QStringLiteral("/etc/xdg/latchkey/latchkey.toml")}));
}

QTEST_GUILESS_MAIN(TestConfiguration)
#include "test_configuration.moc"
