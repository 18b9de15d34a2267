// SPDX-License-Identifier: GPL-3.0-or-later
#include "services/http/transport.h"

#include "tests/contract/contractkit.h"
#include "tests/http/misbehavingserver.h"

#include <QTest>

using namespace latchkey;
using namespace latchkey::contract;

/// By which way a request leaves, with a proxy in the environment as the system's.
class TestProxies : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init();
    void cleanup();
    void thisMachineIsNeverReachedByAProxy_data();
    void thisMachineIsNeverReachedByAProxy();
    void otherMachinesAreReachedByTheSystems();

private:
    static Result<HttpReply> send(const QUrl &base)
    {
        Transport transport({.base = base,
                             .loopbackHttp = true,
                             .totalTimeout = std::chrono::milliseconds(5000),
                             .firstPause = std::chrono::milliseconds(10)});
        return take(transport.send({.method = "POST",
                                    .url = base,
                                    .contentType = "text/plain",
                                    .body = secret("canary-of-a-password")},
                                   std::make_shared<FlowCookies>()));
    }

    std::unique_ptr<MisbehavingServer> m_proxy;
};

void TestProxies::init()
{
    m_proxy = std::make_unique<MisbehavingServer>(
        MisbehavingServer::saying(MisbehavingServer::reply("403 Forbidden")));
    for (const char *name : {"http_proxy", "https_proxy"})
        qputenv(name, m_proxy->url().toEncoded());
    qunsetenv("no_proxy");
}

void TestProxies::cleanup()
{
    for (const char *name : {"http_proxy", "https_proxy"})
        qunsetenv(name);
    m_proxy.reset();
}

void TestProxies::thisMachineIsNeverReachedByAProxy_data()
{
    QTest::addColumn<QString>("host");
    QTest::newRow("address") << QStringLiteral("127.0.0.1");
    QTest::newRow("name") << QStringLiteral("localhost");
}

/// What is allowed to go in the clear because it stays here must stay here.
void TestProxies::thisMachineIsNeverReachedByAProxy()
{
    QFETCH(const QString, host);
    MisbehavingServer server(MisbehavingServer::saying(MisbehavingServer::reply("200 OK")));
    QUrl base = server.url();
    base.setHost(host);
    const auto reply = send(base);
    QCOMPARE(m_proxy->received, QByteArray());
    QCOMPARE(m_proxy->connections, 0);
    LATCHKEY_VERIFY_GOOD(reply);
    QCOMPARE(reply->status, 200);
    QCOMPARE(server.requests.size(), size_t{1});
}

void TestProxies::otherMachinesAreReachedByTheSystems()
{
    const auto reply = send(QUrl(QStringLiteral("https://id.example/reset")));
    LATCHKEY_COMPARE_REASON(reply, Reason::ServiceUnreachable);
    QVERIFY(m_proxy->received.startsWith("CONNECT id.example:443 HTTP/1.1\r\n"));
    QVERIFY(!m_proxy->received.contains("canary"));
    QVERIFY(!m_proxy->received.contains("/reset"));
}

QTEST_GUILESS_MAIN(TestProxies)
#include "test_proxies.moc"
