// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/clock.h"
#include "services/local/sqlrunner.h"

#include <QIODevice>
#include <QStringList>

#include <functional>

namespace latchkey {

struct ImportReport
{
    qint64 imported = 0;
    /// What is wrong and on which line ("line 12: …"), at most `mostFaults`; then nothing was
    /// imported.
    QStringList faults;
    bool cancelled = false;
};

enum class ImportMode : quint8 {
    Apply,
    DryRun, ///< everything that Apply does and finds, taken back at the end
};

/// Adds accounts from CSV with the columns email, password_hash, confirmed and locale in any order,
/// named by the first line: all of them or none, in one transaction. A password in clear, or a hash
/// that could not be checked later, is refused; an empty one means that there is no password yet.
class AccountImport
{
public:
    static constexpr int mostFaults = 20;
    /// Bytes read so far; false stops, and nothing is imported.
    using Progress = std::function<bool(qint64 bytes)>;

    AccountImport(SqlRunner &runner, Instant now);
    ~AccountImport();
    AccountImport(const AccountImport &) = delete;
    AccountImport &operator=(const AccountImport &) = delete;

    /// Fails only where the database does; what is wrong with the file is in the report.
    Result<ImportReport> run(QIODevice &csv, const Progress &progress,
                             ImportMode mode = ImportMode::Apply);

private:
    struct Columns;
    struct Row;

    Result<void> readAll(QIODevice &csv, const Progress &progress);
    bool readHeader(const std::vector<QByteArray> &names, qint64 line, Columns *columns);
    bool readRow(const std::vector<QByteArray> &fields, const Columns &columns, qint64 line);
    Result<void> flush();
    Result<void> insertOneByOne();
    void fault(qint64 line, const QString &what);

    SqlRunner &m_sql;
    Instant m_now;
    std::vector<Row> m_batch;
    ImportReport m_report;
};

} // namespace latchkey
