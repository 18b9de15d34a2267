// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "tests/mail/mailkit.h"

#include <QTemporaryDir>

#include <memory>

namespace latchkey {

/// Certificates made once for a whole test program.
class Certificates
{
public:
    Certificates()
    {
        QProcess maker;
        maker.setProcessChannelMode(QProcess::ForwardedErrorChannel);
        maker.start(QStringLiteral(LATCHKEY_SOURCE_DIR "/tests/tools/make-certificates"),
                    {m_folder.path()});
        m_made = maker.waitForFinished() && maker.exitCode() == 0;
    }

    bool made() const { return m_made; }
    QString path(const QString &file) const { return m_folder.filePath(file); }
    QString root() const { return path(QStringLiteral("root.pem")); }

private:
    QTemporaryDir m_folder;
    bool m_made = false;
};

/// A mail server of its own process, in Python, which tells what happens to it.
class SmtpServer
{
public:
    /// `script` is a file of tests/mail.
    SmtpServer(const char *script, const QStringList &arguments)
    {
        m_process.setProcessChannelMode(QProcess::ForwardedErrorChannel);
        m_process.start(QStringLiteral("/usr/bin/python3"),
                        QStringList{QStringLiteral(LATCHKEY_SOURCE_DIR "/tests/mail/") +
                                    QString::fromLatin1(script)} +
                            arguments);
        for (const QJsonValue port : next()[QStringLiteral("ports")].toArray())
            m_ports += port.toInt();
    }
    ~SmtpServer()
    {
        m_process.closeWriteChannel();
        m_process.waitForFinished();
    }
    SmtpServer(const SmtpServer &) = delete;
    SmtpServer &operator=(const SmtpServer &) = delete;

    int port() const { return m_ports.value(0); }
    const QList<int> &ports() const { return m_ports; }

    /// The next thing that it tells, waited for; empty when it ended.
    QJsonObject next()
    {
        while (!m_process.canReadLine()) {
            if (!m_process.waitForReadyRead())
                return {};
        }
        return QJsonDocument::fromJson(m_process.readLine()).object();
    }
    /// The next event of that name.
    QJsonObject next(const QString &event)
    {
        for (QJsonObject told = next(); !told.isEmpty(); told = next()) {
            if (told[QStringLiteral("event")].toString() == event)
                return told;
        }
        return {};
    }
    /// What it has to tell of all that has happened so far.
    QList<QJsonObject> told()
    {
        m_process.write("\n");
        QList<QJsonObject> events;
        for (QJsonObject event = next(); !event.isEmpty(); event = next()) {
            if (event[QStringLiteral("event")].toString() == QLatin1String("synced"))
                return events;
            events += event;
        }
        return events;
    }

private:
    QProcess m_process;
    QList<int> m_ports;
};

inline qsizetype countOf(const QList<QJsonObject> &events, const QString &name)
{
    return std::ranges::count_if(events, [&name](const QJsonObject &event) {
        return event[QStringLiteral("event")].toString() == name;
    });
}

} // namespace latchkey
