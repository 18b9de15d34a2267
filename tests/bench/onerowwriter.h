// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "tests/bench/benchkit.h"

#include <QFile>
#include <QString>

#include <sqlite3.h>

namespace latchkey {

/// The least that a durable write can cost: one row in one transaction.
class OneRowWriter
{
public:
    explicit OneRowWriter(const QString &path)
    {
        check(sqlite3_open(QFile::encodeName(path).constData(), &m_engine) == SQLITE_OK,
              "no plain database");
        execute("PRAGMA journal_mode = WAL");
        execute("PRAGMA synchronous = FULL");
        execute("CREATE TABLE things (id INTEGER PRIMARY KEY, at INTEGER NOT NULL, word TEXT)");
        sqlite3_prepare_v2(m_engine, "INSERT INTO things (at, word) VALUES (?, 'one row')", -1,
                           &m_insert, nullptr);
    }
    ~OneRowWriter()
    {
        sqlite3_finalize(m_insert);
        sqlite3_close(m_engine);
    }
    Q_DISABLE_COPY_MOVE(OneRowWriter)

    void write(int times)
    {
        for (int i = 0; i < times; ++i) {
            sqlite3_bind_int64(m_insert, 1, i);
            check(sqlite3_step(m_insert) == SQLITE_DONE, "a plain row was not written");
            sqlite3_reset(m_insert);
        }
    }

private:
    void execute(const char *sql)
    {
        check(sqlite3_exec(m_engine, sql, nullptr, nullptr, nullptr) == SQLITE_OK, sql);
    }

    sqlite3 *m_engine = nullptr;
    sqlite3_stmt *m_insert = nullptr;
};

} // namespace latchkey
