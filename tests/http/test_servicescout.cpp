// SPDX-License-Identifier: GPL-3.0-or-later
#include "services/http/servicescout.h"
#include "tests/contract/contractkit.h"
#include "tests/http/standinservice.h"
#include "tests/support/manualclock.h"

#include <QMap>

using namespace latchkey;
using namespace latchkey::contract;

/// What the scout makes of an address. What the services answer is written from their documents,
/// except those of tests/peers, which test_peerrecognition asks themselves.
class TestServiceScout : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void knowsADocumentedAnswer_data();
    void knowsADocumentedAnswer();
    void asksNothingThatChangesAnything();
    void looksBelowAHostAlone();
    void aStrangerIsNothing();
    void aPageTooLargeIsNothing();
    void nobodyThereIsToldSoon();
    void everyRecognisingProfileIsTried();
    void aTrialSaysWhatItSaw();

private:
    static std::vector<ServiceProfile> shipped()
    {
        std::vector<ServiceProfile> profiles;
        for (const QString &id : ServiceProfile::shipped())
            profiles.push_back(ServiceProfile::load(id).value());
        return profiles;
    }
    static TransportRules rulesFor(const QUrl &base)
    {
        return {.base = base,
                .loopbackHttp = true,
                .connectTimeout = std::chrono::milliseconds(500),
                .totalTimeout = std::chrono::milliseconds(3000),
                .firstPause = std::chrono::milliseconds(5)};
    }
    static MisbehavingServer::Behave answering(const QMap<QByteArray, QByteArray> &replies)
    {
        return [replies](QTcpSocket *client, const QByteArray &request) {
            const QByteArray path = request.split(' ').value(1);
            client->write(replies.value(path, MisbehavingServer::reply("404 Not Found")));
        };
    }
    Result<std::vector<Sighting>> look(const QUrl &address)
    {
        return take(m_scout.recognise(rulesFor(address), shipped()));
    }

    const ManualClock m_clock{Instant(std::chrono::seconds(1'900'000'000))};
    ServiceScout m_scout{m_clock};
};

void TestServiceScout::knowsADocumentedAnswer_data()
{
    QTest::addColumn<QByteArray>("path");
    QTest::addColumn<QByteArray>("status");
    QTest::addColumn<QByteArray>("body");
    const auto row = [](const char *id, const char *path, const char *body,
                        const char *status = "200 OK") {
        QTest::newRow(id) << QByteArray(path) << QByteArray(status) << QByteArray(body);
    };
    row("supabase", "/health", R"({"version":"v2","name":"GoTrue","description":"x"})");
    row("kratos", "/schemas", R"([{"id":"default","schema":{"type":"object"}}])");
    row("allauth-headless", "/_allauth/app/v1/config",
        R"({"status":200,"data":{"account":{"login_methods":["email"]}}})");
    row("dj-rest-auth", "/password/reset/", R"({"detail":"Method \"GET\" not allowed."})",
        "405 Method Not Allowed");
    row("directus", "/server/info", R"({"data":{"project":{"project_name":"x"}}})");
    row("strapi", "/_health", "", "204 No Content");
    row("pocketbase", "/api/health", R"({"code":200,"message":"API is healthy.","data":{}})");
    row("appwrite", "/health/version", R"({"version":"1.6.0"})");
    row("authelia", "/api/state",
        R"({"status":"OK","data":{"username":"","authentication_level":0}})");
    row("supertokens", "/signup/email/exists?email=nobody%40example.invalid",
        R"({"status":"OK","exists":false})");
    row("nextcloud", "/status.php", R"({"installed":true,"productname":"Nextcloud"})");
    row("auth0", "/.well-known/openid-configuration",
        R"({"issuer":"https://x.eu.auth0.com/","mfa_challenge_endpoint":"https://x/mfa"})");
}

void TestServiceScout::knowsADocumentedAnswer()
{
    QFETCH(const QByteArray, path);
    QFETCH(const QByteArray, status);
    QFETCH(const QByteArray, body);
    const MisbehavingServer server(answering({{path, MisbehavingServer::reply(status, {}, body)}}));
    const auto seen = look(server.url());
    LATCHKEY_VERIFY_GOOD(seen);
    QCOMPARE(seen->size(), size_t{1});
    QCOMPARE(seen->front().profile, QString::fromLatin1(QTest::currentDataTag()));
    QCOMPARE(seen->front().address, server.url());
}

void TestServiceScout::asksNothingThatChangesAnything()
{
    const MisbehavingServer server(MisbehavingServer::saying(MisbehavingServer::reply("404 No")));
    LATCHKEY_VERIFY_GOOD(look(server.url()));
    QVERIFY(server.requests.size() > 10);
    for (const QByteArray &request : server.requests) {
        QVERIFY2(request.startsWith("GET /"), request.constData());
        QVERIFY2(request.endsWith("\r\n\r\n"), "a body");
    }
}

void TestServiceScout::looksBelowAHostAlone()
{
    const MisbehavingServer server(
        answering({{"/api/auth/ok", MisbehavingServer::reply("200 OK", {}, R"({"ok":true})")}}));
    const auto seen = look(server.url());
    LATCHKEY_VERIFY_GOOD(seen);
    QCOMPARE(seen->size(), size_t{1});
    QCOMPARE(seen->front().profile, QStringLiteral("better-auth"));
    QCOMPARE(seen->front().address.path(), QStringLiteral("/api/auth"));
    // Not where a path was typed.
    QUrl below = server.url();
    below.setPath(QStringLiteral("/elsewhere"));
    QVERIFY(look(below).value().empty());
}

void TestServiceScout::aStrangerIsNothing()
{
    // Says 200 to everything, as the page of an application in a browser does.
    const MisbehavingServer server(MisbehavingServer::saying(
        MisbehavingServer::reply("200 OK", "Content-Type: text/html\r\n", "<html>hello</html>")));
    const auto seen = look(server.url());
    LATCHKEY_VERIFY_GOOD(seen);
    QVERIFY(seen->empty());
}

void TestServiceScout::aPageTooLargeIsNothing()
{
    const MisbehavingServer server([](QTcpSocket *client, const QByteArray &request) {
        client->write(request.startsWith("GET /status.php ")
                          ? MisbehavingServer::reply("200 OK", {}, R"({"productname":"N"})")
                          : MisbehavingServer::reply("200 OK", {}, QByteArray(200'000, 'x')));
    });
    const auto seen = look(server.url());
    // Nothing but pages that are too large is no service; one good answer among them is one.
    QVERIFY(!seen || (seen->size() == 1 && seen->front().profile == u"nextcloud"));
}

void TestServiceScout::nobodyThereIsToldSoon()
{
    QUrl address;
    {
        const MisbehavingServer gone(MisbehavingServer::saying({}));
        address = gone.url();
    }
    LATCHKEY_COMPARE_REASON(look(address), Reason::ServiceUnreachable);
}

void TestServiceScout::everyRecognisingProfileIsTried()
{
    int recognising = 0;
    for (const ServiceProfile &profile : shipped()) {
        recognising += profile->recognise ? 1 : 0;
        if (profile->ranAgainstReal)
            QVERIFY2(profile->recognise || profile->id == u"cognito", qPrintable(profile->id));
    }
    QCOMPARE(recognising, 16);
}

void TestServiceScout::aTrialSaysWhatItSaw()
{
    const auto profile = ServiceProfile::load(QStringLiteral("flask-security")).value();
    const MisbehavingServer good(speakFlaskSecurity());
    const auto well = take(tryRequest(profile, rulesFor(good.url()), {}, m_clock));
    LATCHKEY_VERIFY_GOOD(well);
    QCOMPARE(well->outcome, Outcome::Ok);
    QVERIFY(good.requests.back().contains("@example.invalid"));

    const MisbehavingServer stranger(MisbehavingServer::saying(MisbehavingServer::reply("404 No")));
    const auto strange = take(tryRequest(profile, rulesFor(stranger.url()), {}, m_clock));
    LATCHKEY_VERIFY_GOOD(strange);
    QCOMPARE(strange->outcome, Outcome::Unavailable);
    QVERIFY2(strange->detail.contains(QLatin1String("404")), qPrintable(strange->detail));
}

QTEST_GUILESS_MAIN(TestServiceScout)
#include "test_servicescout.moc"
