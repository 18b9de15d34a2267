// SPDX-License-Identifier: GPL-3.0-or-later
// bench_store [--short | --queueing]
//
// What the store costs, against SQLite itself:
//  - durable requests (RequestLedger::record) against durable transactions of one row through the C
//    interface, both WAL and synchronous=FULL, each in a file of its own on the same disk;
//  - the time of a request at a million accounts against that at a thousand;
//  - AccountImport of a million accounts against the sqlite3 shell's `.import` of the same people
//    into the same table, indexes included. The shell can compute nothing, so its file has the
//    columns of the table, match key and times among them, ready to be stored, while ours parses
//    addresses and checks hashes. Both write a new file, in WAL mode, in one transaction;
//  - a million requests that operators make (RequestLedger::recordConfirmation, a thousand in each
//    transaction, nonces drawn) against the sqlite3 shell with the same rows of requests and outbox
//    as INSERT statements that are ready to be run, in as many transactions; and what our memory
//    grew by meanwhile.
// Runs take turns, so that a slow second of the machine falls on all; the figures are ratios of
// medians.
#include "services/local/accountimport.h"
#include "services/local/database.h"
#include "services/local/requestledger.h"
#include "tests/bench/benchkit.h"
#include "tests/bench/onerowwriter.h"

#include <QFile>
#include <QProcess>
#include <QTemporaryDir>

#include <memory>

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

constexpr int requestsTogether = 1000;

/// Pages of this process that are its own.
long residentKilobytes()
{
    QFile memory(QStringLiteral("/proc/self/statm"));
    check(memory.open(QIODevice::ReadOnly), "no /proc");
    return memory.readAll().split(' ')[1].toLong() * 4;
}

class Bench
{
public:
    explicit Bench(const Sizes &sizes) : m_sizes(sizes) {}

    void measureQueueing();
    void measureImport();
    void measureRequests();

private:
    QString file(const QString &name) const { return m_folder.filePath(name); }
    void writeCsv(int accounts);
    void importOurs(const QString &path);
    void importByShell(const QString &path);
    void writeQueue();
    void queueOurs(const QString &path);
    void queueByShell(const QString &path);
    QString databaseOf(int accounts);

    Sizes m_sizes;
    long m_grown = 0; ///< kilobytes, from a tenth of the queue to its end
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

/// The rows as ours are, with nonces of their own.
void Bench::writeQueue()
{
    QFile script(file(QStringLiteral("queue.sql")));
    check(script.open(QIODevice::WriteOnly), "no script");
    script.write("PRAGMA synchronous = FULL;\nPRAGMA secure_delete = ON;\n");
    for (int i = 1; i <= m_sizes.accounts; ++i) {
        if (i % requestsTogether == 1)
            script.write("BEGIN IMMEDIATE;\n");
        const QByteArray id = QByteArray::number(i);
        const QByteArray nonce = Secret::random(16)->reveal().toByteArray().toHex();
        script.write("INSERT INTO latchkey_requests (account_id, purpose, nonce, requested_at, "
                     "decision) VALUES (" +
                     id + ", 1, x'" + nonce + "', 1700000000, 0);\n");
        script.write("INSERT INTO latchkey_outbox (request_id, account_id, kind, created_at, "
                     "state, due_at) VALUES (" +
                     id + ", " + id + ", 2, 1700000000, 0, 1700000000);\n");
        if (i % requestsTogether == 0 || i == m_sizes.accounts)
            script.write("COMMIT;\n");
    }
}

void Bench::queueOurs(const QString &path)
{
    const auto runner = openDatabase(path);
    check(runner.has_value(), "a database does not open");
    RequestLedger ledger(**runner);
    long early = 0;
    for (int done = 0; done < m_sizes.accounts; done += requestsTogether) {
        const auto queued = (*runner)->transaction([&]() -> Result<void> {
            for (int i = 1; i <= requestsTogether; ++i) {
                if (auto one = ledger.recordConfirmation(Account{.id = done + i}, start); !one)
                    return fail(one.error());
            }
            return {};
        });
        check(queued.has_value(), "requests were not queued");
        if (done == m_sizes.accounts / 10)
            early = residentKilobytes();
    }
    m_grown = residentKilobytes() - early;
}

void Bench::queueByShell(const QString &path)
{
    QProcess shell;
    shell.setProcessChannelMode(QProcess::ForwardedErrorChannel);
    shell.setStandardInputFile(file(QStringLiteral("queue.sql")));
    shell.start(QStringLiteral("sqlite3"), {QStringLiteral("-bail"), path});
    check(shell.waitForFinished(-1) && shell.exitCode() == 0, "the shell's inserts failed");
}

void Bench::measureQueueing()
{
    writeQueue();
    std::vector<double> ours;
    std::vector<double> theirs;
    for (int turn = 0; turn < m_sizes.imports; ++turn) {
        const QString mine = file(QStringLiteral("ours.db"));
        const QString other = file(QStringLiteral("shell.db"));
        for (const QString &path : {mine, other}) {
            for (const char *part : {"", "-wal", "-shm"})
                QFile::remove(path + QLatin1String(part));
            check(createDatabase(path).has_value(), "no database");
        }
        ours.push_back(timeOf([&] { queueOurs(mine); }));
        theirs.push_back(timeOf([&] { queueByShell(other); }));
        for (const QString &path : {mine, other}) {
            const auto counted = openDatabase(path);
            for (const char *sql : {"SELECT count(*) FROM latchkey_requests",
                                    "SELECT count(*) FROM latchkey_outbox WHERE state = 0"}) {
                check(counted &&
                          (*counted)->row(sql).value().value()[0].toInt() == m_sizes.accounts,
                      "rows are missing");
            }
        }
    }
    const double ratio = median(ours) / median(theirs);
    const QByteArray name = QByteArray::number(m_sizes.accounts) +
                            " requests queued by operators / INSERTs by the shell";
    figure(name.constData(), ratio, "<= 1.5", ratio <= 1.5);
    std::printf("  (%.1f s)\n", median(ours));
    const double grown = static_cast<double>(m_grown) / 1024;
    figure("  … memory it grew by meanwhile, MB", grown, "<= 4", grown <= 4);
    std::printf("\n");
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
    const QByteArrayView word = argc > 1 ? argv[1] : "";
    Sizes sizes;
    if (word == "--short")
        sizes = {.turns = 21, .imports = 1, .accounts = 100'000};
    else if (word == "--queueing") // that alone, once, at its full size
        sizes = {.imports = 1};
    // Static, so that its folder goes when a check stops the program, too.
    static Bench bench(sizes);
    if (word != "--queueing") {
        bench.measureRequests();
        bench.measureImport();
    }
    bench.measureQueueing();
    return EXIT_SUCCESS;
}
