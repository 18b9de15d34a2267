// SPDX-License-Identifier: GPL-3.0-or-later
#include "services/http/transport.h"

#include "services/http/exchange.h"

#include <QElapsedTimer>
#include <QHostAddress>
#include <QNetworkProxyFactory>

namespace latchkey {

namespace {

bool isLoopback(const QString &host)
{
    return host == QLatin1String("localhost") || QHostAddress(host).isLoopback();
}

/// The system's, for our manager alone, which speaks to one origin. What goes to this machine goes
/// straight there: a proxy would get it in the clear. Asking the system is no matter of course
/// either (libproxy looks through the desktop's settings, in a thread of its own that the asking
/// one waits for), so its answer holds for a while.
class SystemProxies final : public QNetworkProxyFactory
{
public:
    QList<QNetworkProxy> queryProxy(const QNetworkProxyQuery &query) override
    {
        if (isLoopback(query.peerHostName()))
            return {QNetworkProxy(QNetworkProxy::NoProxy)};
        if (m_known.isEmpty() || m_asked.hasExpired(aMinute)) {
            m_known = systemProxyForQuery(query);
            m_asked.start();
        }
        return m_known;
    }

private:
    static constexpr qint64 aMinute = 60'000; // milliseconds

    QList<QNetworkProxy> m_known;
    QElapsedTimer m_asked;
};

int portOf(const QUrl &url)
{
    constexpr int https = 443;
    constexpr int http = 80;
    return url.port(url.scheme() == QLatin1String("https") ? https : http);
}

} // namespace

bool isAllowedAddress(const QUrl &url, bool loopbackHttp)
{
    const bool https = url.scheme() == QLatin1String("https");
    const bool http =
        url.scheme() == QLatin1String("http") && loopbackHttp && isLoopback(url.host());
    return url.isValid() && (https || http) && !url.host().isEmpty() && url.userInfo().isEmpty();
}

bool isSameOrigin(const QUrl &left, const QUrl &right)
{
    return left.scheme() == right.scheme() && left.host() == right.host() &&
           portOf(left) == portOf(right);
}

Transport::Transport(TransportRules rules, QObject *parent)
    : QObject(parent), m_rules(std::move(rules)), m_tls(tlsConfiguration(m_rules.trust))
{
    m_network.setProxyFactory(new SystemProxies);
    m_network.setRedirectPolicy(QNetworkRequest::ManualRedirectPolicy);
}

Transport::~Transport() = default;

Future<HttpReply> Transport::send(const HttpRequest &request, std::shared_ptr<FlowCookies> cookies)
{
    if (!isAllowedAddress(request.url, m_rules.loopbackHttp) ||
        !isSameOrigin(request.url, m_rules.base)) {
        return readyFuture<HttpReply>(
            fail(Reason::ServiceUnreachable,
                 QStringLiteral("an address that leads away from the service was not asked for")));
    }
    auto *exchange = new Exchange({m_network, m_rules, m_tls}, request, std::move(cookies), this);
    return exchange->start();
}

} // namespace latchkey
