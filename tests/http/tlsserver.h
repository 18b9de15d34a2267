// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QProcess>
#include <QTcpServer>
#include <QTcpSocket>
#include <QUrl>

namespace latchkey {

/// OpenSSL's own server, for what Qt's would not do: weak keys, old protocols, stapled answers.
/// Says every byte that it decrypted, and nothing else; answers the first of them.
class TlsServer
{
public:
    explicit TlsServer(const QStringList &options)
    {
        {
            QTcpServer probe;
            probe.listen(QHostAddress::LocalHost);
            m_port = probe.serverPort();
        }
        QObject::connect(&m_process, &QProcess::readyReadStandardOutput, &m_process, [this] {
            if (m_received.isEmpty())
                m_process.write("HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n");
            m_received += m_process.readAllStandardOutput();
        });
        m_process.start(QStringLiteral("openssl"),
                        QStringList{QStringLiteral("s_server"), QStringLiteral("-quiet"),
                                    QStringLiteral("-accept"),
                                    QStringLiteral("127.0.0.1:%1").arg(m_port)} +
                            options);
        while (!turnAway()) {
            if (m_process.state() == QProcess::NotRunning || ++m_looks > mostLooks)
                qFatal("openssl s_server: %s", m_process.readAllStandardError().constData());
            m_process.waitForFinished(pause);
        }
    }
    ~TlsServer()
    {
        m_process.kill();
        m_process.waitForFinished();
    }

    QUrl url() const { return QUrl(QStringLiteral("https://localhost:%1/reset").arg(m_port)); }

    /// What all connections so far brought, without their encryption. Ends the server.
    QByteArray received()
    {
        // It serves one after the other: when it has turned away this one it has read all others.
        if (!turnAway())
            qFatal("openssl s_server is gone");
        m_process.kill();
        m_process.waitForFinished();
        return m_received += m_process.readAllStandardOutput();
    }

private:
    static constexpr int pause = 20; // milliseconds
    static constexpr int mostLooks = 1000;

    /// What is no TLS is told so, and the connection ends; false where nobody is there.
    bool turnAway() const
    {
        QTcpSocket socket;
        socket.connectToHost(QHostAddress(QHostAddress::LocalHost), m_port);
        if (!socket.waitForConnected())
            return false;
        socket.write("not TLS at all\r\n\r\n");
        return socket.waitForDisconnected() || socket.state() == QAbstractSocket::UnconnectedState;
    }

    quint16 m_port = 0;
    int m_looks = 0;
    QProcess m_process;
    QByteArray m_received;
};

} // namespace latchkey
