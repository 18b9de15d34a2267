// SPDX-License-Identifier: GPL-3.0-or-later
#include "ctl/doctor/check.h"
#include "services/local/database.h"
#include "services/local/databasefacts.h"

#include <QFileInfo>
#include <QLocale>
#include <QStorageInfo>

namespace latchkey {

namespace {

constexpr qint64 mebibyte = 1024LL * 1024;
constexpr qint64 longLog = 64 * mebibyte;
constexpr qint64 leastRoom = 16 * mebibyte;

QString bytes(qint64 count)
{
    return QLocale::c().formattedDataSize(count);
}

Observations roomObservations(const QString &path, qint64 size)
{
    Observations observations;
    const QStorageInfo disk(QFileInfo(path).absolutePath());
    const qint64 room = disk.bytesAvailable();
    if (room < leastRoom)
        observations << fault(QStringLiteral("%1 left on its disk").arg(bytes(room)),
                              QStringLiteral("Make room: requests fail when it is full"));
    else if (room < size)
        observations << warning(QStringLiteral("%1 left on its disk").arg(bytes(room)),
                                QStringLiteral("Make room: an upgrade and a backup copy the whole "
                                               "database of %1")
                                    .arg(bytes(size)));
    else
        observations << good(QStringLiteral("%1 left on its disk").arg(bytes(room)));

    const QByteArray kind = disk.fileSystemType();
    // WAL needs shared memory between all processes (sqlite.org/wal.html, 1).
    if (kind.startsWith("nfs") || kind == "cifs" || kind.startsWith("smb") || kind == "9p")
        observations << fault(
            QStringLiteral("it lies on a network file system (%1)").arg(QString::fromLatin1(kind)),
            QStringLiteral("Move it to a local disk: SQLite's write-ahead log does "
                           "not work over a network"));
    return observations;
}

Observations sizeObservations(const QString &path, const DatabaseFacts &facts)
{
    Observations observations;
    observations << good(QStringLiteral("%1 accounts, %2 requests, %3 links, %4 mails, %5 throttle "
                                        "events, %6 log entries")
                             .arg(facts.accounts)
                             .arg(facts.requests)
                             .arg(facts.links)
                             .arg(facts.mails)
                             .arg(facts.throttleEvents)
                             .arg(facts.logEntries));
    const qint64 log = QFileInfo(path + QStringLiteral("-wal")).size();
    const QString sizes =
        QStringLiteral("%1, of which %2 are free; write-ahead log %3")
            .arg(bytes(facts.size.bytes), bytes(facts.size.freeBytes), bytes(log));
    if (log > longLog)
        observations << warning(sizes,
                                QStringLiteral("A program holds the log open for long: close "
                                               "what has been running for days"));
    else
        observations << good(sizes);
    return observations;
}

} // namespace

Observations examineDatabase(const Patient &patient)
{
    const QString path = patient.configuration.database.path;
    auto runner = openDatabase(path, DatabaseMode::ReadOnly);
    if (!runner)
        return {faultOf(runner.error())};
    const auto facts = readDatabaseFacts(**runner);
    if (!facts)
        return {faultOf(facts.error())};

    Observations observations;
    observations << good(QStringLiteral("%1: sound, schema %2, id %3")
                             .arg(path)
                             .arg(facts->schema)
                             .arg(QString::fromLatin1(facts->databaseId)));
    if (facts->journalMode != QLatin1String("wal"))
        observations << warning(
            QStringLiteral("its journal is \"%1\"").arg(facts->journalMode),
            QStringLiteral("Set it to WAL (sqlite3 FILE 'PRAGMA journal_mode=WAL'):"
                           " readers and writers wait for each other now"));
    observations << sizeObservations(path, *facts) << roomObservations(path, facts->size.bytes);
    return observations;
}

} // namespace latchkey
