// SPDX-License-Identifier: GPL-3.0-or-later
#include "services/http/transport.h"

#include "tests/contract/contractkit.h"
#include "tests/http/misbehavingserver.h"
#include "tests/http/tlsserver.h"

#include <QProcess>
#include <QScopeGuard>
#include <QTemporaryDir>
#include <QTest>

using namespace latchkey;
using namespace latchkey::contract;

namespace {

const QByteArray password = "canary-of-a-password";

} // namespace

/// What the network can pretend to be: servers that must not get a byte of a request, counted after
/// their decryption, and those that may.
class TestTls : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase();
    void wrongServersGetNothing_data();
    void wrongServersGetNothing();
    void rightServersGetEverything_data();
    void rightServersGetEverything();
    void nothingNewerIsOffered_data();
    void nothingNewerIsOffered();
    void privateAuthorityStandsForTheSystems();
    void pinsAreKept();
    void namesAreMatched_data();
    void namesAreMatched();

private:
    QString file(const QString &name) const { return m_folder.filePath(name); }
    QStringList inFolder(QStringList options) const
    {
        return options.replaceInStrings(QStringLiteral("%1"), m_folder.path());
    }
    QStringList certificate(const QString &name) const
    {
        QStringList options = {QStringLiteral("-cert"),   file(name + QStringLiteral(".pem")),
                               QStringLiteral("-key"),    file(name + QStringLiteral(".key")),
                               QStringLiteral("-cipher"), QStringLiteral("ALL:@SECLEVEL=0")};
        if (name == QLatin1String("chain") || name == QLatin1String("revoked"))
            options += {QStringLiteral("-cert_chain"), file(QStringLiteral("between.pem"))};
        return options;
    }
    TransportRules rules(const QUrl &url) const
    {
        QUrl base = url;
        base.setPath(QString());
        return {.base = base,
                .trust = {.authorities = readAuthorities(file(QStringLiteral("root.pem"))).value()},
                .connectTimeout = std::chrono::seconds(10),
                .totalTimeout = std::chrono::seconds(10),
                .firstPause = std::chrono::milliseconds(10)};
    }
    /// A server in this process, which answers as it should.
    QSslConfiguration serverSide(const QString &name, QSsl::SslProtocol protocol) const
    {
        QFile key(file(name + QStringLiteral(".key")));
        if (!key.open(QIODevice::ReadOnly))
            qFatal("no key %s", qPrintable(name));
        QSslConfiguration configuration = QSslConfiguration::defaultConfiguration();
        configuration.setLocalCertificateChain(
            QSslCertificate::fromPath(file(name + QStringLiteral(".pem"))));
        configuration.setPrivateKey(QSslKey(&key, QSsl::Ec));
        configuration.setPeerVerifyMode(QSslSocket::VerifyNone);
        configuration.setProtocol(protocol);
        configuration.setAllowedNextProtocols({"h2", "http/1.1"});
        return configuration;
    }
    Result<HttpReply> send(const TransportRules &rules, const QUrl &url)
    {
        Transport transport(rules);
        return take(transport.send(
            {.method = "POST", .url = url, .contentType = "text/plain", .body = secret(password)},
            std::make_shared<FlowCookies>()));
    }

    QTemporaryDir m_folder;
};

void TestTls::initTestCase()
{
    QProcess make;
    make.start(QStringLiteral(LATCHKEY_SOURCE_DIR "/tests/tools/make-certificates"),
               {m_folder.path()});
    QVERIFY(make.waitForFinished(60'000));
    QCOMPARE(make.exitCode(), 0);
    // From before it was taken back, and damaged in its signature.
    QFile good(file(QStringLiteral("unrevoked.ocsp")));
    QVERIFY(good.open(QIODevice::ReadOnly));
    QByteArray forged = good.readAll();
    forged.back() = static_cast<char>(forged.back() ^ 1);
    QFile out(file(QStringLiteral("forged.ocsp")));
    QVERIFY(out.open(QIODevice::WriteOnly) && out.write(forged) == forged.size());
}

void TestTls::wrongServersGetNothing_data()
{
    QTest::addColumn<QString>("certificate");
    QTest::addColumn<QStringList>("options");
    const auto row = [](const char *name, const char *certificate, const char *options = "") {
        QTest::newRow(name) << QString::fromUtf8(certificate)
                            << QString::fromUtf8(options).split(u' ', Qt::SkipEmptyParts);
    };
    row("expired", "expired");
    row("revoked, by the answer it shows", "revoked", "-status_file %1/revoked.ocsp");
    row("another's answer about revocation", "revoked", "-status_file %1/chain.ocsp");
    row("a forged answer about revocation", "revoked", "-status_file %1/forged.ocsp");
    row("not yet valid", "future");
    row("wrong host", "wrong-host");
    row("self-signed", "self-signed");
    row("unknown root", "unknown-root");
    row("broken chain", "broken-chain");
    row("for clients only", "client-only");
    row("RSA of 1024 bits", "rsa-1024");
    row("SHA-1", "sha1");
    row("common name only", "name-only");
    row("common name, other alternative", "other-name");
    row("wildcard of everything", "wildcard");
    row("TLS 1.0", "good", "-tls1");
    row("TLS 1.1", "good", "-tls1_1");
    row("no encryption", "good", "-tls1_2 -cipher eNULL:@SECLEVEL=0");
    row("no forward secrecy", "rsa-2048", "-tls1_2 -cipher AES128-GCM-SHA256:@SECLEVEL=0");
    row("no authenticated encryption", "good",
        "-tls1_2 -cipher ECDHE-ECDSA-AES128-SHA:@SECLEVEL=0");
}

void TestTls::wrongServersGetNothing()
{
    QFETCH(const QString, certificate);
    QFETCH(const QStringList, options);
    TlsServer server(this->certificate(certificate) + inFolder(options));
    const auto reply = send(rules(server.url()), server.url());
    LATCHKEY_COMPARE_REASON(reply, Reason::CertificateWrong);
    QCOMPARE(server.received().size(), 0);
}

// The same server and the same count, so that nothing above is right for being unreachable.
void TestTls::rightServersGetEverything_data()
{
    QTest::addColumn<QString>("certificate");
    QTest::addColumn<QStringList>("options");
    const auto row = [](const char *name, const char *certificate, const char *options = "") {
        QTest::newRow(name) << QString::fromUtf8(certificate)
                            << QString::fromUtf8(options).split(u' ', Qt::SkipEmptyParts);
    };
    row("by a private authority", "good");
    row("by one between", "chain");
    row("with a key of RSA", "rsa-2048");
    row("not revoked, by the answer it shows", "chain", "-status_file %1/chain.ocsp");
    row("not revoked, by one as short as can be", "revoked", "-status_file %1/unrevoked.ocsp");
    row("not revoked, without its issuer", "good", "-status_file %1/good.ocsp");
    row("TLS 1.3", "good", "-tls1_3");
    row("TLS 1.2", "good", "-tls1_2");
    row("ChaCha20", "good", "-tls1_2 -cipher ECDHE-ECDSA-CHACHA20-POLY1305:@SECLEVEL=0");
}

void TestTls::rightServersGetEverything()
{
    QFETCH(const QString, certificate);
    QFETCH(const QStringList, options);
    TlsServer server(this->certificate(certificate) + inFolder(options));
    LATCHKEY_VERIFY_GOOD(send(rules(server.url()), server.url()));
    const QByteArray received = server.received();
    QVERIFY(received.startsWith("POST /reset HTTP/1.1\r\n") && received.endsWith(password));
}

// CVE-2024-39936: over HTTP/2 a Qt before 6.5.7 says encrypted() when the request has left.
void TestTls::nothingNewerIsOffered_data()
{
    QTest::addColumn<QSsl::SslProtocol>("protocol");
    QTest::newRow("TLS 1.3") << QSsl::TlsV1_3;
    QTest::newRow("TLS 1.2") << QSsl::TlsV1_2;
}

void TestTls::nothingNewerIsOffered()
{
    QFETCH(const QSsl::SslProtocol, protocol);
    MisbehavingServer server(MisbehavingServer::saying(MisbehavingServer::reply("200 OK")),
                             serverSide(QStringLiteral("good"), protocol));
    const QUrl url = server.url(QStringLiteral("https"));
    const auto reply = send(rules(url), url);
    LATCHKEY_VERIFY_GOOD(reply);
    QCOMPARE(reply->status, 200);
    QVERIFY(server.requests[0].endsWith(password));
    QVERIFY2(QT_VERSION >= QT_VERSION_CHECK(6, 5, 7) || server.offered != "h2",
             server.offered.data());
}

void TestTls::privateAuthorityStandsForTheSystems()
{
    const auto authority = [this](const char *name) {
        return readAuthorities(file(QString::fromLatin1(name))).value();
    };
    // As though the system believed this one; put back below.
    const QSslConfiguration before = QSslConfiguration::defaultConfiguration();
    QSslConfiguration system = before;
    system.setCaCertificates(authority("stranger.pem"));
    QSslConfiguration::setDefaultConfiguration(system);
    const auto restored = qScopeGuard([&] { QSslConfiguration::setDefaultConfiguration(before); });

    MisbehavingServer ofSystem(MisbehavingServer::saying(MisbehavingServer::reply("200 OK")),
                               serverSide(QStringLiteral("unknown-root"), QSsl::TlsV1_2OrLater));
    MisbehavingServer ofOurs(MisbehavingServer::saying(MisbehavingServer::reply("200 OK")),
                             serverSide(QStringLiteral("good"), QSsl::TlsV1_2OrLater));
    const auto asked = [&](const MisbehavingServer &server, bool ours) {
        const QUrl url = server.url(QStringLiteral("https"));
        TransportRules asking = rules(url);
        if (!ours)
            asking.trust.authorities.clear();
        return reasonOf(send(asking, url));
    };
    const QByteArray wrong = reasonName(Reason::CertificateWrong).data();
    QCOMPARE(asked(ofSystem, false), "good");
    QCOMPARE(asked(ofOurs, true), "good");
    QCOMPARE(asked(ofOurs, false), wrong);
    QCOMPARE(asked(ofSystem, true), wrong); // CVE-2023-34410
    QCOMPARE(ofSystem.received.count(password), 1);
    QCOMPARE(ofOurs.received.count(password), 1);
}

void TestTls::pinsAreKept()
{
    MisbehavingServer server(MisbehavingServer::saying(MisbehavingServer::reply("200 OK")),
                             serverSide(QStringLiteral("good"), QSsl::TlsV1_2OrLater));
    const QUrl url = server.url(QStringLiteral("https"));
    const auto pinned = [this](const QString &name) {
        const auto shown = QSslCertificate::fromPath(file(name + QStringLiteral(".pem")));
        return QStringLiteral("sha256/") + QString::fromLatin1(pinOf(shown.first()));
    };
    const QString other = pinned(QStringLiteral("chain"));
    TransportRules kept = rules(url);
    kept.trust.pins = readPins({other, pinned(QStringLiteral("good"))}).value();
    LATCHKEY_VERIFY_GOOD(send(kept, url));
    kept.trust.pins = readPins({other}).value();
    LATCHKEY_COMPARE_REASON(send(kept, url), Reason::CertificateWrong);
    QCOMPARE(server.requests.size(), size_t{1});
    QCOMPARE(server.received, server.requests[0]);
    for (const char *text : {"", "sha1/AAAA", "sha256/AAAA", "sha256/****"})
        LATCHKEY_COMPARE_REASON(readPins({QString::fromUtf8(text)}), Reason::ConfigurationFaulty);
}

void TestTls::namesAreMatched_data()
{
    QTest::addColumn<QString>("certificate");
    QTest::addColumn<QString>("host");
    QTest::addColumn<bool>("matches");
    const auto row = [](const char *certificate, const char *host, bool matches) {
        QTest::addRow("%s %s", certificate, host)
            << QString::fromUtf8(certificate) << QString::fromUtf8(host) << matches;
    };
    row("good", "localhost", true);
    row("good", "LOCALHOST", true);
    row("good", "127.0.0.1", true);
    row("good", "::1", true);
    row("good", "127.0.0.2", false);
    row("good", "a.localhost", false);
    row("good", "localhost.example", false);
    row("good", "", false);
    row("wrong-host", "mail.example.org", true);
    row("wrong-host", "mail.example.org.", false);
    row("name-only", "localhost", false);
    row("wildcard", "localhost", false);
    row("wildcard", "example.org", false);
}

void TestTls::namesAreMatched()
{
    QFETCH(const QString, certificate);
    QFETCH(const QString, host);
    QFETCH(const bool, matches);
    const auto shown = QSslCertificate::fromPath(file(certificate + QStringLiteral(".pem")));
    QCOMPARE(namesHost(shown.first(), host), matches);
}

QTEST_GUILESS_MAIN(TestTls)
#include "test_tls.moc"
