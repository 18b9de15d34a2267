// SPDX-License-Identifier: GPL-3.0-or-later
#include "services/mail/smtpmailer.h"

#include "smtpserver.h"

#include <QTcpServer>

#include <atomic>
#include <map>
#include <thread>
#include <vector>

using namespace latchkey;

/// Against a real server: aiosmtpd.
class TestSmtpMailer : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase();
    void delivers_data();
    void delivers();
    void everyByteArrives();
    void logsInByWhatIsOffered_data();
    void logsInByWhatIsOffered();
    void wrongPassword();
    void serverWithoutOurMechanisms();
    void loginIsRequiredAndNotConfigured();
    void refusals_data();
    void refusals();
    void oneConnectionForMany();
    void oneConnectionForEachThread();
    void connectionThatTheServerClosedIsReplaced();
    void serverGone();
    void noStartTlsOffered();
    void authenticityIsChecked_data();
    void authenticityIsChecked();
    void addressLiteral();
    void lettersBeyondAscii_data();
    void lettersBeyondAscii();
    void proxyOfTheEnvironmentIsIgnored();
    void refusedOptions_data();
    void refusedOptions();

private:
    QStringList certificate(const QString &name) const
    {
        return {QStringLiteral("--certificate"), m_certificates.path(name + QStringLiteral(".pem")),
                QStringLiteral("--key"), m_certificates.path(name + QStringLiteral(".key"))};
    }
    /// A server with a good certificate, and options that fit it. The same for the same arguments.
    void start(SmtpSecurity security, const QStringList &more = {});
    Result<void> send(const Letter &letter);

    Certificates m_certificates;
    QTemporaryDir m_folder;
    std::map<QStringList, std::unique_ptr<SmtpServer>> m_servers;
    SmtpServer *m_server = nullptr;
    SmtpOptions m_options;
};

void TestSmtpMailer::initTestCase()
{
    QVERIFY(m_certificates.made());
}

void TestSmtpMailer::start(SmtpSecurity security, const QStringList &more)
{
    const char *mode = security == SmtpSecurity::Tls        ? "tls"
                       : security == SmtpSecurity::StartTls ? "starttls"
                                                            : "clear";
    const QStringList arguments = QStringList{QStringLiteral("--mode"), QString::fromLatin1(mode),
                                              QStringLiteral("--mail-folder"), m_folder.path()} +
                                  certificate(QStringLiteral("good")) + more;
    auto &server = m_servers[arguments];
    if (!server)
        server = std::make_unique<SmtpServer>("smtp_server.py", arguments);
    m_server = server.get();
    QVERIFY(m_server->port() > 0);
    m_server->told(); // of the test before
    m_options = {.host = QStringLiteral("localhost"),
                 .port = m_server->port(),
                 .security = security,
                 .certificateAuthority = m_certificates.root()};
}

Result<void> TestSmtpMailer::send(const Letter &letter)
{
    Result<std::unique_ptr<Mailer>> mailer = SmtpMailer::create(m_options, sampleSender());
    return mailer ? (*mailer)->send(letter) : fail(mailer.error());
}

void TestSmtpMailer::delivers_data()
{
    QTest::addColumn<int>("security");
    QTest::addColumn<bool>("encrypted");
    QTest::newRow("TLS") << static_cast<int>(SmtpSecurity::Tls) << true;
    QTest::newRow("STARTTLS") << static_cast<int>(SmtpSecurity::StartTls) << true;
    QTest::newRow("clear, to this machine")
        << static_cast<int>(SmtpSecurity::ClearLoopback) << false;
}

void TestSmtpMailer::delivers()
{
    QFETCH(const int, security);
    QFETCH(const bool, encrypted);
    start(static_cast<SmtpSecurity>(security));
    const Result<void> sent = send(sampleLetter());
    QVERIFY2(sent, sent ? "" : qPrintable(sent.error().detail));
    const QJsonObject sender = m_server->next(QStringLiteral("sender"));
    QCOMPARE(sender[QStringLiteral("tls")].toBool(), encrypted);
    const QJsonObject mail = m_server->next(QStringLiteral("mail"));
    QCOMPARE(mail[QStringLiteral("sender")].toString(), sampleSender().address);
    QCOMPARE(mail[QStringLiteral("recipients")].toArray(),
             QJsonArray{QStringLiteral("alice@example.com")});
    QCOMPARE(readFile(mail[QStringLiteral("path")].toString()),
             renderMail(sampleLetter(), sampleSender())->bytes);
    QCOMPARE(countOf(m_server->told(), QStringLiteral("mail")), 0);
}

/// Dot-stuffing (P26), long lines and a big mail.
void TestSmtpMailer::everyByteArrives()
{
    start(SmtpSecurity::Tls);
    Letter letter = sampleLetter();
    const QByteArrayList links{".eJyrVkpV.ZVPxAA.p8dGZ54U",
                               ".",
                               "..",
                               "...",
                               ".\n.\n.",
                               "a\n..\n.b\n",
                               "latchkey://reset/a/" + QByteArray(880, 'x'),
                               QByteArray(200'000, 'x')};
    for (const QByteArray &link : links) {
        letter.link = link;
        const Result<void> sent = send(letter);
        QVERIFY2(sent, sent ? "" : qPrintable(sent.error().detail));
        const QString path =
            m_server->next(QStringLiteral("mail"))[QStringLiteral("path")].toString();
        QCOMPARE(readFile(path), renderMail(letter, sampleSender())->bytes);
        const QString plain =
            factsOf(path)[QStringLiteral("parts")][0][QStringLiteral("text")].toString();
        QVERIFY(plain.contains(QLatin1Char('\n') + QString::fromLatin1(link).trimmed() +
                               QLatin1Char('\n')));
    }
}

void TestSmtpMailer::logsInByWhatIsOffered_data()
{
    QTest::addColumn<QString>("mechanisms");
    QTest::addColumn<int>("security");
    for (const SmtpSecurity security : {SmtpSecurity::Tls, SmtpSecurity::StartTls}) {
        for (const char *mechanisms : {"PLAIN", "LOGIN", "PLAIN,LOGIN"})
            QTest::addRow("%s %d", mechanisms, static_cast<int>(security))
                << QString::fromLatin1(mechanisms) << static_cast<int>(security);
    }
}

void TestSmtpMailer::logsInByWhatIsOffered()
{
    QFETCH(const QString, mechanisms);
    QFETCH(const int, security);
    start(static_cast<SmtpSecurity>(security),
          {QStringLiteral("--login"), QStringLiteral("jürgen:pässwörd \" \\ x"),
           QStringLiteral("--mechanisms"), mechanisms});
    m_options.user = QStringLiteral("jürgen");
    m_options.password = share(Secret::taking(QStringLiteral("pässwörd \" \\ x")));
    const Result<void> sent = send(sampleLetter());
    QVERIFY2(sent, sent ? "" : qPrintable(sent.error().detail));
    const QJsonObject login = m_server->next(QStringLiteral("login"));
    QVERIFY(login[QStringLiteral("good")].toBool());
    QVERIFY(mechanisms.contains(login[QStringLiteral("mechanism")].toString()));
    QCOMPARE(m_server->next(QStringLiteral("mail"))[QStringLiteral("login")].toString(),
             m_options.user);
}

void TestSmtpMailer::wrongPassword()
{
    start(SmtpSecurity::StartTls, {QStringLiteral("--login"), QStringLiteral("user:right")});
    m_options.user = QStringLiteral("user");
    m_options.password = share(Secret::copyOf("a-wrong-one"));
    const Result<void> sent = send(sampleLetter());
    QVERIFY(!sent);
    QCOMPARE(sent.error().reason, Reason::MailMisconfigured);
    QCOMPARE(sent.error().about, m_options.host);
    QVERIFY(!sent.error().detail.contains(QLatin1String("a-wrong-one")));
    const QList<QJsonObject> events = m_server->told();
    QCOMPARE(countOf(events, QStringLiteral("login")), 1);
    QCOMPARE(countOf(events, QStringLiteral("sender")), 0);
}

void TestSmtpMailer::serverWithoutOurMechanisms()
{
    start(SmtpSecurity::Tls, {QStringLiteral("--login"), QStringLiteral("user:right"),
                              QStringLiteral("--mechanisms"), QStringLiteral("CRAM-MD5")});
    m_options.user = QStringLiteral("user");
    m_options.password = share(Secret::copyOf("right"));
    const Result<void> sent = send(sampleLetter());
    QVERIFY(!sent);
    QCOMPARE(sent.error().reason, Reason::MailMisconfigured);
}

void TestSmtpMailer::loginIsRequiredAndNotConfigured()
{
    start(SmtpSecurity::Tls, {QStringLiteral("--login"), QStringLiteral("user:right")});
    const Result<void> sent = send(sampleLetter());
    QVERIFY(!sent);
    QCOMPARE(sent.error().reason, Reason::MailMisconfigured); // 530 5.7.0
}

void TestSmtpMailer::refusals_data()
{
    QTest::addColumn<QString>("recipient");
    QTest::addColumn<QString>("sender");
    QTest::addColumn<int>("reason");
    const auto row = [](const char *name, const char *recipient, const char *sender,
                        Reason reason) {
        QTest::newRow(name) << QString::fromLatin1(recipient) << QString::fromLatin1(sender)
                            << static_cast<int>(reason);
    };
    row("recipient, for good", "550@example.com", "a@example.com", Reason::MailRefused);
    row("recipient, for now", "451@example.com", "a@example.com", Reason::MailDelayed);
    row("recipient, full box", "452@example.com", "a@example.com", Reason::MailDelayed);
    row("recipient, relay", "554@example.com", "a@example.com", Reason::MailRefused);
    row("sender, for good", "a@example.com", "550@example.com", Reason::MailRefused);
    row("sender, for now", "a@example.com", "450@example.com", Reason::MailDelayed);
    row("mail, for good", "data-554@example.com", "a@example.com", Reason::MailRefused);
    row("mail, for now", "data-451@example.com", "a@example.com", Reason::MailDelayed);
}

void TestSmtpMailer::refusals()
{
    QFETCH(const QString, recipient);
    QFETCH(const QString, sender);
    QFETCH(const int, reason);
    start(SmtpSecurity::StartTls);
    Letter letter = sampleLetter();
    letter.recipient = recipient;
    auto mailer = SmtpMailer::create(m_options, {.address = sender, .name = {}});
    const Result<void> sent = (*mailer)->send(letter);
    QVERIFY(!sent);
    QCOMPARE(static_cast<int>(sent.error().reason), reason);
    // The reply is told, but not what it says of whom: S77.
    QVERIFY(!sent.error().detail.contains(recipient));
    QVERIFY(!sent.error().detail.contains(sender));
    // The next letter is none the worse for it.
    if (sender == QLatin1String("a@example.com")) {
        const Result<void> next = (*mailer)->send(sampleLetter());
        QVERIFY2(next, next ? "" : qPrintable(next.error().detail));
    }
}

void TestSmtpMailer::oneConnectionForMany()
{
    start(SmtpSecurity::StartTls, {QStringLiteral("--login"), QStringLiteral("user:right")});
    m_options.user = QStringLiteral("user");
    m_options.password = share(Secret::copyOf("right"));
    auto mailer = SmtpMailer::create(m_options, sampleSender());
    QVERIFY(mailer);
    for (int i = 0; i < 50; ++i) {
        Letter letter = sampleLetter();
        letter.messageId = QByteArray::number(i) + "@acme.example";
        QVERIFY((*mailer)->send(letter));
    }
    const QList<QJsonObject> events = m_server->told();
    QCOMPARE(countOf(events, QStringLiteral("connected")), 1);
    QCOMPARE(countOf(events, QStringLiteral("login")), 1);
    QCOMPARE(countOf(events, QStringLiteral("mail")), 50);
}

void TestSmtpMailer::oneConnectionForEachThread()
{
    constexpr int threads = 3;
    constexpr int each = 20;
    start(SmtpSecurity::StartTls);
    auto mailer = SmtpMailer::create(m_options, sampleSender());
    QVERIFY(mailer);
    std::atomic<int> sent = 0;
    std::vector<std::thread> senders;
    for (int thread = 0; thread < threads; ++thread) {
        senders.emplace_back([&, thread] {
            for (int i = 0; i < each; ++i) {
                Letter letter = sampleLetter();
                letter.messageId = QByteArray::number(thread * each + i) + "@acme.example";
                sent += (*mailer)->send(letter) ? 1 : 0;
            }
        });
    }
    for (std::thread &sender : senders)
        sender.join();
    QCOMPARE(sent, threads * each);
    const QList<QJsonObject> events = m_server->told();
    QVERIFY(countOf(events, QStringLiteral("connected")) <= threads);
    QCOMPARE(countOf(events, QStringLiteral("mail")), threads * each);
}

void TestSmtpMailer::connectionThatTheServerClosedIsReplaced()
{
    start(SmtpSecurity::Tls);
    auto mailer = SmtpMailer::create(m_options, sampleSender());
    QVERIFY((*mailer)->send(sampleLetter()));
    const int port = m_options.port;
    m_servers.clear(); // closes what it had
    start(SmtpSecurity::Tls, {QStringLiteral("--port"), QString::number(port)});
    QCOMPARE(m_server->port(), port);
    const Result<void> sent = (*mailer)->send(sampleLetter());
    QVERIFY2(sent, sent ? "" : qPrintable(sent.error().detail));
    QVERIFY(!m_server->next(QStringLiteral("mail")).isEmpty());
}

void TestSmtpMailer::serverGone()
{
    start(SmtpSecurity::Tls);
    m_servers.clear();
    const Result<void> sent = send(sampleLetter());
    QVERIFY(!sent);
    QCOMPARE(sent.error().reason, Reason::MailDelayed);
    QCOMPARE(sent.error().about, m_options.host);
    m_options.host = QStringLiteral("no-such-host.invalid"); // RFC 6761 6.4
    const Result<void> nowhere = send(sampleLetter());
    QVERIFY(!nowhere);
    QCOMPARE(nowhere.error().reason, Reason::MailDelayed);
}

void TestSmtpMailer::noStartTlsOffered()
{
    start(SmtpSecurity::ClearLoopback);
    m_options.security = SmtpSecurity::StartTls;
    m_options.user = QStringLiteral("user");
    m_options.password = share(Secret::copyOf("right"));
    const Result<void> sent = send(sampleLetter());
    QVERIFY(!sent);
    QCOMPARE(sent.error().reason, Reason::MailUnsafe);
    const QList<QJsonObject> events = m_server->told();
    QCOMPARE(countOf(events, QStringLiteral("connected")), 1);
    QCOMPARE(events.size(), 1); // no login, no sender
}

void TestSmtpMailer::authenticityIsChecked_data()
{
    QTest::addColumn<QString>("name");
    QTest::addColumn<bool>("good");
    QTest::newRow("good") << QStringLiteral("good") << true;
    QTest::newRow("with its intermediate") << QStringLiteral("chain") << true;
    QTest::newRow("expired") << QStringLiteral("expired") << false;
    QTest::newRow("another host's") << QStringLiteral("wrong-host") << false;
    QTest::newRow("unknown authority") << QStringLiteral("unknown-root") << false;
}

void TestSmtpMailer::authenticityIsChecked()
{
    QFETCH(const QString, name);
    QFETCH(const bool, good);
    for (const SmtpSecurity security : {SmtpSecurity::Tls, SmtpSecurity::StartTls}) {
        start(security, certificate(name));
        const Result<void> sent = send(sampleLetter());
        QCOMPARE(sent.has_value(), good);
        if (!good)
            QCOMPARE(sent.error().reason, Reason::MailUnsafe);
        const QList<QJsonObject> events = m_server->told();
        QCOMPARE(countOf(events, QStringLiteral("mail")), good ? 1 : 0);
        QCOMPARE(countOf(events, QStringLiteral("sender")), good ? 1 : 0);
    }
}

void TestSmtpMailer::addressLiteral()
{
    start(SmtpSecurity::Tls);
    m_options.host = QStringLiteral("127.0.0.1"); // in the certificate, as an address
    QVERIFY(send(sampleLetter()));
    start(SmtpSecurity::Tls, certificate(QStringLiteral("wrong-host")));
    m_options.host = QStringLiteral("127.0.0.1");
    QCOMPARE(send(sampleLetter()).error().reason, Reason::MailUnsafe);
}

void TestSmtpMailer::lettersBeyondAscii_data()
{
    QTest::addColumn<QString>("recipient");
    QTest::addColumn<QString>("sender");
    QTest::addColumn<bool>("offered");
    QTest::addColumn<QString>("envelope"); // empty: refused
    const auto row = [](const char *name, const QString &recipient, const char *sender,
                        bool offered, const QString &envelope) {
        QTest::newRow(name) << recipient << QString::fromUtf8(sender) << offered << envelope;
    };
    const char *plain = "noreply@acme.example";
    const QString juergen = QStringLiteral("jürgen@example.org");
    const QString encoded = QStringLiteral("alice@xn--exmple-cua.org");
    row("offered", juergen, plain, true, juergen);
    row("not offered", juergen, plain, false, QString());
    row("domain, offered", QStringLiteral("alice@exämple.org"), plain, true, encoded);
    row("domain, not offered", QStringLiteral("alice@exämple.org"), plain, false, encoded);
    row("sender, offered", encoded, "jürgen@acme.example", true, encoded);
    row("sender, not offered", encoded, "jürgen@acme.example", false, QString());
}

void TestSmtpMailer::lettersBeyondAscii()
{
    QFETCH(const QString, recipient);
    QFETCH(const QString, sender);
    QFETCH(const bool, offered);
    QFETCH(const QString, envelope);
    start(SmtpSecurity::StartTls,
          offered ? QStringList() : QStringList(QStringLiteral("--no-utf8")));
    const MailSender from{.address = sender, .name = {}};
    const auto mailer = SmtpMailer::create(m_options, from);
    Letter letter = sampleLetter();
    letter.recipient = recipient;
    const Result<void> sent = (*mailer)->send(letter);
    const QList<QJsonObject> events = m_server->told();
    if (envelope.isEmpty()) {
        QVERIFY(!sent);
        QCOMPARE(sent.error().reason, Reason::MailRefused);
        QVERIFY(sent.error().detail.contains(QLatin1String("SMTPUTF8")));
        QCOMPARE(countOf(events, QStringLiteral("sender")), 0);
        return;
    }
    QVERIFY2(sent, sent ? "" : qPrintable(sent.error().detail));
    const QJsonObject mail = events.last();
    QCOMPARE(mail[QStringLiteral("recipients")].toArray(), QJsonArray{envelope});
    QCOMPARE(readFile(mail[QStringLiteral("path")].toString()), renderMail(letter, from)->bytes);
}

void TestSmtpMailer::proxyOfTheEnvironmentIsIgnored()
{
    QTcpServer proxy;
    QVERIFY(proxy.listen(QHostAddress::LocalHost));
    const QByteArray url = "http://127.0.0.1:" + QByteArray::number(proxy.serverPort());
    qputenv("ALL_PROXY", url);
    qputenv("all_proxy", url);
    start(SmtpSecurity::Tls);
    const Result<void> sent = send(sampleLetter());
    qunsetenv("ALL_PROXY");
    qunsetenv("all_proxy");
    QVERIFY(sent);
    QVERIFY(!proxy.waitForNewConnection(0));
}

void TestSmtpMailer::refusedOptions_data()
{
    QTest::addColumn<QString>("host");
    QTest::addColumn<bool>("clear");
    for (const char *host : {"", "a b", "a/b", "a@b", "user:pw@host", "a\nb", "münchen.example",
                             "http://a", "a?b", "a#b", "%41"})
        QTest::newRow(QByteArray(host).toPercentEncoding().constData())
            << QString::fromUtf8(host) << false;
    for (const char *host :
         {"mail.example.org", "127.0.0.1.example.org", "127.evil.example", "localhost.example.org",
          "10.0.0.1", "0.0.0.0", "1270.0.0.1", "::2", "127.0.0.1.", "127.0.0"})
        QTest::addRow("clear %s", host) << QString::fromUtf8(host) << true;
}

void TestSmtpMailer::refusedOptions()
{
    QFETCH(const QString, host);
    QFETCH(const bool, clear);
    const auto mailer = SmtpMailer::create(
        {.host = host, .security = clear ? SmtpSecurity::ClearLoopback : SmtpSecurity::Tls},
        sampleSender());
    QVERIFY(!mailer);
    QCOMPARE(mailer.error().reason, Reason::MailMisconfigured);
    QVERIFY(SmtpMailer::create(
        {.host = QStringLiteral("[::1]"), .security = SmtpSecurity::ClearLoopback},
        sampleSender()));
}

QTEST_GUILESS_MAIN(TestSmtpMailer)
#include "test_smtpmailer.moc"
