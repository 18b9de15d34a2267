// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/async.h"
#include "services/http/flowcookies.h"
#include "services/http/httpmessage.h"
#include "services/http/tlsrules.h"

#include <QNetworkAccessManager>
#include <QObject>

#include <chrono>
#include <memory>

namespace latchkey {

/// The rules of the network for one service. The times are those of OWASP ASVS 13.1.3; tests have
/// less of it.
struct TransportRules
{
    QUrl base;                 ///< the only origin that is spoken to
    TlsTrust trust = {};       ///< certificates
    bool loopbackHttp = false; ///< http to this machine, for development
    std::chrono::milliseconds connectTimeout{5000};
    std::chrono::milliseconds totalTimeout{15000}; ///< of all tries of one request
    std::chrono::milliseconds firstPause{1000};    ///< before a second try; twice that the next
};

/// All that leaves for a service and comes back, through one QNetworkAccessManager. Speaks https to
/// the one configured origin and nothing else; follows no redirect; keeps no cookie, cache or
/// password; asks nobody for one; logs no address, header or body. Lives in the caller's thread,
/// which runs an event loop.
class Transport final : public QObject
{
    Q_OBJECT

public:
    explicit Transport(TransportRules rules, QObject *parent = nullptr);
    ~Transport() override;

    /// Any status is an answer. Sends again only what has not left yet, or a GET that was answered
    /// with 429 or 503; never a body a second time. Offline, ServiceUnreachable, CertificateWrong
    /// and TimedOut when nothing was changed by it; AnswerLost when a body had left and no answer
    /// came.
    Future<HttpReply> send(const HttpRequest &request, std::shared_ptr<FlowCookies> cookies);

    const TransportRules &rules() const noexcept { return m_rules; }

private:
    QNetworkAccessManager m_network;
    TransportRules m_rules;
    QSslConfiguration m_tls;
};

/// Whether an address may be spoken to at all: https, or http on this machine where that is
/// allowed; a host, and no user name.
bool isAllowedAddress(const QUrl &url, bool loopbackHttp);
/// Scheme, host and port are the same.
bool isSameOrigin(const QUrl &left, const QUrl &right);

} // namespace latchkey
