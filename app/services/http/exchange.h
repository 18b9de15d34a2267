// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "services/http/transport.h"

#include <QNetworkReply>
#include <QPromise>
#include <QTimer>

namespace latchkey {

/// One request on its way, with its tries; goes when it has its answer.
class Exchange final : public QObject
{
    Q_OBJECT

public:
    struct Surroundings
    {
        QNetworkAccessManager &network;
        const TransportRules &rules;
        const QSslConfiguration &tls;
    };

    Exchange(Surroundings around, HttpRequest request, std::shared_ptr<FlowCookies> cookies,
             QObject *parent);
    ~Exchange() override;

    Future<HttpReply> start();

private:
    QNetworkRequest prepared() const;
    void tryOnce();
    void watchConnection(QNetworkReply *reply);
    void forgiveNoStaple(const QList<QSslError> &errors);
    void checkPeer();
    void checkHead();
    void read();
    void replied();
    bool mayTryAgain(int status) const;
    void giveUp(Failure failure);
    void answer(Result<HttpReply> result);
    Failure failureOf(QNetworkReply::NetworkError error) const;

    Surroundings m_around;
    HttpRequest m_request;
    std::shared_ptr<FlowCookies> m_cookies;
    QByteArray m_idempotencyKey;
    QPromise<Result<HttpReply>> m_promise;
    QNetworkReply *m_reply = nullptr;
    QByteArray m_body;
    std::shared_ptr<bool> m_bodyLeft;
    QTimer m_connectTimer;
    QTimer m_totalTimer;
    int m_tries = 0;
    bool m_answered = false;
};

} // namespace latchkey
