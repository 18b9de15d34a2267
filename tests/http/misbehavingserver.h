// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QByteArray>
#include <QFile>
#include <QSslCertificate>
#include <QSslCipher>
#include <QSslConfiguration>
#include <QSslKey>
#include <QSslSocket>
#include <QTcpServer>
#include <QUrl>

#include <functional>
#include <vector>

namespace latchkey {

/// A web server that does as it is told, however wrong, and keeps all that reached it. Lives in the
/// test's thread.
class MisbehavingServer : public QTcpServer
{
    Q_OBJECT

public:
    /// Called for each request once it is there whole.
    using Behave = std::function<void(QTcpSocket *client, const QByteArray &request)>;

    explicit MisbehavingServer(Behave behave, const QSslConfiguration &tls = {})
        : m_behave(std::move(behave)), m_tls(tls)
    {
        if (!listen(QHostAddress::LocalHost))
            qFatal("no port to listen at");
    }

    /// Says this, closes the connection where it should not be kept.
    static Behave saying(const QByteArray &reply)
    {
        return [reply](QTcpSocket *client, const QByteArray &) { client->write(reply); };
    }
    static QByteArray reply(const QByteArray &status, const QByteArray &headers = {},
                            const QByteArray &body = {})
    {
        return "HTTP/1.1 " + status + "\r\nContent-Length: " + QByteArray::number(body.size()) +
               "\r\n" + headers + "\r\n" + body;
    }

    QUrl url(const QString &scheme = QStringLiteral("http")) const
    {
        QUrl url;
        url.setScheme(scheme);
        url.setHost(QStringLiteral("127.0.0.1"));
        url.setPort(serverPort());
        return url;
    }

    int connections = 0;
    std::vector<QByteArray> requests;
    QByteArray received; ///< every byte, of whole requests and others
    QByteArray offered;  ///< the protocols of the newest ALPN offer that was taken

protected:
    void incomingConnection(qintptr descriptor) override
    {
        ++connections;
        auto *client = new QSslSocket(this);
        client->setSocketDescriptor(descriptor);
        if (!m_tls.isNull()) {
            client->setSslConfiguration(m_tls);
            client->startServerEncryption();
        }
        auto pending = std::make_shared<QByteArray>();
        connect(client, &QSslSocket::readyRead, this, [this, client, pending] {
            const QByteArray bytes = client->readAll();
            received += bytes;
            *pending += bytes;
            const qsizetype head = pending->indexOf("\r\n\r\n");
            if (head < 0 || pending->size() < head + 4 + bodySize(*pending))
                return;
            requests.push_back(std::exchange(*pending, {}));
            m_behave(client, requests.back());
        });
        connect(client, &QSslSocket::encrypted, this,
                [this, client] { offered = client->sslConfiguration().nextNegotiatedProtocol(); });
        connect(client, &QSslSocket::disconnected, client, &QObject::deleteLater);
    }

private:
    static qsizetype bodySize(const QByteArray &request)
    {
        const QByteArray name = "content-length:";
        const qsizetype at = request.toLower().indexOf(name);
        return at < 0 ? 0 : request.mid(at + name.size(), 12).split('\r').first().trimmed().toInt();
    }

    Behave m_behave;
    QSslConfiguration m_tls;
};

} // namespace latchkey
