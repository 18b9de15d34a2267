// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QByteArray>
#include <QSqlDatabase>
#include <QSqlDriver>
#include <QStringList>
#include <QVariant>

#include <sqlite3.h>

/// A second pair of eyes: SQLite's own C interface, past Qt and past our classes.
namespace latchkey::testing {

class PlainConnection
{
public:
    explicit PlainConnection(const QString &path,
                             int flags = SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE)
    {
        sqlite3_open_v2(path.toUtf8().constData(), &m_engine, flags, nullptr);
    }
    ~PlainConnection() { sqlite3_close(m_engine); }
    Q_DISABLE_COPY_MOVE(PlainConnection)

    sqlite3 *engine() const { return m_engine; }
    int execute(const char *sql) const
    {
        return sqlite3_exec(m_engine, sql, nullptr, nullptr, nullptr);
    }
    /// The last column of each row.
    QStringList column(const QByteArray &sql) const
    {
        QStringList values;
        sqlite3_stmt *statement = nullptr;
        sqlite3_prepare_v2(m_engine, sql.constData(), -1, &statement, nullptr);
        while (sqlite3_step(statement) == SQLITE_ROW) {
            const auto *text = reinterpret_cast<const char *>(
                sqlite3_column_text(statement, sqlite3_column_count(statement) - 1));
            values << QString::fromUtf8(text);
        }
        sqlite3_finalize(statement);
        return values;
    }
    QString value(const QByteArray &sql) const { return column(sql).value(0); }

private:
    sqlite3 *m_engine = nullptr;
};

/// Listens to the one connection that Qt has open: every statement, and how many rows they changed.
class StatementTrace
{
public:
    StatementTrace()
    {
        const QStringList names = QSqlDatabase::connectionNames();
        Q_ASSERT(names.size() == 1);
        const QVariant handle =
            QSqlDatabase::database(names.constFirst(), false).driver()->handle();
        m_engine = *static_cast<sqlite3 *const *>(handle.constData());
        m_changesBefore = sqlite3_total_changes64(m_engine);
        sqlite3_trace_v2(m_engine, SQLITE_TRACE_STMT, &StatementTrace::note, this);
    }
    ~StatementTrace() { sqlite3_trace_v2(m_engine, 0, nullptr, nullptr); }
    Q_DISABLE_COPY_MOVE(StatementTrace)

    const QStringList &statements() const { return m_statements; }
    qint64 changes() const { return sqlite3_total_changes64(m_engine) - m_changesBefore; }

private:
    static int note(unsigned, void *self, void *statement, void *)
    {
        static_cast<StatementTrace *>(self)->m_statements
            << QString::fromUtf8(sqlite3_sql(static_cast<sqlite3_stmt *>(statement)));
        return 0;
    }

    sqlite3 *m_engine = nullptr;
    qint64 m_changesBefore = 0;
    QStringList m_statements;
};

} // namespace latchkey::testing
