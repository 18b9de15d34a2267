// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/clock.h"
#include "services/local/sqlrunner.h"

namespace latchkey {

struct DatabaseSize
{
    qint64 bytes = 0; ///< of the file, without its write-ahead log
    qint64 freeBytes = 0;
};
Result<DatabaseSize> readDatabaseSize(SqlRunner &runner);

/// What an operator may want to know of a database without opening a shell on it.
struct DatabaseFacts
{
    QByteArray databaseId;
    int schema = 0;
    QString journalMode; ///< "wal" in a database that we made
    DatabaseSize size;
    qint64 accounts = 0;
    qint64 requests = 0;
    qint64 links = 0;
    qint64 mails = 0;
    qint64 throttleEvents = 0;
    qint64 logEntries = 0;
    Instant clockMark; ///< the newest time that it has seen
};

/// Counts every table, so it takes its time on a large one.
Result<DatabaseFacts> readDatabaseFacts(SqlRunner &runner);

} // namespace latchkey
