// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "services/mail/message.h"

#include <QFile>
#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>
#include <QProcess>
#include <QTest>

namespace latchkey {

inline const QByteArray sampleLink =
    "latchkey://reset/acme/"
    "eyJkIjoiMTIzNDU2Nzg5MGFiY2RlZiIsImkiOiI5Zjg2ZDA4MTg4NGM3ZDY1In0.ZVPxAA."
    "p8dGZ54U_Naf2iPGzTI_Euq9aDQ";

/// As the outbox would mint it.
inline Letter sampleLetter(LetterKind kind = LetterKind::Reset)
{
    const Instant asked(std::chrono::seconds(1'795'537'200)); // 24 Nov 2026, 16:20 UTC
    return {.kind = kind,
            .recipient = QStringLiteral("alice@example.com"),
            .language = QStringLiteral("en"),
            .serviceName = QStringLiteral("Acme Webmail"),
            .deskContact = QStringLiteral("desk@acme.example"),
            .origin = QStringLiteral("front desk"),
            .messageId = "0123456789abcdef@acme.example",
            .requested = asked,
            .minted = asked + std::chrono::minutes(1),
            .linkExpires = asked + std::chrono::days(1),
            .codeExpires = asked + std::chrono::minutes(31),
            .link = kind == LetterKind::Notice ? QByteArray() : sampleLink,
            .code = kind == LetterKind::Reset ? QStringLiteral("WDJB-MJHT") : QString()};
}

inline MailSender sampleSender()
{
    return {.address = QStringLiteral("noreply@acme.example"), .name = {}};
}

inline bool writeFile(const QString &path, const QByteArray &bytes)
{
    QFile file(path);
    return file.open(QIODevice::WriteOnly) && file.write(bytes) == bytes.size();
}

inline QByteArray readFile(const QString &path)
{
    QFile file(path);
    return file.open(QIODevice::ReadOnly) ? file.readAll() : QByteArray();
}

/// What Python's email and quopri make of what we wrote: tests/mail/mail_peer.py. One line of
/// output for each thing asked; none when the peer failed, whose words are then a warning.
inline QList<QByteArray> askPeer(const QStringList &arguments, const QByteArray &input = {})
{
    QProcess python;
    python.start(QStringLiteral("/usr/bin/python3"),
                 QStringList{QStringLiteral(LATCHKEY_SOURCE_DIR "/tests/mail/mail_peer.py")} +
                     arguments);
    python.write(input);
    python.closeWriteChannel();
    if (!python.waitForFinished() || python.exitCode() != 0) {
        qWarning("%s", python.readAllStandardError().constData());
        return {};
    }
    return python.readAllStandardOutput().trimmed().split('\n');
}

inline QJsonObject factsOf(const QString &path)
{
    const QList<QByteArray> lines = askPeer({QStringLiteral("mail"), path});
    return lines.isEmpty() ? QJsonObject() : QJsonDocument::fromJson(lines.first()).object();
}

} // namespace latchkey
