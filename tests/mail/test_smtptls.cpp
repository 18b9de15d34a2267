// SPDX-License-Identifier: GPL-3.0-or-later
#include "services/mail/smtpmailer.h"

#include "smtpserver.h"

using namespace latchkey;

namespace {

const QByteArray password = "the-mail-password";

struct Fault
{
    const char *name;
    QJsonObject scenario;
};

QJsonObject certificate(const char *name)
{
    return {{QStringLiteral("name"), QLatin1String(name)}};
}

QJsonObject weak(const char *key, const char *value)
{
    return {{QStringLiteral("name"), QStringLiteral("good")},
            {QLatin1String(key), QLatin1String(value)}};
}

QJsonObject cipher(const char *list)
{
    QJsonObject scenario = weak("version", "TLSv1_2"); // 1.3 has ciphers of its own
    scenario[QStringLiteral("ciphers")] = QLatin1String(list);
    return scenario;
}

QList<Fault> faults()
{
    return {
        {"expired", certificate("expired")},
        {"not yet valid", certificate("future")},
        {"another host's", certificate("wrong-host")},
        {"self-signed", certificate("self-signed")},
        {"unknown authority", certificate("unknown-root")},
        {"intermediate not shown", certificate("broken-chain")},
        {"for clients only", certificate("client-only")},
        {"RSA of 1024 bits", certificate("rsa-1024")},
        {"signed over SHA-1", certificate("sha1")},
        {"common name alone", certificate("name-only")},
        {"common name fits, alternative name does not", certificate("other-name")},
        {"a star for all names", certificate("wildcard")},
        {"TLS 1.0", weak("version", "TLSv1")},
        {"TLS 1.1", weak("version", "TLSv1_1")},
        {"no encryption in TLS", cipher("eNULL")},
        {"no authentication in TLS", cipher("aNULL")},
    };
}

} // namespace

/// S51 and S60: to each of these servers not a byte of a mail or of a password may go.
class TestSmtpTls : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase();
    void goodOnesAreBelieved_data();
    void goodOnesAreBelieved();
    void badOnesAreNot_data();
    void badOnesAreNot();
    void startTlsThatWasTakenOut();
    void wordsBeforeTheHandshake();
    void startTlsRefused_data();
    void startTlsRefused();
    void clearServerOnATlsPort();
    void noLoginInClear();

private:
    /// Sends one letter to a server such as the scenario says; m_told is what that saw.
    Result<void> send(QJsonObject scenario);
    QByteArray seen(const char *where) const;

    Certificates m_certificates;
    QList<QJsonObject> m_told;
};

void TestSmtpTls::initTestCase()
{
    QVERIFY(m_certificates.made());
}

Result<void> TestSmtpTls::send(QJsonObject scenario)
{
    const QString mode = scenario[QStringLiteral("mode")].toString();
    const QString name = scenario[QStringLiteral("name")].toString(QStringLiteral("good"));
    scenario[QStringLiteral("certificate")] = m_certificates.path(name + QStringLiteral(".pem"));
    scenario[QStringLiteral("key")] = m_certificates.path(name + QStringLiteral(".key"));
    SmtpServer server("smtp_faults.py",
                      {QString::fromUtf8(QJsonDocument(scenario).toJson(QJsonDocument::Compact))});
    SmtpOptions options{.host = QStringLiteral("localhost"),
                        .port = server.port(),
                        .security = mode == QLatin1String("tls") ? SmtpSecurity::Tls
                                                                 : SmtpSecurity::StartTls,
                        .user = QStringLiteral("user"),
                        .password = share(Secret::copyOf(password)),
                        .certificateAuthority = m_certificates.root()};
    Result<void> sent;
    {
        const auto mailer = SmtpMailer::create(std::move(options), sampleSender());
        sent = (*mailer)->send(sampleLetter());
    }
    m_told = server.told();
    return sent;
}

QByteArray TestSmtpTls::seen(const char *where) const
{
    QByteArray all;
    for (const QJsonObject &event : m_told)
        all += QByteArray::fromHex(event[QLatin1String(where)].toString().toLatin1());
    return all;
}

void TestSmtpTls::goodOnesAreBelieved_data()
{
    QTest::addColumn<QJsonObject>("scenario");
    for (const char *mode : {"tls", "starttls"}) {
        for (const Fault &good : QList<Fault>{{"good", certificate("good")},
                                              {"with its intermediate", certificate("chain")},
                                              {"TLS 1.2", weak("version", "TLSv1_2")},
                                              {"TLS 1.3", weak("version", "TLSv1_3")}}) {
            QJsonObject scenario = good.scenario;
            scenario[QStringLiteral("mode")] = QLatin1String(mode);
            QTest::addRow("%s, %s", mode, good.name) << scenario;
        }
    }
}

void TestSmtpTls::goodOnesAreBelieved()
{
    QFETCH(const QJsonObject, scenario);
    const Result<void> sent = send(scenario);
    QVERIFY2(sent, sent ? "" : qPrintable(sent.error().detail));
    QCOMPARE(m_told.size(), 1);
    QCOMPARE(m_told[0][QStringLiteral("mails")].toArray().size(), 1);
    QVERIFY(seen("inside").contains((QByteArray("\0user\0", 6) + password).toBase64()));
    QVERIFY(seen("inside").endsWith("QUIT\r\n"));
}

void TestSmtpTls::badOnesAreNot_data()
{
    QTest::addColumn<QJsonObject>("scenario");
    for (const char *mode : {"tls", "starttls"}) {
        for (const Fault &fault : faults()) {
            QJsonObject scenario = fault.scenario;
            scenario[QStringLiteral("mode")] = QLatin1String(mode);
            QTest::addRow("%s, %s", mode, fault.name) << scenario;
        }
    }
}

void TestSmtpTls::badOnesAreNot()
{
    QFETCH(const QJsonObject, scenario);
    const Result<void> sent = send(scenario);
    QVERIFY(!sent);
    QVERIFY2(sent.error().reason == Reason::MailUnsafe, qPrintable(sent.error().detail));
    QCOMPARE(sent.error().about, QStringLiteral("localhost"));
    QVERIFY(m_told.size() >= 1);
    QCOMPARE(seen("inside"), QByteArray());
    const QByteArray clear = seen("clear");
    if (scenario[QStringLiteral("mode")] == QLatin1String("tls"))
        QCOMPARE(clear, QByteArray());
    else
        QVERIFY2(clear.startsWith("EHLO ") && clear.endsWith("\r\nSTARTTLS\r\n") &&
                     clear.count('\n') == 2,
                 clear.constData());
}

void TestSmtpTls::startTlsThatWasTakenOut()
{
    const Result<void> sent = send({{QStringLiteral("mode"), QStringLiteral("starttls")},
                                    {QStringLiteral("step"), QStringLiteral("ehlo")},
                                    {QStringLiteral("fault"), QStringLiteral("strip")}});
    QVERIFY(!sent);
    QCOMPARE(sent.error().reason, Reason::MailUnsafe);
    const QByteArray clear = seen("clear");
    QVERIFY2(!clear.contains("AUTH") && !clear.contains("MAIL"), clear.constData());
    QCOMPARE(seen("inside"), QByteArray());
}

/// "NO STARTTLS" (2021): what came in clear behind the answer would be read as if it had come
/// inside.
void TestSmtpTls::wordsBeforeTheHandshake()
{
    const Result<void> sent = send({{QStringLiteral("mode"), QStringLiteral("starttls")},
                                    {QStringLiteral("step"), QStringLiteral("starttls")},
                                    {QStringLiteral("fault"), QStringLiteral("inject")}});
    QVERIFY(!sent);
    QVERIFY2(sent.error().reason == Reason::MailUnsafe, qPrintable(sent.error().detail));
    QVERIFY(!seen("clear").contains("AUTH") && !seen("clear").contains("MAIL"));
    QCOMPARE(seen("inside"), QByteArray());
}

void TestSmtpTls::startTlsRefused_data()
{
    QTest::addColumn<QString>("reply");
    QTest::addColumn<int>("reason");
    // RFC 3207 4: 454 is for now.
    QTest::newRow("for now") << QStringLiteral("454 4.7.0 TLS not available")
                             << static_cast<int>(Reason::MailDelayed);
    QTest::newRow("for good") << QStringLiteral("502 5.5.1 no")
                              << static_cast<int>(Reason::MailUnsafe);
    QTest::newRow("yes, but not so")
        << QStringLiteral("250 fine") << static_cast<int>(Reason::MailUnsafe);
}

void TestSmtpTls::startTlsRefused()
{
    QFETCH(const QString, reply);
    QFETCH(const int, reason);
    const Result<void> sent = send({{QStringLiteral("mode"), QStringLiteral("starttls")},
                                    {QStringLiteral("step"), QStringLiteral("starttls")},
                                    {QStringLiteral("fault"), reply}});
    QVERIFY(!sent);
    QVERIFY2(static_cast<int>(sent.error().reason) == reason, qPrintable(sent.error().detail));
    QVERIFY(!seen("clear").contains("AUTH") && !seen("clear").contains("MAIL"));
}

void TestSmtpTls::clearServerOnATlsPort()
{
    SmtpServer server("smtp_faults.py", {QStringLiteral("{\"mode\":\"clear\"}")});
    const auto mailer = SmtpMailer::create({.host = QStringLiteral("localhost"),
                                            .port = server.port(),
                                            .security = SmtpSecurity::Tls,
                                            .certificateAuthority = m_certificates.root()},
                                           sampleSender());
    const Result<void> sent = (*mailer)->send(sampleLetter());
    QVERIFY(!sent);
    QVERIFY2(sent.error().reason == Reason::MailUnsafe, qPrintable(sent.error().detail));
    m_told = server.told();
    QVERIFY(!seen("clear").contains("MAIL"));
}

void TestSmtpTls::noLoginInClear()
{
    const auto mailer = SmtpMailer::create({.host = QStringLiteral("localhost"),
                                            .security = SmtpSecurity::ClearLoopback,
                                            .user = QStringLiteral("user"),
                                            .password = share(Secret::copyOf(password))},
                                           sampleSender());
    QVERIFY(!mailer);
    QCOMPARE(mailer.error().reason, Reason::MailMisconfigured);
}

QTEST_GUILESS_MAIN(TestSmtpTls)
#include "test_smtptls.moc"
