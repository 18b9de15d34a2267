// SPDX-License-Identifier: GPL-3.0-or-later
// bench_store [--short]
//
// What the store costs, against SQLite itself:
//  - durable requests (RequestLedger::record) against durable transactions of one row through the C
//    interface, both WAL and synchronous=FULL, each in a file of its own on the same disk;
//  - the time of a request at a million accounts against that at a thousand;
//  - AccountImport of a million accounts against the sqlite3 shell's `.import` of the same people
//    into the same table, indexes included. The shell can compute nothing, so its file has the
//    columns of the table, match key and times among them, ready to be stored, while ours parses
//    addresses and checks hashes. Both write a new file, in WAL mode, in one transaction.
// Runs take turns, so that a slow second of the machine falls on all; the figures are ratios of
// medians.
#include "services/local/accountimport.h"
#include "services/local/database.h"
#include "services/local/requestledger.h"

#include <QFile>
#include <QProcess>
#include <QTemporaryDir>

#include <algorithm>
#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <functional>
#include <memory>
#include <sqlite3.h>
#include <vector>

using namespace latchkey;

namespace {

constexpr auto start = Instant(std::chrono::seconds(1'700'000'000));
constexpr int requestsPerTurn = 40;

struct Sizes
{
    int turns = 51;
    int imports = 3;
    int accounts = 1'000'000;
};

[[noreturn]] void stop(const char *what)
{
    std::printf("bench_store: %s\n", what);
    std::exit(EXIT_FAILURE);
}

void check(bool done, const char *what)
{
    if (!done)
        stop(what);
}

double median(std::vector<double> values)
{
    std::ranges::sort(values);
    return values[values.size() / 2];
}

/// Seconds.
double timeOf(const std::function<void()> &work)
{
    const auto begin = std::chrono::steady_clock::now();
    work();
    return std::chrono::duration<double>(std::chrono::steady_clock::now() - begin).count();
}

void figure(const char *name, double ratio, const char *goal, bool meets)
{
    std::printf("%-66s %9.2f   goal %-8s %-7s", name, ratio, goal, meets ? "met" : "MISSED");
}

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

/// Asks for known and unknown addresses in turn, time passing so that no limit is met.
class Asker
{
public:
    Asker(const QString &path, int accounts) : m_accounts(accounts)
    {
        auto opened = openDatabase(path);
        check(opened.has_value(), "a database does not open");
        m_runner = std::move(*opened);
    }

    void ask(int times)
    {
        const LedgerLimits limits{.device = QStringLiteral("device:bench")};
        for (int i = 0; i < times; ++i, ++m_asked) {
            // A stride that meets accounts all over the table.
            const qint64 who = (m_asked * qint64{7919}) % m_accounts;
            const auto address =
                EmailAddress::parse((m_asked % 2 == 0 ? QStringLiteral("person%1@example.com")
                                                      : QStringLiteral("nobody%1@example.com"))
                                        .arg(who));
            check(address && RequestLedger(*m_runner).record(
                                 *address, limits, start + std::chrono::seconds(10 * m_asked)),
                  "a request was not recorded");
        }
    }

private:
    std::unique_ptr<SqlRunner> m_runner;
    qint64 m_accounts;
    int m_asked = 0;
};

class Bench
{
public:
    explicit Bench(const Sizes &sizes) : m_sizes(sizes) {}

    void measureImport();
    void measureRequests();

private:
    QString file(const QString &name) const { return m_folder.filePath(name); }
    void writeCsv(int accounts);
    void importOurs(const QString &path);
    void importByShell(const QString &path);
    QString databaseOf(int accounts);

    Sizes m_sizes;
    // Not in /tmp, which may be in memory, where nothing is durable and nothing costs what it does.
    QTemporaryDir m_folder{QStringLiteral("bench-store.XXXXXX")};
};

/// The same people twice: as an administrator has them, and as the rows of the table.
void Bench::writeCsv(int accounts)
{
    const QByteArray hash = "$argon2id$v=19$m=65536,t=3,p=4$bGF0Y2hrZXlzYWx0MTIzNA$"
                            "D08v0vXaCyP8Y9/qd3ETZkcl/kr+oso8fljiXNTmXxE";
    QFile ours(file(QStringLiteral("ours.csv")));
    QFile rows(file(QStringLiteral("rows.csv")));
    check(ours.open(QIODevice::WriteOnly) && rows.open(QIODevice::WriteOnly), "no CSV");
    ours.write("email,password_hash,confirmed,locale\n");
    for (int i = 0; i < accounts; ++i) {
        const QByteArray number = QByteArray::number(i);
        ours.write("Person" + number + "@example.com,\"" + hash + "\",yes,de\n");
        rows.write(QByteArray::number(i + 1) + ",Person" + number + "@example.com,person" + number +
                   "@example.com,\"" + hash + "\",1700000000,,de,0,0,1700000000,1700000000\n");
    }
}

void Bench::importOurs(const QString &path)
{
    QFile csv(file(QStringLiteral("ours.csv")));
    const auto runner = openDatabase(path);
    check(runner && csv.open(QIODevice::ReadOnly), "nothing to import");
    const auto report = AccountImport(**runner, start).run(csv, [](qint64) { return true; });
    check(report && report->faults.isEmpty() && report->imported > 0, "our import failed");
}

void Bench::importByShell(const QString &path)
{
    QProcess shell;
    shell.setProcessChannelMode(QProcess::ForwardedErrorChannel);
    shell.start(QStringLiteral("sqlite3"), {path});
    // The connection settings of ours that cost anything.
    shell.write("PRAGMA synchronous = FULL;\nPRAGMA secure_delete = ON;\nBEGIN;\n"
                ".mode csv\n.import " +
                file(QStringLiteral("rows.csv")).toUtf8() + " accounts\nCOMMIT;\n");
    shell.closeWriteChannel();
    check(shell.waitForFinished(-1) && shell.exitCode() == 0, "the shell's import failed");
}

void Bench::measureImport()
{
    writeCsv(m_sizes.accounts);
    std::vector<double> ours;
    std::vector<double> theirs;
    for (int turn = 0; turn <= m_sizes.imports; ++turn) {
        const QString mine = file(QStringLiteral("ours.db"));
        const QString other = file(QStringLiteral("shell.db"));
        for (const QString &path : {mine, other}) {
            QFile::remove(path);
            check(createDatabase(path).has_value(), "no database");
        }
        const double ourTime = timeOf([&] { importOurs(mine); });
        const double shellTime = timeOf([&] { importByShell(other); });
        if (turn == 0)
            continue; // warms caches
        ours.push_back(ourTime);
        theirs.push_back(shellTime);
    }
    const auto counted = openDatabase(file(QStringLiteral("shell.db")));
    check(counted && (*counted)->row("SELECT count(*) FROM accounts").value().value()[0].toInt() ==
                         m_sizes.accounts,
          "the shell's table is not ours");
    const double ratio = median(ours) / median(theirs);
    const QByteArray name = "CSV import of " + QByteArray::number(m_sizes.accounts) +
                            " accounts / sqlite3 shell .import";
    figure(name.constData(), ratio, "<= 2", ratio <= 2);
    std::printf("  (%.2f s)\n", median(ours));
}

QString Bench::databaseOf(int accounts)
{
    QString path = file(QStringLiteral("accounts%1.db").arg(accounts));
    writeCsv(accounts);
    check(createDatabase(path).has_value(), "no database");
    importOurs(path);
    return path;
}

void Bench::measureRequests()
{
    constexpr int few = 1000;
    OneRowWriter writer(file(QStringLiteral("plain.db")));
    Asker small(databaseOf(few), few);
    Asker large(databaseOf(m_sizes.accounts), m_sizes.accounts);
    std::vector<double> plainTimes;
    std::vector<double> smallTimes;
    std::vector<double> largeTimes;
    for (int turn = 0; turn <= m_sizes.turns; ++turn) {
        const double plain = timeOf([&] { writer.write(requestsPerTurn); });
        const double atFew = timeOf([&] { small.ask(requestsPerTurn); });
        const double atMany = timeOf([&] { large.ask(requestsPerTurn); });
        if (turn == 0)
            continue; // warms caches
        plainTimes.push_back(plain);
        smallTimes.push_back(atFew);
        largeTimes.push_back(atMany);
    }
    const double rate = median(plainTimes) / median(smallTimes);
    figure("durable requests / durable one-row SQLite transactions", rate, ">= 0.70", rate >= 0.7);
    std::printf("  (%.0f/s)\n", requestsPerTurn / median(smallTimes));
    const double growth = median(largeTimes) / median(smallTimes);
    const QByteArray name =
        "request at " + QByteArray::number(m_sizes.accounts) + " accounts / at 1000";
    figure(name.constData(), growth, "<= 1.20", growth <= 1.2);
    std::printf("  (%.2f ms)\n", median(largeTimes) / requestsPerTurn * 1000);
}

} // namespace

int main(int argc, char **argv)
{
    const bool isShort = argc > 1 && QByteArrayView(argv[1]) == "--short";
    // Static, so that its folder goes when a check stops the program, too.
    static Bench bench(isShort ? Sizes{.turns = 21, .imports = 1, .accounts = 100'000} : Sizes{});
    bench.measureRequests();
    bench.measureImport();
    return EXIT_SUCCESS;
}
