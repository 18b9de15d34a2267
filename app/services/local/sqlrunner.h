// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/result.h"

#include <QSqlDatabase>
#include <QSqlQuery>
#include <QVariant>

#include <memory>
#include <optional>
#include <unordered_map>

namespace latchkey {

using SqlRow = QVariantList;

/// Runs prepared statements on one connection, in the thread that made it, and turns each failure
/// of the engine into a Failure. Statements are string literals: they are prepared once each, and
/// no text from outside can become part of one.
class SqlRunner
{
public:
    /// Takes over an open connection and removes it from Qt's registry at the end.
    explicit SqlRunner(const QSqlDatabase &connection);
    ~SqlRunner();
    SqlRunner(const SqlRunner &) = delete;
    SqlRunner &operator=(const SqlRunner &) = delete;

    /// How many rows changed. `sql` lives as long as the program.
    Result<int> execute(const char *sql, const QVariantList &values = {});
    /// The new row's id.
    Result<qint64> insert(const char *sql, const QVariantList &values);
    Result<std::optional<SqlRow>> row(const char *sql, const QVariantList &values = {});
    Result<QList<SqlRow>> rows(const char *sql, const QVariantList &values = {});

    /// Runs `work` (returning a Result) in one transaction that takes the write lock at once; what
    /// fails is rolled back. Within another one it is a step of that: it alone is undone when it
    /// fails, and lasts when the outer one does. Where the engine has given the whole transaction
    /// up (a full disk), nothing more is done in it, and it fails.
    template <class Work>
    auto transaction(Work work) -> decltype(work());

    QString path() const { return m_connection.databaseName(); }

private:
    Result<void> begin();
    Result<void> commit();
    void rollBack(const Failure &why);
    struct Prepared
    {
        QSqlQuery query;
        int columns = 0; ///< of its answer, once it has run; Qt makes a whole QSqlRecord to tell
    };

    Result<Prepared *> run(const char *sql, const QVariantList &values);

    QSqlDatabase m_connection;
    std::unordered_map<const char *, Prepared> m_prepared;
    int m_depth = 0; ///< of transactions in each other
    std::optional<Failure> m_broken;
};

/// The engine's error as a Failure; `about` is the file.
Failure databaseFailure(const QSqlError &error, const QString &path);

template <class Work>
auto SqlRunner::transaction(Work work) -> decltype(work())
{
    if (auto begun = begin(); !begun)
        return fail(begun.error());
    auto result = work();
    if (!result) {
        rollBack(result.error());
        return result;
    }
    if (auto committed = commit(); !committed)
        return fail(committed.error());
    return result;
}

} // namespace latchkey
