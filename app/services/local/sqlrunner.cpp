// SPDX-License-Identifier: GPL-3.0-or-later
#include "services/local/sqlrunner.h"

#include "core/log.h"

#include <QSqlError>
#include <QSqlRecord>

namespace latchkey {

namespace {

// SQLite's primary result codes (sqlite3.h), the low byte of what Qt gives as the native code.
enum SqliteCode {
    Perm = 3,
    Busy = 5,
    Locked = 6,
    ReadOnly = 8,
    Corrupt = 11,
    Full = 13,
    CantOpen = 14,
    NotADatabase = 26,
};

Reason reasonOf(int code)
{
    switch (code & 0xff) {
    case Busy:
    case Locked:
        return Reason::DatabaseBusy;
    case Full:
        return Reason::DatabaseFull;
    case ReadOnly:
        return Reason::DatabaseReadOnly;
    case Perm:
    case CantOpen:
        return Reason::DatabaseUnreadable;
    case Corrupt:
    case NotADatabase:
        return Reason::DatabaseDamaged;
    default:
        return Reason::DatabaseFailed;
    }
}

} // namespace

Failure databaseFailure(const QSqlError &error, const QString &path)
{
    return {.reason = reasonOf(error.nativeErrorCode().toInt()),
            .detail =
                error.databaseText() + QStringLiteral(" (SQLite ") + error.nativeErrorCode() + u')',
            .about = path};
}

SqlRunner::SqlRunner(const QSqlDatabase &connection) : m_connection(connection) {}

SqlRunner::~SqlRunner()
{
    m_prepared.clear();
    m_connection.close();
    const QString name = m_connection.connectionName();
    m_connection = {};
    QSqlDatabase::removeDatabase(name);
}

Result<void> SqlRunner::begin()
{
    if (auto begun = execute(m_depth == 0 ? "BEGIN IMMEDIATE" : "SAVEPOINT step"); !begun)
        return fail(begun.error());
    ++m_depth;
    return {};
}

Result<void> SqlRunner::commit()
{
    const auto committed = execute(m_depth == 1 ? "COMMIT" : "RELEASE step");
    if (!committed) {
        rollBack(committed.error());
        return fail(committed.error());
    }
    --m_depth;
    return {};
}

void SqlRunner::rollBack(const Failure &why)
{
    --m_depth;
    if (m_depth == 0) {
        m_broken.reset();
        (void)execute("ROLLBACK");
        return;
    }
    // No such savepoint: the engine has rolled all of it back, and would take what comes next for
    // transactions of their own.
    if (!execute("ROLLBACK TO step") || !execute("RELEASE step"))
        m_broken = why;
}

Result<SqlRunner::Prepared *> SqlRunner::run(const char *sql, const QVariantList &values)
{
    if (m_broken)
        return fail(*m_broken);
    auto found = m_prepared.find(sql);
    if (found == m_prepared.end()) {
        QSqlQuery query(m_connection);
        query.setForwardOnly(true);
        if (!query.prepare(QString::fromLatin1(sql)))
            return fail(databaseFailure(query.lastError(), path()));
        found = m_prepared.emplace(sql, Prepared{.query = std::move(query)}).first;
    }
    QSqlQuery &query = found->second.query;
    for (qsizetype i = 0; i < values.size(); ++i)
        query.bindValue(static_cast<int>(i), values[i]);
    if (!query.exec()) {
        const Failure failure = databaseFailure(query.lastError(), path());
        qCWarning(logStore) << reasonName(failure.reason) << failure.detail;
        query.finish();
        return fail(failure);
    }
    return &found->second;
}

Result<int> SqlRunner::execute(const char *sql, const QVariantList &values)
{
    const auto prepared = run(sql, values);
    if (!prepared)
        return fail(prepared.error());
    QSqlQuery &query = (*prepared)->query;
    const int changed = query.numRowsAffected();
    query.finish();
    return changed;
}

Result<qint64> SqlRunner::insert(const char *sql, const QVariantList &values)
{
    const auto prepared = run(sql, values);
    if (!prepared)
        return fail(prepared.error());
    QSqlQuery &query = (*prepared)->query;
    const qint64 id = query.lastInsertId().toLongLong();
    query.finish();
    return id;
}

Result<std::optional<SqlRow>> SqlRunner::row(const char *sql, const QVariantList &values)
{
    auto all = rows(sql, values);
    if (!all)
        return fail(all.error());
    return all->isEmpty() ? std::nullopt : std::optional(all->constFirst());
}

Result<QList<SqlRow>> SqlRunner::rows(const char *sql, const QVariantList &values)
{
    const auto prepared = run(sql, values);
    if (!prepared)
        return fail(prepared.error());
    auto &[query, columns] = **prepared;
    if (columns == 0)
        columns = query.record().count();
    QList<SqlRow> all;
    while (query.next()) {
        SqlRow row;
        row.reserve(columns);
        for (int i = 0; i < columns; ++i)
            row << query.value(i);
        all << std::move(row);
    }
    // next() ends for an error too: a page that turned out to be damaged.
    const QSqlError error = query.lastError();
    query.finish();
    if (error.isValid())
        return fail(databaseFailure(error, path()));
    return all;
}

} // namespace latchkey
