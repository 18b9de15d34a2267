// SPDX-License-Identifier: GPL-3.0-or-later
#include "ctl/backup/manifest.h"

#include <QDateTime>
#include <QJsonDocument>
#include <QJsonObject>
#include <QRegularExpression>

namespace latchkey {

namespace {

QJsonObject toObject(const Weighed &file)
{
    return {{QStringLiteral("bytes"), file.bytes},
            {QStringLiteral("sha256"), QString::fromLatin1(file.sha256)}};
}

Weighed weighed(const QJsonValue &value)
{
    return {.bytes = value[QStringLiteral("bytes")].toInteger(-1),
            .sha256 = value[QStringLiteral("sha256")].toString().toLatin1()};
}

bool isWhole(const Weighed &file)
{
    static const QRegularExpression digest(QStringLiteral("\\A[0-9a-f]{64}\\z"));
    return file.bytes > 0 && digest.match(QString::fromLatin1(file.sha256)).hasMatch();
}

std::unexpected<Failure> faulty(const QString &path, const QString &why)
{
    return fail({.reason = Reason::FileFaulty, .detail = why, .about = path});
}

} // namespace

QByteArray Manifest::toJson() const
{
    const QDateTime time =
        QDateTime::fromSecsSinceEpoch(created.time_since_epoch().count(), Qt::UTC);
    const QJsonObject files{{QStringLiteral("latchkey.db"), toObject(database)},
                            {QStringLiteral("keys"), toObject(keys)}};
    return QJsonDocument(QJsonObject{{QStringLiteral("latchkey_backup"), format},
                                     {QStringLiteral("program"), program},
                                     {QStringLiteral("created"), time.toString(Qt::ISODate)},
                                     {QStringLiteral("service"), serviceId},
                                     {QStringLiteral("database_id"), databaseId},
                                     {QStringLiteral("schema"), schema},
                                     {QStringLiteral("files"), files}})
        .toJson();
}

Result<Manifest> Manifest::parse(const QByteArray &json, const QString &path)
{
    QJsonParseError error;
    const QJsonDocument document = QJsonDocument::fromJson(json, &error);
    if (error.error != QJsonParseError::NoError)
        return faulty(path,
                      QStringLiteral("%1 at byte %2").arg(error.errorString()).arg(error.offset));
    const QJsonValue version = document[QStringLiteral("latchkey_backup")];
    if (version.toInt() > format)
        return faulty(path, QStringLiteral("written by a newer Latchkey"));
    if (version.toInt() != format)
        return faulty(path, QStringLiteral("not the manifest of a backup"));
    const QDateTime time =
        QDateTime::fromString(document[QStringLiteral("created")].toString(), Qt::ISODate);
    const QJsonValue files = document[QStringLiteral("files")];
    Manifest manifest{.program = document[QStringLiteral("program")].toString(),
                      .created = Instant(std::chrono::seconds(time.toSecsSinceEpoch())),
                      .serviceId = document[QStringLiteral("service")].toString(),
                      .databaseId = document[QStringLiteral("database_id")].toString(),
                      .schema = document[QStringLiteral("schema")].toInt(),
                      .database = weighed(files[QStringLiteral("latchkey.db")]),
                      .keys = weighed(files[QStringLiteral("keys")])};
    if (!time.isValid() || manifest.serviceId.isEmpty() || manifest.databaseId.isEmpty() ||
        !isWhole(manifest.database) || !isWhole(manifest.keys))
        return faulty(path, QStringLiteral("something is missing in it"));
    return manifest;
}

} // namespace latchkey
