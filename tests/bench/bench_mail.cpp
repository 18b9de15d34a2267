// SPDX-License-Identifier: GPL-3.0-or-later
// bench_mail POSTFIX_TOOLS [--short] [--outbox]
//
// What sending costs, against smtp-sink of Postfix, which takes everything and keeps nothing:
//  - the mailer alone, rendering included, against smtp-source with as many connections kept open,
//    sending as many bytes that it has ready; with one connection and with five;
//  - the same against Python's smtplib on one connection;
//  - the whole outbox, from rows in a database on the disk to rows that say "sent", against the
//    slower of the mailer alone (with as many connections) and durable transactions of one row.
// The last alone with --outbox. Runs take turns, so that a slow second of the machine falls on all;
// the figures are ratios of medians.
#include "services/local/accountstore.h"
#include "services/local/database.h"
#include "services/local/keyring.h"
#include "services/local/localservice.h"
#include "services/local/requestledger.h"
#include "services/mail/message.h"
#include "services/mail/smtpmailer.h"
#include "tests/bench/benchkit.h"
#include "tests/bench/onerowwriter.h"

#include <QCoreApplication>
#include <QEventLoop>
#include <QFile>
#include <QLoggingCategory>
#include <QProcess>
#include <QTcpServer>
#include <QTcpSocket>
#include <QTemporaryDir>

#include <atomic>
#include <thread>

using namespace latchkey;

namespace {

struct Sizes
{
    int turns = 51;
    int letters = 800;
    int outboxTurns = 15;
    int outboxLetters = 3000;
};

constexpr int outboxConnections = 2; // as configured where nothing is said

Letter letterOf(int number)
{
    const Instant asked(std::chrono::seconds(1'795'537'200));
    return {.kind = LetterKind::Reset,
            .recipient = QStringLiteral("alice@example.com"),
            .language = QStringLiteral("en"),
            .serviceName = QStringLiteral("Acme Webmail"),
            .deskContact = QStringLiteral("desk@acme.example"),
            .origin = QStringLiteral("front desk"),
            .messageId = QByteArray::number(number) + "@acme.example",
            .requested = asked,
            .minted = asked,
            .linkExpires = asked + std::chrono::days(1),
            .codeExpires = asked + std::chrono::minutes(30),
            .link = "latchkey://reset/acme/eyJkIjoiMTIzNDU2Nzg5MGFiY2RlZiIsImkiOiI5Zjg2ZDA4MTg4"
                    "NGM3ZDY1In0.ZVPxAA.p8dGZ54U_Naf2iPGzTI_Euq9aDQ",
            .code = QStringLiteral("WDJB-MJHT")};
}

MailSender sender()
{
    return {.address = QStringLiteral("noreply@acme.example"), .name = {}};
}

SmtpOptions optionsFor(int port)
{
    return {
        .host = QStringLiteral("127.0.0.1"), .port = port, .security = SmtpSecurity::ClearLoopback};
}

/// smtp-sink on a port of its own.
class Sink
{
public:
    explicit Sink(const QString &tools) : m_tools(tools)
    {
        QTcpServer probe;
        check(probe.listen(QHostAddress::LocalHost), "no port");
        m_port = probe.serverPort();
        probe.close();
        m_process.setProcessEnvironment(environment());
        m_process.setStandardOutputFile(QProcess::nullDevice());
        m_process.setProcessChannelMode(QProcess::ForwardedErrorChannel);
        m_process.start(
            tools + QStringLiteral("/smtp-sink"),
            {QStringLiteral("-u"), QStringLiteral("nobody"), address(), QStringLiteral("100")});
        check(m_process.waitForStarted(), "smtp-sink does not start");
        for (int tries = 0; tries < 200; ++tries) {
            QTcpSocket socket;
            socket.connectToHost(QHostAddress::LocalHost, static_cast<quint16>(m_port));
            if (socket.waitForConnected(100))
                return;
            m_process.waitForFinished(25);
        }
        stop("smtp-sink does not listen");
    }
    ~Sink()
    {
        m_process.terminate();
        m_process.waitForFinished();
    }
    Q_DISABLE_COPY_MOVE(Sink)

    int port() const { return m_port; }
    QString address() const { return QStringLiteral("127.0.0.1:%1").arg(m_port); }
    QString tools() const { return m_tools; }
    /// Unpacked somewhere, the programs look for their libraries in the place where they are not.
    QProcessEnvironment environment() const
    {
        QProcessEnvironment all = QProcessEnvironment::systemEnvironment();
        all.insert(QStringLiteral("LD_LIBRARY_PATH"), m_tools + QStringLiteral("/../lib/postfix"));
        return all;
    }

private:
    QString m_tools;
    int m_port = 0;
    QProcess m_process;
};

double timeOfMailer(Mailer &mailer, int letters, int connections)
{
    std::atomic<int> failed = 0;
    const double time = timeOf([&] {
        std::vector<std::thread> threads;
        for (int thread = 0; thread < connections; ++thread) {
            threads.emplace_back([&, thread] {
                for (int i = thread; i < letters; i += connections)
                    failed += mailer.send(letterOf(i)) ? 0 : 1;
            });
        }
        for (std::thread &thread : threads)
            thread.join();
    });
    check(failed == 0, "a letter was not sent");
    return time;
}

/// smtp-source and smtplib take the time themselves, or start so fast that it does not count.
double timeOfSource(const Sink &sink, int letters, int connections, qsizetype size)
{
    return timeOf([&] {
        QProcess source;
        source.setProcessEnvironment(sink.environment());
        source.setProcessChannelMode(QProcess::ForwardedErrorChannel);
        source.start(sink.tools() + QStringLiteral("/smtp-source"),
                     {QStringLiteral("-d"), QStringLiteral("-s"), QString::number(connections),
                      QStringLiteral("-m"), QString::number(letters), QStringLiteral("-l"),
                      QString::number(size), QStringLiteral("-f"),
                      QStringLiteral("noreply@acme.example"), QStringLiteral("-t"),
                      QStringLiteral("alice@example.com"), sink.address()});
        check(source.waitForFinished(-1) && source.exitCode() == 0, "smtp-source failed");
    });
}

double timeOfPython(const Sink &sink, int letters, const QByteArray &mail)
{
    QProcess python;
    python.setProcessChannelMode(QProcess::ForwardedErrorChannel);
    python.start(QStringLiteral("/usr/bin/python3"),
                 {QStringLiteral(LATCHKEY_SOURCE_DIR "/tests/bench/smtplib_peer.py"),
                  QString::number(sink.port()), QString::number(letters)});
    python.write(mail);
    python.closeWriteChannel();
    check(python.waitForFinished(-1) && python.exitCode() == 0, "smtplib failed");
    return python.readAllStandardOutput().trimmed().toDouble();
}

void measureMailer(const Sink &sink, const Sizes &sizes)
{
    const QByteArray mail = renderMail(letterOf(0), sender())->bytes;
    const auto mailer = SmtpMailer::create(optionsFor(sink.port()), sender());
    check(mailer.has_value(), "no mailer");
    for (const int connections : {1, 5}) {
        std::vector<double> ours;
        std::vector<double> source;
        std::vector<double> python;
        for (int turn = 0; turn <= sizes.turns; ++turn) {
            const double mine = timeOfMailer(**mailer, sizes.letters, connections);
            const double theirs = timeOfSource(sink, sizes.letters, connections, mail.size());
            const double pythons = connections == 1 ? timeOfPython(sink, sizes.letters, mail) : 1;
            if (turn == 0)
                continue; // opens connections, warms caches
            ours.push_back(mine);
            source.push_back(theirs);
            python.push_back(pythons);
        }
        const QByteArray name = "mails sent / by smtp-source, " + QByteArray::number(connections) +
                                (connections == 1 ? " connection" : " connections");
        const double ratio = median(source) / median(ours);
        const double goal = connections == 1 ? 0.8 : 0.6;
        figure(name.constData(), ratio, connections == 1 ? ">= 0.80" : ">= 0.60", ratio >= goal);
        std::printf("  (%.0f/s of %.1f kB)\n", sizes.letters / median(ours),
                    static_cast<double>(mail.size()) / 1000);
        if (connections == 1) {
            const double faster = median(python) / median(ours);
            figure("  … / by Python's smtplib, connection kept", faster, ">= 1.30", faster >= 1.3);
            std::printf("\n");
        }
    }
}

/// A database whose outbox holds so many letters.
class FullOutbox
{
public:
    FullOutbox(const QString &path, int letters, int port) : m_path(path)
    {
        for (const char *part : {"", "-wal", "-shm"})
            QFile::remove(path + QLatin1String(part));
        const auto database = createDatabase(path);
        check(database.has_value(), "no database");
        const LedgerLimits limits{.device = QStringLiteral("device:bench"),
                                  .perDeviceMinute = 2 * letters};
        const Instant now = SystemClock().now();
        const auto filled = (*database)->transaction([&]() -> Result<void> {
            for (int i = 0; i < letters; ++i) {
                const auto who = EmailAddress::parse(QStringLiteral("person%1@example.com").arg(i));
                (void)AccountStore(**database)
                    .add({.address = *who, .passwordHash = {}, .confirmed = true, .locale = {}},
                         now);
                if (auto asked = RequestLedger(**database).record(*who, limits, now); !asked)
                    return fail(asked.error());
            }
            return {};
        });
        check(filled.has_value(), "the outbox was not filled");
        m_options.description.id = QStringLiteral("acme");
        m_options.description.name = QStringLiteral("Acme Webmail");
        m_options.databasePath = path;
        m_options.messageDomain = QStringLiteral("acme.example");
        m_options.mailConnections = outboxConnections;
        auto mailer = SmtpMailer::create(optionsFor(port), sender());
        const SharedSecret ring = share(KeyRing::fresh(now)->serialise());
        m_service = std::make_unique<LocalService>(
            m_options, LocalParts{.clock = m_clock,
                                  .mailer = std::move(*mailer),
                                  .readKeys = [ring] { return readyFuture<SharedSecret>(ring); }});
    }

    double timeOfSending()
    {
        return timeOf([this] {
            QEventLoop loop;
            whenDone(m_service->drain(std::chrono::minutes(10)), &loop,
                     [&loop](const Result<int> &left) {
                         check(left && *left == 0, "the outbox was not emptied");
                         loop.quit();
                     });
            loop.exec();
        });
    }

private:
    QString m_path;
    SystemClock m_clock;
    LocalOptions m_options;
    std::unique_ptr<LocalService> m_service;
};

void measureOutbox(const Sink &sink, const Sizes &sizes)
{
    // Not in /tmp, which may be in memory, where nothing is durable and nothing costs what it does.
    const QTemporaryDir folder(QStringLiteral("bench-mail.XXXXXX"));
    const auto mailer = SmtpMailer::create(optionsFor(sink.port()), sender());
    OneRowWriter writer(folder.filePath(QStringLiteral("plain.db")));
    const int letters = sizes.outboxLetters;
    std::vector<double> whole;
    std::vector<double> mails;
    std::vector<double> rows;
    for (int turn = 0; turn <= sizes.outboxTurns; ++turn) {
        FullOutbox outbox(folder.filePath(QStringLiteral("outbox.db")), letters, sink.port());
        const double sending = outbox.timeOfSending();
        const double mailing = timeOfMailer(**mailer, letters, outboxConnections);
        const double writing = timeOf([&] { writer.write(letters); });
        if (turn == 0)
            continue;
        whole.push_back(sending);
        mails.push_back(mailing);
        rows.push_back(writing);
    }
    const double slower = std::max(median(mails), median(rows));
    const double ratio = slower / median(whole);
    figure("whole outbox, durable / slower of mailer and durable transactions", ratio, ">= 0.60",
           ratio >= 0.6);
    std::printf("  (%.0f/s; mailer %.0f/s, transactions %.0f/s)\n", letters / median(whole),
                letters / median(mails), letters / median(rows));
}

} // namespace

int main(int argc, char **argv)
{
    const QCoreApplication application(argc, argv);
    QLoggingCategory::setFilterRules(QStringLiteral("latchkey.mail.info=false"));
    const QStringList words = QCoreApplication::arguments();
    check(words.size() > 1, "where are smtp-sink and smtp-source?");
    const bool isShort = words.contains(QStringLiteral("--short"));
    const Sizes sizes =
        isShort ? Sizes{.turns = 21, .letters = 400, .outboxTurns = 5, .outboxLetters = 1500}
                : Sizes{};
    const Sink sink(words[1]);
    if (!words.contains(QStringLiteral("--outbox")))
        measureMailer(sink, sizes);
    measureOutbox(sink, sizes);
    return EXIT_SUCCESS;
}
