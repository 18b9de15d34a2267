// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "services/http/httpservice.h"

#include <QEventLoop>
#include <QNetworkReply>

#include <curl/curl.h>

#include <cstdio>
#include <cstdlib>
#include <memory>
#include <vector>

namespace latchkey {

inline const QString address = QStringLiteral("alice@example.com");
inline const QByteArray password = "seven quiet harbours";

[[noreturn]] inline void stop(const char *what)
{
    std::printf("bench_remote: %s\n", what);
    std::exit(EXIT_FAILURE);
}

inline void check(bool done, const char *what)
{
    if (!done)
        stop(what);
}

/// One way of making the three calls.
class Client
{
public:
    virtual ~Client() = default;
    virtual void ask() = 0;
    virtual void inspect(const QByteArray &token) = 0;
    virtual void set(const QByteArray &token) = 0;
};

class Ours final : public Client
{
public:
    explicit Ours(const QUrl &base)
    {
        const auto profile = ServiceProfile::load(QStringLiteral("better-auth"));
        check(profile.has_value(), "no profile");
        const QByteArray redirect = "latchkey://reset";
        m_service = std::make_unique<HttpService>(
            HttpParts{.clock = m_clock,
                      .description = {.id = QStringLiteral("bench"),
                                      .passwordRules = (*profile)->passwordRules},
                      .profile = *profile,
                      .rules = {.base = base, .loopbackHttp = true},
                      .variables = {{"redirect", share(Secret::copyOf(redirect))}}});
    }

    void ask() override { finish(m_service->requestReset(EmailAddress::parse(address).value())); }
    void inspect(const QByteArray &token) override { finish(m_service->inspect(proof(token))); }
    void set(const QByteArray &token) override
    {
        finish(m_service->resetPassword(proof(token), share(Secret::copyOf(password))));
    }

private:
    static Proof proof(const QByteArray &token)
    {
        return PartsProof{.parts = {{"token", share(Secret::copyOf(token))}}};
    }
    template <class T>
    static void finish(const Future<T> &future)
    {
        QEventLoop loop;
        whenDone(future, &loop, [&loop](const Result<T> &result) {
            check(result.has_value(), "a call by HttpService failed");
            loop.quit();
        });
        loop.exec();
    }

    SystemClock m_clock;
    std::unique_ptr<HttpService> m_service;
};

/// What a call sends, as our own does.
inline QByteArray askBody()
{
    return R"({"email":")" + address.toUtf8() + R"(","redirectTo":"latchkey://reset"})";
}
inline QByteArray setBody(const QByteArray &token)
{
    return R"({"newPassword":")" + password + R"(","token":")" + token + R"("})";
}
inline QByteArray inspectPath(const QByteArray &token)
{
    return "/reset-password/" + token + "?callbackURL=latchkey%3A%2F%2Freset";
}
inline const std::vector<std::pair<QByteArray, QByteArray>> headers{
    {"Accept", "application/json"},
    {"Accept-Encoding", "identity"},
    {"User-Agent", "Latchkey/" LATCHKEY_VERSION},
    {"Idempotency-Key", "01234567-89ab-cdef-0123-456789abcdef"},
    {"Content-Type", "application/json"}};

class Libcurl final : public Client
{
public:
    explicit Libcurl(const QUrl &base) : m_base(base.toEncoded())
    {
        for (const auto &[name, value] : headers)
            m_headers = curl_slist_append(m_headers, (name + ": " + value).constData());
    }
    ~Libcurl() override
    {
        curl_slist_free_all(m_headers);
        curl_easy_cleanup(m_handle);
    }
    Q_DISABLE_COPY_MOVE(Libcurl)

    void ask() override { call("/request-password-reset", askBody(), 200); }
    void inspect(const QByteArray &token) override { call(inspectPath(token), {}, 302); }
    void set(const QByteArray &token) override { call("/reset-password", setBody(token), 200); }

private:
    static size_t take(char *bytes, size_t size, size_t count, void *body)
    {
        static_cast<QByteArray *>(body)->append(bytes, qsizetype(size * count));
        return size * count;
    }

    void call(const QByteArray &path, const QByteArray &body, long wanted)
    {
        curl_easy_reset(m_handle); // keeps the connection
        QByteArray reply;
        curl_easy_setopt(m_handle, CURLOPT_URL, (m_base + path).constData());
        curl_easy_setopt(m_handle, CURLOPT_HTTPHEADER, m_headers);
        curl_easy_setopt(m_handle, CURLOPT_WRITEFUNCTION, &Libcurl::take);
        curl_easy_setopt(m_handle, CURLOPT_WRITEDATA, &reply);
        curl_easy_setopt(m_handle, CURLOPT_NOSIGNAL, 1L);
        curl_easy_setopt(m_handle, CURLOPT_PROXY, "");
        if (!body.isEmpty()) {
            curl_easy_setopt(m_handle, CURLOPT_POSTFIELDSIZE, long(body.size()));
            curl_easy_setopt(m_handle, CURLOPT_COPYPOSTFIELDS, body.constData());
        }
        long status = 0;
        check(curl_easy_perform(m_handle) == CURLE_OK, "a call by libcurl failed");
        curl_easy_getinfo(m_handle, CURLINFO_RESPONSE_CODE, &status);
        check(status == wanted, "a call by libcurl was refused");
    }

    CURL *m_handle = curl_easy_init();
    curl_slist *m_headers = nullptr;
    QByteArray m_base;
};

class BareQt final : public Client
{
public:
    explicit BareQt(const QUrl &base) : m_base(base.toEncoded())
    {
        m_network.setRedirectPolicy(QNetworkRequest::ManualRedirectPolicy);
    }

    void ask() override { call("/request-password-reset", askBody(), 200); }
    void inspect(const QByteArray &token) override { call(inspectPath(token), {}, 302); }
    void set(const QByteArray &token) override { call("/reset-password", setBody(token), 200); }

private:
    void call(const QByteArray &path, const QByteArray &body, int wanted)
    {
        QNetworkRequest request(QUrl::fromEncoded(m_base + path));
        for (const auto &[name, value] : headers)
            request.setRawHeader(name, value);
        const std::unique_ptr<QNetworkReply> reply(body.isEmpty() ? m_network.get(request)
                                                                  : m_network.post(request, body));
        QEventLoop loop;
        QObject::connect(reply.get(), &QNetworkReply::finished, &loop, &QEventLoop::quit);
        loop.exec();
        (void)reply->readAll();
        check(reply->attribute(QNetworkRequest::HttpStatusCodeAttribute) == wanted,
              "a call by Qt was refused");
    }

    QNetworkAccessManager m_network;
    QByteArray m_base;
};

} // namespace latchkey
