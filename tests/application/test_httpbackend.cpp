// SPDX-License-Identifier: GPL-3.0-or-later
#include "application/composition.h"
#include "tests/http/misbehavingserver.h"
#include "tests/support/manualclock.h"
#include "tests/vault/vaultkit.h"

#include <QTemporaryDir>
#include <QtTest>

using namespace latchkey;

namespace {

/// A service that wants an operator's token: the token is a secret, the client has to be given, the
/// scope may be.
const QByteArray profile = R"({
  "id": "own", "title": "Own service", "checked": { "against": "documentation", "version": "1" },
  "variables": {
    "bearer": { "label": "The operator's token", "secret": true },
    "client": { "label": "The client's id", "required": true },
    "scope": { "label": "Scope", "default": "reset" }
  },
  "request": { "steps": [ {
    "method": "POST", "path": "/ask", "headers": { "Authorization": "Bearer {bearer}" },
    "json": { "email": "{email}", "client": "{client}", "scope": "{scope}" },
    "outcomes": [ { "status": 204, "outcome": "ok" } ]
  } ] },
  "set": { "steps": [ {
    "method": "POST", "path": "/set", "json": { "token": "{token}", "password": "{password}" },
    "outcomes": [ { "status": 204, "outcome": "ok" } ]
  } ] },
  "links": [ "{base}/r/{token}" ], "password": { "minimum": 10 }, "link_lifetime": 7200
})";

} // namespace

/// From the settings of a remote service to its back end.
class TestHttpBackend : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init();
    void cleanup() { m_folder.reset(); }

    void profileAndVariablesReachTheServer();
    void describesWhatTheProfileSays();
    void whatTheSettingsLackFailsEachCall_data();
    void whatTheSettingsLackFailsEachCall();
    void aMissingSecretFailsTheCallAndIsAskedForAgain();
    void sendsNoMailAndShowsNone();

private:
    QString write(const QString &name, const QByteArray &content) const;
    static EmailAddress alice() { return EmailAddress::parse(u"alice@example.com").value(); }

    ManualClock m_clock{Instant(std::chrono::seconds(1'900'000'000))};
    std::unique_ptr<QTemporaryDir> m_folder;
    Configuration m_configuration;
};

QString TestHttpBackend::write(const QString &name, const QByteArray &content) const
{
    QFile file(m_folder->filePath(name));
    if (!file.open(QIODevice::WriteOnly) || file.write(content) != content.size())
        qFatal("cannot write %s", qPrintable(name));
    return file.fileName();
}

/// All that is needed, and a secret in the vault; each case takes something away.
void TestHttpBackend::init()
{
    m_folder = std::make_unique<QTemporaryDir>();
    m_configuration = {};
    m_configuration.sourcePath = QStringLiteral("/etc/latchkey.toml");
    m_configuration.service = {.id = QStringLiteral("own"), .name = QStringLiteral("Own")};
    m_configuration.keys = {.source = KeySource::CredentialFile,
                            .credentialFile = m_folder->filePath(QStringLiteral("keys"))};
    m_configuration.remote = {.profileFile = write(QStringLiteral("own.json"), profile),
                              .address = QUrl(QStringLiteral("https://id.example/api")),
                              .development = true,
                              .variables = {{QStringLiteral("client"), QStringLiteral("c-1")}}};
    const auto vault = makeVault(m_configuration);
    QVERIFY(vault);
    QVERIFY(answerOf(
        (*vault)->write(variableName(m_configuration, "bearer"), secretOf("operator's word"))));
}

void TestHttpBackend::profileAndVariablesReachTheServer()
{
    MisbehavingServer server(MisbehavingServer::saying(MisbehavingServer::reply("204 No Content")));
    m_configuration.remote.address = server.url();
    m_configuration.remote.address.setPath(QStringLiteral("/api"));
    const auto backend = openBackend(m_configuration, m_clock);
    const auto receipt = answerOf(backend->service().requestReset(alice()));
    QVERIFY2(receipt, qPrintable(receipt ? QString() : receipt.error().detail));
    QCOMPARE(receipt->linkExpires, m_clock.now() + std::chrono::hours(2));
    QCOMPARE(server.requests.size(), 1U);
    const QByteArray &request = server.requests.front();
    QVERIFY(request.startsWith("POST /api/ask HTTP/1.1\r\n"));
    QVERIFY(request.contains("\r\nAuthorization: Bearer operator's word\r\n"));
    QVERIFY(request.endsWith(R"({"client":"c-1","email":"alice@example.com","scope":"reset"})"));
}

void TestHttpBackend::describesWhatTheProfileSays()
{
    m_configuration.password = {.minimumLength = 15, .askTwice = true};
    m_configuration.remote.address = QUrl(QStringLiteral("https://id.example:8443/api"));
    const auto backend = openBackend(m_configuration, m_clock);
    const ServiceDescription &description = backend->service().description();
    QCOMPARE(description.name, QStringLiteral("Own"));
    QCOMPARE(description.host, QStringLiteral("id.example:8443"));
    QCOMPARE(description.passwordRules.minimumCharacters, 10); // theirs, not ours
    QVERIFY(description.passwordRules.askTwice);
    QCOMPARE(description.linkLifetime, std::chrono::hours(2));
    QCOMPARE(description.mailed, MailedProof::Link);
    QVERIFY(readLink("https://id.example:8443/api/r/abc123", description.linkForms));
    QVERIFY(!readLink("https://id.example/api/r/abc123", description.linkForms));

    m_configuration.remote.linkAddress = QUrl(QStringLiteral("https://www.example"));
    const auto elsewhere = describeService(m_configuration).linkForms;
    QVERIFY(readLink("https://www.example/r/abc123", elsewhere));
    QVERIFY(!readLink("https://id.example:8443/api/r/abc123", elsewhere));
}

void TestHttpBackend::whatTheSettingsLackFailsEachCall_data()
{
    using Spoil = std::function<void(Configuration &, const QString &folder)>;
    QTest::addColumn<Spoil>("spoil");
    QTest::addColumn<Reason>("reason");
    QTest::addColumn<QString>("about"); ///< {} stands for the folder
    QTest::addColumn<QString>("words");
    const auto row = [](const char *name, const Spoil &spoil, Reason reason, const char *about,
                        const char *words) {
        QTest::newRow(name) << spoil << reason << QString::fromLatin1(about)
                            << QString::fromLatin1(words);
    };
    const char *settings = "/etc/latchkey.toml";
    row(
        "profile unknown",
        [](Configuration &one, const QString &) {
            one.remote.profileFile.clear();
            one.remote.profile = QStringLiteral("beter-auth");
        },
        Reason::ConfigurationFaulty, "beter-auth", "better-auth");
    row(
        "profile missing",
        [](Configuration &one, const QString &folder) {
            one.remote.profileFile = folder + QStringLiteral("/none.json");
        },
        Reason::FileUnreadable, "{}/none.json", "");
    row(
        "profile faulty",
        [](Configuration &one, const QString &) {
            QFile file(one.remote.profileFile);
            if (!file.open(QIODevice::WriteOnly) || !file.write(R"({ "id": "own", "sett": {} })"))
                qFatal("cannot write");
        },
        Reason::ConfigurationFaulty, "{}/own.json", "/");
    row(
        "required variable missing",
        [](Configuration &one, const QString &) { one.remote.variables.clear(); },
        Reason::ConfigurationFaulty, settings, "[variables] needs client: The client's id");
    row(
        "required variable empty",
        [](Configuration &one, const QString &) {
            one.remote.variables[QStringLiteral("client")] = QString();
        },
        Reason::ConfigurationFaulty, settings, "[variables] needs client");
    row(
        "variable unknown",
        [](Configuration &one, const QString &) {
            one.remote.variables[QStringLiteral("scop")] = QStringLiteral("canary");
        },
        Reason::ConfigurationFaulty, settings, "no variable \"scop\"; the nearest is scope");
    row(
        "secret in a file",
        [](Configuration &one, const QString &) {
            one.remote.variables[QStringLiteral("bearer")] = QStringLiteral("canary");
        },
        Reason::ConfigurationFaulty, settings, "bearer is a secret: it belongs in the vault");
    row(
        "pin cut short",
        [](Configuration &one, const QString &) {
            one.remote.pins = QStringLiteral("sha256/AAAA");
        },
        Reason::ConfigurationFaulty, settings, "remote.pins: a pin has the form");
    row(
        "pin of another digest",
        [](Configuration &one, const QString &) {
            one.remote.pins = QStringLiteral("sha1/") + QString(44, u'A');
        },
        Reason::ConfigurationFaulty, settings, "remote.pins");
    row(
        "authorities missing",
        [](Configuration &one, const QString &folder) {
            one.remote.certificateAuthority = folder + QStringLiteral("/none.pem");
        },
        Reason::FileUnreadable, "{}/none.pem", "");
    row(
        "authorities without a certificate",
        [](Configuration &one, const QString &) {
            one.remote.certificateAuthority = one.remote.profileFile;
        },
        Reason::FileFaulty, "{}/own.json", "no certificate");
    row(
        "no vault for the secret",
        [](Configuration &one, const QString &) { one.keys.credentialFile.clear(); },
        Reason::ConfigurationFaulty, settings, "keys.credential_file");
}

/// Nothing is sent anywhere, and no value of the settings is told.
void TestHttpBackend::whatTheSettingsLackFailsEachCall()
{
    using Spoil = std::function<void(Configuration &, const QString &folder)>;
    QFETCH(const Spoil, spoil);
    QFETCH(const Reason, reason);
    QFETCH(const QString, about);
    QFETCH(const QString, words);
    qunsetenv("CREDENTIALS_DIRECTORY");
    MisbehavingServer server(MisbehavingServer::saying(MisbehavingServer::reply("204 No Content")));
    m_configuration.remote.address = server.url();
    spoil(m_configuration, m_folder->path());
    const auto backend = openBackend(m_configuration, m_clock);
    RecoveryService &service = backend->service();
    QCOMPARE(service.description().name, QStringLiteral("Own"));

    const Proof proof = PartsProof{.parts = {{"token", secretOf("abc123")}}};
    const auto asked = answerOf(service.requestReset(alice()));
    QVERIFY(!asked);
    QCOMPARE(asked.error().reason, reason);
    QCOMPARE(asked.error().about, QString(about).replace(QLatin1String("{}"), m_folder->path()));
    QVERIFY2(asked.error().detail.contains(words), qPrintable(asked.error().detail));
    QVERIFY(!asked.error().detail.contains(QLatin1String("canary")));
    QCOMPARE(reasonOf(service.inspect(proof)), reason);
    QCOMPARE(reasonOf(service.resetPassword(proof, secretOf("a long new password"))), reason);
    QCOMPARE(reasonOf(service.confirmAddress(proof)), reason);
    QCOMPARE(server.connections, 0);
}

void TestHttpBackend::aMissingSecretFailsTheCallAndIsAskedForAgain()
{
    MisbehavingServer server(MisbehavingServer::saying(MisbehavingServer::reply("204 No Content")));
    m_configuration.remote.address = server.url();
    const auto vault = makeVault(m_configuration);
    QVERIFY(vault);
    const QString name = variableName(m_configuration, "bearer");
    QVERIFY(answerOf((*vault)->remove(name)));
    const auto backend = openBackend(m_configuration, m_clock);
    const auto asked = answerOf(backend->service().requestReset(alice()));
    QVERIFY(!asked);
    QCOMPARE(asked.error().reason, Reason::KeyMissing);
    QCOMPARE(asked.error().about, name);
    QCOMPARE(server.connections, 0);

    QVERIFY(answerOf((*vault)->write(name, secretOf("second word"))));
    QVERIFY(answerOf(backend->service().requestReset(alice())));
    QVERIFY(server.received.contains("Bearer second word\r\n"));
}

void TestHttpBackend::sendsNoMailAndShowsNone()
{
    const auto backend = openBackend(m_configuration, m_clock);
    bool shown = false;
    backend->watchDemoMail([&shown](const SentMail &) { shown = true; });
    const auto waiting = answerOf(backend->drainOutbox(std::chrono::seconds(1)));
    QVERIFY(waiting);
    QCOMPARE(*waiting, 0);
    QVERIFY(!shown);
}

QTEST_GUILESS_MAIN(TestHttpBackend)
#include "test_httpbackend.moc"
