// SPDX-License-Identifier: GPL-3.0-or-later
#include "services/http/transport.h"

#include "tests/contract/contractkit.h"
#include "tests/http/misbehavingserver.h"

#include <QElapsedTimer>
#include <QTest>
#include <QTimer>

using namespace latchkey;
using namespace latchkey::contract;

namespace {

const QByteArray password = "canary-of-a-password";

HttpRequest get(const QUrl &url)
{
    return {.method = "GET", .url = url};
}

HttpRequest post(const QUrl &url, const QByteArray &method = "POST")
{
    return {.method = method, .url = url, .contentType = "text/plain", .body = secret(password)};
}

/// Times that a test can wait for.
TransportRules rulesFor(const QUrl &base)
{
    return {.base = base,
            .loopbackHttp = true,
            .connectTimeout = std::chrono::milliseconds(300),
            .totalTimeout = std::chrono::milliseconds(1500),
            .firstPause = std::chrono::milliseconds(10)};
}

Result<HttpReply> send(Transport &transport, const HttpRequest &request)
{
    return take(transport.send(request, std::make_shared<FlowCookies>()));
}

} // namespace

/// The rules of the network, each before a server that breaks them; what left is counted there.
class TestTransport : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void anyStatusIsAnAnswer_data();
    void anyStatusIsAnAnswer();
    void onlyTheServiceIsSpokenTo_data();
    void onlyTheServiceIsSpokenTo();
    void noRedirectIsFollowed_data();
    void noRedirectIsFollowed();
    void noBodyIsSentTwice_data();
    void noBodyIsSentTwice();
    void brokenKeptConnectionSendsNoBodyAgain();
    void getIsAskedAgain_data();
    void getIsAskedAgain();
    void nobodyThereIsTriedThreeTimes();
    void largeReplyIsRefused_data();
    void largeReplyIsRefused();
    void largeHeadIsRefused_data();
    void largeHeadIsRefused();
    void endlessHeadEnds_data();
    void endlessHeadEnds();
    void slowReplyEnds_data();
    void slowReplyEnds();
    void cookiesStayInTheirFlow();
    void nobodyIsAskedForAPassword();
    void headersSayNothingMore();
};

void TestTransport::anyStatusIsAnAnswer_data()
{
    QTest::addColumn<int>("status");
    for (const int status : {200, 204, 302, 400, 401, 403, 404, 405, 409, 410, 418, 422, 500, 502})
        QTest::addRow("%d", status) << status;
}

void TestTransport::anyStatusIsAnAnswer()
{
    QFETCH(const int, status);
    const QByteArray body = status == 204 ? QByteArray() : QByteArray("{\"a\":1}");
    MisbehavingServer server(MisbehavingServer::saying(MisbehavingServer::reply(
        QByteArray::number(status) + " Word", "X-Two: first\r\nx-two: second\r\n", body)));
    Transport transport(rulesFor(server.url()));
    for (const HttpRequest &request : {get(server.url()), post(server.url())}) {
        const auto reply = send(transport, request);
        LATCHKEY_VERIFY_GOOD(reply);
        QCOMPARE(reply->status, status);
        QCOMPARE(reply->body, body);
        QVERIFY(reply->header("X-TWO").startsWith("first"));
    }
    QCOMPARE(server.requests.size(), size_t{2});
}

void TestTransport::onlyTheServiceIsSpokenTo_data()
{
    QTest::addColumn<QString>("address");
    QTest::addColumn<bool>("development");
    const auto row = [](const char *address, bool development) {
        QTest::addRow("%s%s", address, development ? ", development" : "")
            << QString::fromUtf8(address) << development;
    };
    row("http://127.0.0.1:%1/", false);
    row("http://127.0.0.1:1/", true);
    row("http://localhost:%1/", true); // another origin than the configured one
    row("http://user@127.0.0.1:%1/", true);
    row("http://example.com/", true);
    row("ftp://127.0.0.1:%1/", true);
    row("file:///etc/passwd", true);
    row("data:text/plain,x", true);
    row("qrc:/services/flask-forms.json", true);
    row("", true);
}

void TestTransport::onlyTheServiceIsSpokenTo()
{
    QFETCH(const QString, address);
    QFETCH(const bool, development);
    MisbehavingServer server(MisbehavingServer::saying(MisbehavingServer::reply("200 OK")));
    TransportRules rules = rulesFor(server.url());
    rules.loopbackHttp = development;
    Transport transport(rules);
    const QUrl url(address.contains(u'%') ? address.arg(server.serverPort()) : address);
    LATCHKEY_COMPARE_REASON(send(transport, post(url)), Reason::ServiceUnreachable);
    QCOMPARE(server.connections, 0);
}

void TestTransport::noRedirectIsFollowed_data()
{
    QTest::addColumn<QByteArray>("status");
    QTest::addColumn<QByteArray>("method");
    QTest::addColumn<int>("target");
    for (const char *status : {"301", "302", "303", "307", "308"}) {
        for (const char *method : {"GET", "POST"}) {
            for (int target = 0; target < 3; ++target)
                QTest::addRow("%s %s %d", status, method, target)
                    << QByteArray(status) << QByteArray(method) << target;
        }
    }
}

void TestTransport::noRedirectIsFollowed()
{
    QFETCH(const QByteArray, status);
    QFETCH(const QByteArray, method);
    QFETCH(const int, target);
    MisbehavingServer other(MisbehavingServer::saying(MisbehavingServer::reply("200 OK")));
    const QByteArray targets[] = {"/elsewhere?token=T", other.url().toEncoded() + "/x",
                                  "latchkey://reset?token=T"};
    MisbehavingServer server(MisbehavingServer::saying(
        MisbehavingServer::reply(status + " Away", "Location: " + targets[target] + "\r\n")));
    Transport transport(rulesFor(server.url()));
    const auto reply = send(transport, method == "GET" ? get(server.url()) : post(server.url()));
    LATCHKEY_VERIFY_GOOD(reply);
    QCOMPARE(reply->status, status.toInt());
    QCOMPARE(reply->redirectTarget(), server.url().resolved(QUrl::fromEncoded(targets[target])));
    QCOMPARE(server.requests.size(), size_t{1});
    QCOMPARE(other.connections, 0);
}

void TestTransport::noBodyIsSentTwice_data()
{
    using Behave = MisbehavingServer::Behave;
    QTest::addColumn<Behave>("behave");
    QTest::addColumn<Reason>("reason");
    const auto row = [](const char *name, Reason reason, Behave behave) {
        QTest::newRow(name) << behave << reason;
    };
    row("closes", Reason::AnswerLost, [](QTcpSocket *client, auto &) { client->close(); });
    row("aborts", Reason::AnswerLost, [](QTcpSocket *client, auto &) { client->abort(); });
    row("half an answer", Reason::AnswerLost, [](QTcpSocket *client, auto &) {
        client->write("HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\nhalf");
        client->disconnectFromHost();
    });
    row("nonsense", Reason::AnswerLost, [](QTcpSocket *client, auto &) {
        client->write("what?\r\n\r\n");
        client->disconnectFromHost();
    });
    row("silence", Reason::AnswerLost, [](QTcpSocket *, auto &) {});
    row("503", Reason::Internal, MisbehavingServer::saying(MisbehavingServer::reply("503 No")));
    row("429", Reason::Internal, MisbehavingServer::saying(MisbehavingServer::reply("429 No")));
}

void TestTransport::noBodyIsSentTwice()
{
    QFETCH(const MisbehavingServer::Behave, behave);
    QFETCH(const Reason, reason);
    for (const char *method : {"POST", "PUT", "PATCH"}) {
        MisbehavingServer server(behave);
        Transport transport(rulesFor(server.url()));
        const auto reply = send(transport, post(server.url(), method));
        if (reason == Reason::Internal)
            LATCHKEY_VERIFY_GOOD(reply);
        else
            LATCHKEY_COMPARE_REASON(reply, reason);
        QTest::qWait(50); // for a second request, which must not come
        QCOMPARE(server.requests.size(), size_t{1});
        QCOMPARE(server.received.count(password), 1);
    }
}

// Qt sends again by itself on a connection that it has kept and finds closed.
void TestTransport::brokenKeptConnectionSendsNoBodyAgain()
{
    int asked = 0;
    MisbehavingServer server([&asked](QTcpSocket *client, const QByteArray &) {
        if (++asked == 1)
            client->write(MisbehavingServer::reply("200 OK"));
        else
            client->abort();
    });
    Transport transport(rulesFor(server.url()));
    LATCHKEY_VERIFY_GOOD(send(transport, get(server.url())));
    LATCHKEY_COMPARE_REASON(send(transport, post(server.url())), Reason::AnswerLost);
    QTest::qWait(50);
    QCOMPARE(server.received.count(password), 1);
}

void TestTransport::getIsAskedAgain_data()
{
    QTest::addColumn<QByteArray>("status");
    QTest::addColumn<int>("refusals");
    QTest::addColumn<int>("requests");
    QTest::newRow("503 once") << QByteArray("503") << 1 << 2;
    QTest::newRow("429 twice") << QByteArray("429") << 2 << 3;
    QTest::newRow("503 for ever") << QByteArray("503") << 9 << 3;
    QTest::newRow("500 is final") << QByteArray("500") << 9 << 1;
}

void TestTransport::getIsAskedAgain()
{
    QFETCH(const QByteArray, status);
    QFETCH(const int, refusals);
    QFETCH(const int, requests);
    int asked = 0;
    MisbehavingServer server([&](QTcpSocket *client, const QByteArray &) {
        client->write(MisbehavingServer::reply(++asked <= refusals ? status + " No" : "200 OK"));
    });
    Transport transport(rulesFor(server.url()));
    const auto reply = send(transport, get(server.url()));
    LATCHKEY_VERIFY_GOOD(reply);
    QCOMPARE(reply->status, refusals < requests ? 200 : status.toInt());
    QCOMPARE(asked, requests);
}

// Nothing has left, so it may be tried again, a body too.
void TestTransport::nobodyThereIsTriedThreeTimes()
{
    QUrl url;
    {
        const MisbehavingServer gone(MisbehavingServer::saying({}));
        url = gone.url();
    }
    Transport transport(rulesFor(url));
    QElapsedTimer timer;
    timer.start();
    const auto reply = send(transport, post(url));
    QVERIFY2(!reply && (reply.error().reason == Reason::ServiceUnreachable ||
                        reply.error().reason == Reason::Offline),
             reasonOf(reply).data());
    QVERIFY2(!reply.error().detail.contains(QString::number(url.port())),
             qPrintable(reply.error().detail));
    QVERIFY(timer.elapsed() >= 8 + 16); // the two pauses, a fifth less
}

void TestTransport::largeReplyIsRefused_data()
{
    QTest::addColumn<QByteArray>("reply");
    QTest::addColumn<bool>("good");
    const QByteArray largest(64 * 1024, 'a');
    QTest::newRow("64 KiB") << MisbehavingServer::reply("200 OK", {}, largest) << true;
    QTest::newRow("a byte more") << MisbehavingServer::reply("200 OK", {}, largest + 'a') << false;
    QTest::newRow("no end") << "HTTP/1.1 200 OK\r\nContent-Length: 4000000000\r\n\r\n" +
                                   QByteArray(1 << 20, 'a')
                            << false;
    QTest::newRow("chunks")
        << "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n" +
               QByteArray("8000\r\n" + QByteArray(0x8000, 'a') + "\r\n").repeated(9)
        << false;
    QTest::newRow("compressed, unasked")
        << MisbehavingServer::reply("200 OK", "Content-Encoding: gzip\r\n", "\x1f\x8b nonsense")
        << false;
    QTest::newRow("in an encoding of its own")
        << MisbehavingServer::reply("200 OK", "Content-Encoding: br\r\n", "x") << false;
}

void TestTransport::largeReplyIsRefused()
{
    QFETCH(const QByteArray, reply);
    QFETCH(const bool, good);
    MisbehavingServer server(MisbehavingServer::saying(reply));
    Transport transport(rulesFor(server.url()));
    const auto received = send(transport, get(server.url()));
    QCOMPARE(reasonOf(received), good ? "good" : "ServiceUnreachable");
    if (good)
        QCOMPARE(received->body.size(), 64 * 1024);
    QVERIFY(server.received.toLower().contains("accept-encoding: identity"));
}

void TestTransport::largeHeadIsRefused_data()
{
    QTest::addColumn<QByteArray>("headers");
    QTest::addColumn<bool>("refused");
    const QByteArray line = "X-A: " + QByteArray(1017, 'b') + "\r\n";
    QTest::newRow("60 KiB") << line.repeated(60) << false;
    QTest::newRow("65 KiB in lines") << line.repeated(65) << true;
    QTest::newRow("65 KiB in one") << "X-A: " + QByteArray(65 * 1024, 'b') + "\r\n" << true;
    QTest::newRow("65 KiB of cookies")
        << ("Set-Cookie: a=" + QByteArray(1008, 'b') + "\r\n").repeated(65) << true;
}

void TestTransport::largeHeadIsRefused()
{
    QFETCH(const QByteArray, headers);
    QFETCH(const bool, refused);
    MisbehavingServer server(
        MisbehavingServer::saying(MisbehavingServer::reply("200 OK", headers, "body")));
    Transport transport(rulesFor(server.url()));
    const auto cookies = std::make_shared<FlowCookies>();
    const auto reply = take(transport.send(get(server.url()), cookies));
    if (refused)
        LATCHKEY_COMPARE_REASON(reply, Reason::ServiceUnreachable);
    else
        LATCHKEY_VERIFY_GOOD(reply);
    QVERIFY(!refused || cookies->headerFor(server.url()).isEmpty());
}

void TestTransport::endlessHeadEnds_data()
{
    QTest::addColumn<QByteArray>("begin");
    QTest::addColumn<QByteArray>("again");
    const QByteArray ok = "HTTP/1.1 200 OK\r\n";
    const QByteArray bulk(1000, 'b');
    QTest::newRow("lines") << ok << "X-A: " + bulk + "\r\n";
    QTest::newRow("a line") << ok + "X-A: " << bulk;
    QTest::newRow("a name") << ok << bulk;
    QTest::newRow("a status") << QByteArray("HTTP/1.1 200 ") << bulk;
    QTest::newRow("interim answers") << QByteArray() << QByteArray("HTTP/1.1 100 Continue\r\n\r\n");
}

// Poured as fast as it is taken. Qt tells of a head when it is whole, so time ends this one.
void TestTransport::endlessHeadEnds()
{
    QFETCH(const QByteArray, begin);
    QFETCH(const QByteArray, again);
    qint64 poured = 0;
    MisbehavingServer server([&](QTcpSocket *client, auto &) {
        // So that what was taken is not what waits in the system.
        client->setSocketOption(QAbstractSocket::SendBufferSizeSocketOption, 16 * 1024);
        client->write(begin);
        const auto pour = [client, &again, &poured](qint64 taken) {
            poured += taken;
            while (client->bytesToWrite() < 64 * 1024)
                client->write(again);
        };
        QObject::connect(client, &QTcpSocket::bytesWritten, client, pour);
        pour(0);
    });
    TransportRules rules = rulesFor(server.url());
    rules.totalTimeout = std::chrono::milliseconds(400);
    Transport transport(rules);
    LATCHKEY_COMPARE_REASON(send(transport, get(server.url())), Reason::TimedOut);
    constexpr qint64 most = 4LL << 20;
    QVERIFY2(poured < most, QByteArray::number(poured).data());
}

void TestTransport::slowReplyEnds_data()
{
    using Behave = MisbehavingServer::Behave;
    QTest::addColumn<Behave>("behave");
    QTest::newRow("silence") << Behave([](QTcpSocket *, auto &) {});
    QTest::newRow("a byte at a time") << Behave([](QTcpSocket *client, auto &) {
        client->write("HTTP/1.1 200 OK\r\nContent-Length: 100000\r\n\r\n");
        auto *drip = new QTimer(client);
        QObject::connect(drip, &QTimer::timeout, client, [client] { client->write("a"); });
        drip->start(20);
    });
    QTest::newRow("headers without end") << Behave([](QTcpSocket *client, auto &) {
        client->write("HTTP/1.1 200 OK\r\n");
        auto *drip = new QTimer(client);
        QObject::connect(drip, &QTimer::timeout, client, [client] { client->write("X-A: b\r\n"); });
        drip->start(20);
    });
}

void TestTransport::slowReplyEnds()
{
    QFETCH(const MisbehavingServer::Behave, behave);
    MisbehavingServer server(behave);
    TransportRules rules = rulesFor(server.url());
    rules.totalTimeout = std::chrono::milliseconds(400);
    Transport transport(rules);
    QElapsedTimer timer;
    timer.start();
    const auto reply = send(transport, get(server.url()));
    LATCHKEY_COMPARE_REASON(reply, Reason::TimedOut);
    // Whoever is connected and silent is given the whole time.
    QCOMPARE(reply.error().detail, QStringLiteral("in all"));
    QVERIFY2(timer.elapsed() >= 390, QByteArray::number(timer.elapsed()).data());
}

void TestTransport::cookiesStayInTheirFlow()
{
    MisbehavingServer server(MisbehavingServer::saying(MisbehavingServer::reply(
        "200 OK",
        "Set-Cookie: session=one; HttpOnly\r\nSet-Cookie: foreign=x; Domain=example.com\r\n"
        "Set-Cookie: safe=y; Secure\r\nSet-Cookie: XSRF-TOKEN=a%3Db\r\n")));
    Transport transport(rulesFor(server.url()));
    const auto flow = std::make_shared<FlowCookies>();
    for (int i = 0; i < 2; ++i)
        LATCHKEY_VERIFY_GOOD(take(transport.send(get(server.url()), flow)));
    LATCHKEY_VERIFY_GOOD(send(transport, get(server.url()))); // another flow
    QVERIFY(!server.requests[0].contains("Cookie:"));
    QVERIFY(server.requests[1].contains("session=one"));
    QVERIFY(!server.requests[1].contains("foreign") && !server.requests[1].contains("safe"));
    QVERIFY(!server.requests[2].contains("Cookie:"));
    QCOMPARE(flow->value("XSRF-TOKEN", server.url()), "a=b");
}

void TestTransport::nobodyIsAskedForAPassword()
{
    for (const char *scheme : {"Basic realm=x", "Digest realm=x, nonce=y", "NTLM", "Negotiate"}) {
        MisbehavingServer server(MisbehavingServer::saying(MisbehavingServer::reply(
            "401 Who", QByteArray("WWW-Authenticate: ") + scheme + "\r\n", "body")));
        Transport transport(rulesFor(server.url()));
        const auto reply = send(transport, post(server.url()));
        LATCHKEY_VERIFY_GOOD(reply);
        QCOMPARE(reply->status, 401);
        QCOMPARE(server.requests.size(), size_t{1});
    }
}

void TestTransport::headersSayNothingMore()
{
    MisbehavingServer server(MisbehavingServer::saying(MisbehavingServer::reply("200 OK")));
    Transport transport(rulesFor(server.url()));
    LATCHKEY_VERIFY_GOOD(send(transport, post(server.url())));
    QStringList names;
    for (const QByteArray &line :
         server.requests[0].left(server.requests[0].indexOf("\r\n\r\n")).split('\n').mid(1))
        names += QString::fromUtf8(line.left(line.indexOf(':')).toLower());
    names.sort();
    QCOMPARE(names.join(u' '),
             QStringLiteral("accept-encoding accept-language connection "
                            "content-length content-type host idempotency-key user-agent"));
}

QTEST_GUILESS_MAIN(TestTransport)
#include "test_transport.moc"
