// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "services/local/accountstore.h"
#include "services/local/database.h"
#include "services/local/requestledger.h"

#include <QCryptographicHash>
#include <QFile>
#include <QTemporaryDir>

#include <memory>

#include <sys/prctl.h>
#include <sys/wait.h>
#include <unistd.h>

/// What the tests of the store share: a database file of their own, people in it, a second process.
namespace latchkey::testing {

inline constexpr auto start = Instant(std::chrono::seconds(1'700'000'000));

/// A folder that goes with the test, and the database in it.
class StoreFolder
{
public:
    QString file(const QString &name) const { return m_folder.filePath(name); }
    QString path() const { return file(QStringLiteral("latchkey.db")); }

    std::unique_ptr<SqlRunner> create() const { return std::move(createDatabase(path()).value()); }
    std::unique_ptr<SqlRunner> open() const { return std::move(openDatabase(path()).value()); }

private:
    QTemporaryDir m_folder;
};

inline EmailAddress address(const QString &text)
{
    return EmailAddress::parse(text).value();
}

inline AccountId addAccount(SqlRunner &runner, const QString &text, bool confirmed = true)
{
    return AccountStore(runner)
        .add({.address = address(text), .passwordHash = {}, .confirmed = confirmed, .locale = {}},
             start - std::chrono::hours(1))
        .value();
}

inline Account accountOf(SqlRunner &runner, AccountId id)
{
    return AccountStore(runner).byId(id).value().value();
}

inline LedgerLimits limits()
{
    return {.device = QStringLiteral("device:test")};
}

/// The first column of the first row.
inline QVariant valueOf(SqlRunner &runner, const char *sql, const QVariantList &values = {})
{
    return runner.row(sql, values).value().value()[0];
}

inline int numberOf(SqlRunner &runner, const char *sql, const QVariantList &values = {})
{
    return valueOf(runner, sql, values).toInt();
}

inline QByteArray digestOf(int number)
{
    return QCryptographicHash::hash(QByteArray::number(number), QCryptographicHash::Sha256);
}

inline QByteArray contentOf(const QString &path)
{
    QFile file(path);
    return file.open(QIODevice::ReadOnly) ? file.readAll() : QByteArray("cannot be read");
}

inline void writeFile(const QString &path, const QByteArray &content)
{
    QFile file(path);
    if (file.open(QIODevice::WriteOnly))
        file.write(content);
    file.setPermissions(QFileDevice::ReadOwner | QFileDevice::WriteOwner);
}

/// Why it was refused; Internal when it was not.
template <class T>
Reason reasonOf(const Result<T> &result)
{
    return result ? Reason::Internal : result.error().reason;
}

/// Runs `work` (returning an exit code) in a process of its own, which dies with this one. Nobody
/// may have a database open at that moment: SQLite's locks do not survive a fork.
template <class Work>
pid_t startChild(Work work)
{
    const pid_t child = fork();
    if (child != 0)
        return child;
    prctl(PR_SET_PDEATHSIG, SIGKILL);
    _exit(work());
}

/// The exit code, or -1 for one that was killed.
inline int waitForChild(pid_t child)
{
    int status = 0;
    waitpid(child, &status, 0);
    return WIFEXITED(status) ? WEXITSTATUS(status) : -1;
}

template <class Work>
int inChild(Work work)
{
    return waitForChild(startChild(std::move(work)));
}

} // namespace latchkey::testing
