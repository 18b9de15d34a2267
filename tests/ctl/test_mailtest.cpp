// SPDX-License-Identifier: GPL-3.0-or-later
#include "servicekit.h"

#include "tests/mail/smtpserver.h"

using namespace latchkey;

/// What `mail test` and `doctor` say of a mail server, each against a real one: aiosmtpd.
class TestMailTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase() { QVERIFY(m_certificates.made()); }
    void aGoodServerTakesIt();
    void eachMistakeIsSaid_data();
    void eachMistakeIsSaid();
    void aFolderIsNoServer();

private:
    QStringList arguments(const QString &mode, const QString &certificate = QStringLiteral("good"),
                          const QStringList &more = {}) const
    {
        return QStringList{QStringLiteral("--mode"),
                           mode,
                           QStringLiteral("--certificate"),
                           m_certificates.path(certificate + QStringLiteral(".pem")),
                           QStringLiteral("--key"),
                           m_certificates.path(certificate + QStringLiteral(".key")),
                           QStringLiteral("--mail-folder"),
                           m_mails.path()} +
               more;
    }
    QByteArray trusting() const { return "ca_file = \"" + m_certificates.root().toUtf8() + "\"\n"; }
    static QByteArray settings(const QByteArray &host, int port, const QByteArray &more,
                               const QByteArray &from = "help@example.com")
    {
        return "transport = \"smtp\"\nhost = \"" + host + "\"\nport = " + QByteArray::number(port) +
               "\nfrom = \"" + from + "\"\n" + more;
    }

    Certificates m_certificates;
    QTemporaryDir m_mails;
};

void TestMailTest::aGoodServerTakesIt()
{
    SmtpServer server("smtp_server.py", arguments(QStringLiteral("tls")));
    const ServiceKit kit;
    kit.write(QStringLiteral("latchkey.toml"),
              kit.settingsWith(
                  settings("localhost", server.port(), "security = \"tls\"\n" + trusting())));
    const Run run = kit.runJson(
        {QStringLiteral("mail"), QStringLiteral("test"), QStringLiteral("robin@example.com")});
    QCOMPARE(run.code, 0);
    QCOMPARE(run.json()[QStringLiteral("taken")].toBool(), true);
    const QJsonObject mail = server.next(QStringLiteral("mail"));
    QCOMPARE(mail[QStringLiteral("recipients")][0].toString(), QStringLiteral("robin@example.com"));
    const QJsonObject facts = factsOf(mail[QStringLiteral("path")].toString());
    const QString text = facts[QStringLiteral("parts")][0][QStringLiteral("text")].toString();
    QVERIFY(text.contains(QLatin1String("a test of the mail settings")));
    QVERIFY(text.contains(QLatin1String("opens-nothing")));
    QCOMPARE(facts[QStringLiteral("defects")].toArray().size(), 0);
}

void TestMailTest::eachMistakeIsSaid_data()
{
    QTest::addColumn<QStringList>("server"); // none: there is none
    QTest::addColumn<QByteArray>("host");
    QTest::addColumn<QByteArray>("from");
    QTest::addColumn<QByteArray>("more");
    QTest::addColumn<QString>("to");
    QTest::addColumn<QString>("what");
    QTest::addColumn<QString>("advice");
    struct Row
    {
        QStringList server;
        QByteArray more;
        QByteArray host = "localhost";
        QByteArray from = "help@example.com";
        QString to = QStringLiteral("robin@example.com");
    };
    const auto row = [](const char *name, const Row &given, const char *what, const char *advice) {
        QTest::newRow(name) << given.server << given.host << given.from << given.more << given.to
                            << QString::fromLatin1(what) << QString::fromLatin1(advice);
    };
    const QByteArray tls = "security = \"tls\"\n";
    const QByteArray startTls = "security = \"starttls\"\n";
    const auto good = arguments(QStringLiteral("tls"));
    row("no such name", {.server = {}, .more = tls, .host = "no-such-host.invalid"},
        "no mail server named no-such-host.invalid", "mail.host");
    row("port closed", {.server = {}, .more = tls}, "nobody listens at localhost, port 1",
        "mail.port");
    row("certificate for another name",
        {.server = arguments(QStringLiteral("tls"), QStringLiteral("wrong-host")),
         .more = tls + trusting()},
        "is for another name", "mail.host");
    row("certificate expired",
        {.server = arguments(QStringLiteral("tls"), QStringLiteral("expired")),
         .more = tls + trusting()},
        "has expired", "renew");
    row("authority unknown", {.server = good, .more = tls}, "not to be trusted", "mail.ca_file");
    row("self-signed",
        {.server = arguments(QStringLiteral("tls"), QStringLiteral("self-signed")),
         .more = tls + trusting()},
        "not to be trusted", "mail.ca_file");
    row("TLS where STARTTLS is spoken",
        {.server = arguments(QStringLiteral("starttls")), .more = tls + trusting()},
        "no encryption", "465 goes with");
    row("no STARTTLS", {.server = arguments(QStringLiteral("clear")), .more = startTls},
        "no encryption", "587");
    const auto login = arguments(QStringLiteral("tls"), QStringLiteral("good"),
                                 {QStringLiteral("--login"), QStringLiteral("desk:swordfish")});
    row("login refused", {.server = login, .more = tls + trusting() + "user = \"desk\"\n"},
        "refuses the login of desk (reply 535", "set-mail-password");
    row("login missing", {.server = login, .more = tls + trusting()}, "wants a login (reply 530",
        "mail.user");
    row("sender refused", {.server = good, .more = tls + trusting(), .from = "550@example.com"},
        "takes no mail from 550@example.com (reply 550 5.7.1)", "mail.from");
    row("recipient refused",
        {.server = good, .more = tls + trusting(), .to = QStringLiteral("550@example.com")},
        "takes no mail for 550@example.com (reply 550 5.7.1)", "Check the address");
    row("not now",
        {.server = good, .more = tls + trusting(), .to = QStringLiteral("450@example.com")},
        "says not now, at RCPT", "later");
}

void TestMailTest::eachMistakeIsSaid()
{
    QFETCH(const QStringList, server);
    QFETCH(const QByteArray, host);
    QFETCH(const QByteArray, from);
    QFETCH(const QByteArray, more);
    QFETCH(const QString, to);
    QFETCH(const QString, what);
    QFETCH(const QString, advice);
    std::unique_ptr<SmtpServer> running;
    if (!server.isEmpty())
        running = std::make_unique<SmtpServer>("smtp_server.py", server);
    const ServiceKit kit;
    const int port = running ? running->port() : 1; // which is nobody's
    kit.write(QStringLiteral("latchkey.toml"), kit.settingsWith(settings(host, port, more, from)));
    CredentialFile file(kit.path("keys"));
    QVERIFY(file.write(QStringLiteral("smtp-password/example"), share(Secret::copyOf("guess")))
                .result());

    const Run run = kit.runJson({QStringLiteral("mail"), QStringLiteral("test"), to});
    QCOMPARE(run.code, 3);
    const QString said = run.json()[QStringLiteral("what")].toString();
    const QString todo = run.json()[QStringLiteral("advice")].toString();
    QVERIFY2(said.contains(what), qPrintable(said));
    QVERIFY2(todo.contains(advice), qPrintable(todo));
    QVERIFY2(!run.out.contains("guess"), "the password");
    if (!running)
        return;
    for (const QJsonObject &event : running->told())
        QVERIFY(event[QStringLiteral("event")].toString() != QLatin1String("mail"));
}

void TestMailTest::aFolderIsNoServer()
{
    const ServiceKit kit;
    const Run run = kit.run(
        {QStringLiteral("mail"), QStringLiteral("test"), QStringLiteral("robin@example.com")});
    QCOMPARE(run.code, 2);
    QVERIFY(run.err.contains("no mail server"));
}

QTEST_GUILESS_MAIN(TestMailTest)
#include "test_mailtest.moc"
