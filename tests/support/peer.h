// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QDir>
#include <QJsonDocument>
#include <QJsonObject>
#include <QProcess>
#include <QTemporaryDir>
#include <QUrl>

#include <vector>

namespace latchkey {

/// One of the real services of tests/peers, started for a test and gone with it. What its README
/// promises is taken for granted here; where it is broken the test ends (qFatal).
class Peer
{
public:
    explicit Peer(const QString &name, const QStringList &options = {})
    {
        m_process.setProcessChannelMode(QProcess::ForwardedErrorChannel);
        m_process.start(QStringLiteral(LATCHKEY_SOURCE_DIR "/tests/peers/run"),
                        QStringList{name, QStringLiteral("--mailbox"), m_mailbox.path()} + options);
        m_hello = readLine();
        if (m_hello.isEmpty())
            qFatal("%s did not start", qPrintable(name));
    }
    ~Peer()
    {
        m_process.closeWriteChannel();
        if (!m_process.waitForFinished(patience))
            m_process.kill();
        m_process.waitForFinished(patience);
    }

    QUrl url() const { return QUrl(m_hello.value(QLatin1String("url")).toString()); }
    const QJsonObject &hello() const { return m_hello; }

    QJsonObject ask(const QString &what, QJsonObject fields = {})
    {
        fields.insert(QStringLiteral("do"), what);
        m_process.write(QJsonDocument(fields).toJson(QJsonDocument::Compact) + '\n');
        const QJsonObject reply = readLine();
        if (!reply.value(QLatin1String("ok")).toBool()) {
            qFatal("%s: %s", qPrintable(what),
                   qPrintable(reply.value(QLatin1String("error")).toString()));
        }
        return reply;
    }

    /// All mails so far, the oldest first.
    std::vector<QJsonObject> mails() const
    {
        std::vector<QJsonObject> mails;
        const QDir folder(m_mailbox.path());
        for (const QString &name : folder.entryList({QStringLiteral("*.json")}, QDir::Files)) {
            QFile file(folder.filePath(name));
            if (!file.open(QIODevice::ReadOnly))
                qFatal("a mail cannot be read");
            mails.push_back(QJsonDocument::fromJson(file.readAll()).object());
        }
        return mails;
    }

private:
    static constexpr int patience = 60'000;

    QJsonObject readLine()
    {
        while (!m_process.canReadLine()) {
            if (!m_process.waitForReadyRead(patience))
                return {};
        }
        return QJsonDocument::fromJson(m_process.readLine()).object();
    }

    QTemporaryDir m_mailbox;
    QProcess m_process;
    QJsonObject m_hello;
};

} // namespace latchkey
