// SPDX-License-Identifier: GPL-3.0-or-later
#include "services/http/exchange.h"

#include <QMetaEnum>
#include <QNetworkCookie>
#include <QNetworkInterface>
#include <QRandomGenerator>
#include <QUuid>

#include <algorithm>
#include <cstring>

namespace latchkey {

namespace {

constexpr qsizetype largestReply = 64LL * 1024;
constexpr int mostTries = 3;

/// A body that can be read once. Qt sends a request again by itself when a kept connection breaks,
/// a POST too; from here it gets nothing to send.
class OnceBody final : public QIODevice
{
public:
    OnceBody(SharedSecret body, std::shared_ptr<bool> left, QObject *parent)
        : QIODevice(parent), m_body(std::move(body)), m_left(std::move(left))
    {
        open(QIODevice::ReadOnly | QIODevice::Unbuffered);
    }

    bool isSequential() const override { return true; }
    bool reset() override { return m_at == 0; }
    bool atEnd() const override { return m_at == m_body->size(); }
    qint64 bytesAvailable() const override
    {
        return m_body->size() - m_at + QIODevice::bytesAvailable();
    }

protected:
    qint64 readData(char *to, qint64 most) override
    {
        const qint64 size = std::min<qint64>(most, m_body->size() - m_at);
        if (size <= 0)
            return m_at == m_body->size() ? -1 : 0;
        std::memcpy(to, m_body->reveal().data() + m_at, static_cast<size_t>(size));
        m_at += size;
        *m_left = true;
        return size;
    }
    qint64 writeData(const char *, qint64) override { return -1; }

private:
    SharedSecret m_body;
    std::shared_ptr<bool> m_left;
    qsizetype m_at = 0;
};

/// No way out of this machine at all.
bool isOffline()
{
    const auto interfaces = QNetworkInterface::allInterfaces();
    return std::none_of(interfaces.begin(), interfaces.end(), [](const QNetworkInterface &one) {
        return one.flags().testFlags(QNetworkInterface::IsUp | QNetworkInterface::IsRunning) &&
               !one.flags().testFlag(QNetworkInterface::IsLoopBack) &&
               !one.addressEntries().isEmpty();
    });
}

/// Of the network, not of what a server answered: Qt makes an error of each status from 400 on.
bool isOfNetwork(QNetworkReply::NetworkError error)
{
    return error != QNetworkReply::NoError && error < QNetworkReply::ContentAccessDenied;
}

} // namespace

Exchange::Exchange(Surroundings around, HttpRequest request, std::shared_ptr<FlowCookies> cookies,
                   QObject *parent)
    : QObject(parent), m_around(around), m_request(std::move(request)),
      m_cookies(std::move(cookies)),
      m_idempotencyKey(QUuid::createUuid().toByteArray(QUuid::WithoutBraces)),
      m_bodyLeft(std::make_shared<bool>(false))
{
    m_connectTimer.setSingleShot(true);
    m_totalTimer.setSingleShot(true);
    m_totalTimer.setTimerType(Qt::PreciseTimer);
    connect(&m_connectTimer, &QTimer::timeout, this, [this] {
        giveUp({.reason = Reason::TimedOut, .detail = QStringLiteral("connecting")});
    });
    connect(&m_totalTimer, &QTimer::timeout, this,
            [this] { giveUp({.reason = Reason::TimedOut, .detail = QStringLiteral("in all")}); });
}

Exchange::~Exchange()
{
    if (m_reply)
        m_reply->disconnect(this);
}

Future<HttpReply> Exchange::start()
{
    m_promise.start();
    m_totalTimer.start(m_around.rules.totalTimeout);
    tryOnce();
    return m_promise.future();
}

QNetworkRequest Exchange::prepared() const
{
    QNetworkRequest request(m_request.url);
    request.setSslConfiguration(m_around.tls);
    request.setAttribute(QNetworkRequest::RedirectPolicyAttribute,
                         QNetworkRequest::ManualRedirectPolicy);
    // CVE-2024-39936: before Qt 6.5.7 encrypted() comes too late over HTTP/2.
    request.setAttribute(QNetworkRequest::Http2AllowedAttribute,
                         QT_VERSION >= QT_VERSION_CHECK(6, 5, 7));
    request.setAttribute(QNetworkRequest::CookieLoadControlAttribute, QNetworkRequest::Manual);
    request.setAttribute(QNetworkRequest::CookieSaveControlAttribute, QNetworkRequest::Manual);
    request.setAttribute(QNetworkRequest::AuthenticationReuseAttribute, QNetworkRequest::Manual);
    request.setAttribute(QNetworkRequest::CacheLoadControlAttribute,
                         QNetworkRequest::AlwaysNetwork);
    request.setAttribute(QNetworkRequest::CacheSaveControlAttribute, false);
    request.setHeader(QNetworkRequest::UserAgentHeader,
                      QStringLiteral("Latchkey/" LATCHKEY_VERSION));
    // Asked for by us, so that Qt does not inflate what comes: 64 KiB are 64 KiB.
    request.setRawHeader("Accept-Encoding", "identity");
    for (const auto &[name, value] : m_request.headers)
        request.setRawHeader(name, value->reveal().toByteArray());
    if (const QByteArray cookies = m_cookies->headerFor(m_request.url); !cookies.isEmpty())
        request.setRawHeader("Cookie", cookies);
    if (m_request.body) {
        request.setHeader(QNetworkRequest::ContentTypeHeader, m_request.contentType);
        request.setHeader(QNetworkRequest::ContentLengthHeader, m_request.body->size());
        request.setAttribute(QNetworkRequest::DoNotBufferUploadDataAttribute, true);
        request.setRawHeader("Idempotency-Key", m_idempotencyKey);
    }
    return request;
}

void Exchange::tryOnce()
{
    ++m_tries;
    m_body.clear();
    const QNetworkRequest request = prepared();
    if (m_request.body) {
        auto *body = new OnceBody(m_request.body, m_bodyLeft, this);
        if (m_request.method == "POST")
            m_reply = m_around.network.post(request, body);
        else if (m_request.method == "PUT")
            m_reply = m_around.network.put(request, body);
        else
            m_reply = m_around.network.sendCustomRequest(request, m_request.method, body);
    } else if (m_request.method == "GET") {
        m_reply = m_around.network.get(request);
    } else {
        m_reply = m_around.network.sendCustomRequest(request, m_request.method);
    }
    m_reply->setParent(this);
    m_reply->setReadBufferSize(largestReply + 1);
    watchConnection(m_reply);
    connect(m_reply, &QNetworkReply::readyRead, this, &Exchange::read);
    connect(m_reply, &QNetworkReply::finished, this, &Exchange::replied);
}

void Exchange::watchConnection(QNetworkReply *reply)
{
    // Not told for a connection that was kept: that one is there already.
    connect(reply, &QNetworkReply::socketStartedConnecting, this,
            [this] { m_connectTimer.start(m_around.rules.connectTimeout); });
    connect(reply, &QNetworkReply::sslErrors, this, &Exchange::forgiveNoStaple);
    connect(reply, &QNetworkReply::encrypted, this, &Exchange::checkPeer);
    connect(reply, &QNetworkReply::requestSent, &m_connectTimer, &QTimer::stop);
    connect(reply, &QNetworkReply::metaDataChanged, this, &Exchange::checkHead);
}

// Of Qt's errors those that are none: most servers show no answer of their authority about
// revocation (RFC 6066 8), which proves nothing; and Qt 6.4 finds an answer's certificate only
// where its issuer was shown, which one right below a private root need not do.
void Exchange::forgiveNoStaple(const QList<QSslError> &errors)
{
    const bool issuerShown = m_reply->sslConfiguration().peerCertificateChain().size() > 1;
    const auto isNone = [issuerShown](const QSslError &error) {
        return error.error() == QSslError::OcspNoResponseFound ||
               (error.error() == QSslError::OcspResponseCertIdUnknown && !issuerShown);
    };
    if (std::all_of(errors.begin(), errors.end(), isNone))
        m_reply->ignoreSslErrors(errors);
}

// Before any byte of the request leaves (seen with Qt 6.4.2 over HTTP/1.1; a test counts them).
void Exchange::checkPeer()
{
    m_connectTimer.stop();
    const QSslCertificate certificate = m_reply->sslConfiguration().peerCertificate();
    const QList<QByteArray> &pins = m_around.rules.trust.pins;
    if (!namesHost(certificate, m_request.url.host())) {
        giveUp({.reason = Reason::CertificateWrong,
                .detail = QStringLiteral("no alternative name of the certificate is the host's")});
    } else if (!pins.isEmpty() && !pins.contains(pinOf(certificate))) {
        giveUp({.reason = Reason::CertificateWrong,
                .detail = QStringLiteral("the certificate's key is none of those configured")});
    }
}

// Told when it is whole: one without end goes on until the time is up.
void Exchange::checkHead()
{
    m_connectTimer.stop();
    qsizetype size = 0;
    for (const auto &[name, value] : m_reply->rawHeaderPairs())
        size += name.size() + value.size();
    if (size > largestReply) {
        giveUp({.reason = Reason::ServiceUnreachable,
                .detail = QStringLiteral("the reply's head is larger than 64 KiB")});
    }
}

void Exchange::read()
{
    m_body += m_reply->read(largestReply + 1 - m_body.size());
    if (m_body.size() > largestReply) {
        giveUp({.reason = Reason::ServiceUnreachable,
                .detail = QStringLiteral("the reply is larger than 64 KiB")});
    }
}

bool Exchange::mayTryAgain(int status) const
{
    if (m_tries == mostTries || *m_bodyLeft)
        return false;
    constexpr int tooManyRequests = 429;
    constexpr int unavailable = 503;
    if (status != 0)
        return m_request.method == "GET" && (status == tooManyRequests || status == unavailable);
    const QNetworkReply::NetworkError error = m_reply->error();
    return isOfNetwork(error) && error != QNetworkReply::SslHandshakeFailedError;
}

void Exchange::replied()
{
    m_connectTimer.stop();
    read();
    if (m_answered)
        return;
    const int status = m_reply->attribute(QNetworkRequest::HttpStatusCodeAttribute).toInt();
    const bool broken = isOfNetwork(m_reply->error());
    if (mayTryAgain(broken ? 0 : status)) {
        m_reply->deleteLater();
        m_reply = nullptr;
        // A fifth more or less, so that many programs do not come back together.
        const double spread = 0.8 + 0.4 * QRandomGenerator::global()->generateDouble();
        const auto pause = m_around.rules.firstPause * (1 << (m_tries - 1)) * spread;
        QTimer::singleShot(std::chrono::duration_cast<std::chrono::milliseconds>(pause), this,
                           &Exchange::tryOnce);
        return;
    }
    if (broken || status == 0) {
        giveUp(failureOf(m_reply->error()));
        return;
    }
    HttpReply reply{.status = status, .url = m_request.url, .body = std::move(m_body)};
    for (const auto &[name, value] : m_reply->rawHeaderPairs())
        reply.headers.emplace_back(name, value);
    const QByteArray encoding = reply.header("Content-Encoding").trimmed().toLower();
    if (!encoding.isEmpty() && encoding != "identity") {
        giveUp({.reason = Reason::ServiceUnreachable,
                .detail = QStringLiteral("the reply is compressed, which nobody asked for")});
        return;
    }
    m_cookies->take(
        m_reply->header(QNetworkRequest::SetCookieHeader).value<QList<QNetworkCookie>>(),
        m_request.url);
    answer(std::move(reply));
}

Failure Exchange::failureOf(QNetworkReply::NetworkError error) const
{
    // The name alone: Qt's text may hold the address, and so a token.
    const QString name =
        QString::fromLatin1(QMetaEnum::fromType<QNetworkReply::NetworkError>().valueToKey(error));
    switch (error) {
    case QNetworkReply::SslHandshakeFailedError:
        return {.reason = Reason::CertificateWrong, .detail = name};
    case QNetworkReply::TimeoutError:
        return {.reason = Reason::TimedOut, .detail = name};
    default:
        return {.reason = isOffline() ? Reason::Offline : Reason::ServiceUnreachable,
                .detail = name};
    }
}

void Exchange::giveUp(Failure failure)
{
    // Whether it was done nobody knows now, and "nothing was changed" would be a guess.
    if (*m_bodyLeft && failure.reason != Reason::CertificateWrong) {
        failure.detail = QString::fromLatin1(reasonName(failure.reason)) + u' ' + failure.detail;
        failure.reason = Reason::AnswerLost;
    }
    answer(fail(std::move(failure)));
}

void Exchange::answer(Result<HttpReply> result)
{
    if (std::exchange(m_answered, true))
        return;
    m_connectTimer.stop();
    m_totalTimer.stop();
    if (m_reply) {
        m_reply->disconnect(this);
        m_reply->abort();
    }
    m_promise.addResult(std::move(result));
    m_promise.finish();
    deleteLater();
}

} // namespace latchkey
