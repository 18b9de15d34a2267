// SPDX-License-Identifier: GPL-3.0-or-later
#include "services/local/lettersender.h"
#include "services/local/outbox.h"
#include "tests/local/servicekit.h"

#include <QFile>
#include <QMap>
#include <QProcess>
#include <QTest>

#include <atomic>
#include <csignal>

#include <fcntl.h>
#include <unistd.h>

using namespace latchkey;
using namespace latchkey::contract;
using namespace latchkey::testing;

namespace {

#ifdef LATCHKEY_LONG_SWEEPS
constexpr int mails = 2000;
constexpr int kills = 20;
#else
constexpr int mails = 300;
constexpr int kills = 4;
#endif
constexpr int processes = 5;
constexpr int connections = 3;

/// What all processes deliver to: one line for each letter in a file that they share.
class SharedMailer final : public Mailer
{
public:
    SharedMailer(const QString &path, int dieAfter)
        : m_file(open(QFile::encodeName(path).constData(),
                      O_WRONLY | O_APPEND | O_CREAT | O_CLOEXEC, 0600)),
          m_dieAfter(dieAfter)
    {
    }
    ~SharedMailer() override { close(m_file); }
    Q_DISABLE_COPY_MOVE(SharedMailer)

    Result<void> send(const Letter &letter) override
    {
        const QByteArray line =
            letter.recipient.toUtf8() + ' ' + letter.messageId + ' ' + letter.link + '\n';
        if (write(m_file, line.constData(), static_cast<size_t>(line.size())) != line.size())
            qFatal("not written");
        if (++m_sent == m_dieAfter)
            kill(getpid(), SIGKILL);
        return {};
    }

private:
    int m_file;
    int m_dieAfter; ///< 0: never
    std::atomic<int> m_sent = 0;
};

/// The other process: sends what is due in the database of this folder; dies after so many.
int sendAll(const QString &folder, int seconds, int dieAfter)
{
    LocalOptions options;
    options.description.id = QStringLiteral("acme");
    options.databasePath = folder + QStringLiteral("/accounts.db");
    options.messageDomain = QStringLiteral("acme.example");
    options.mailConnections = connections;
    QFile ring(folder + QStringLiteral("/ring"));
    if (!ring.open(QIODevice::ReadOnly))
        return 1;
    const ManualClock clock(LocalHarness::start + std::chrono::seconds(seconds));
    LocalService service(options, {.clock = clock,
                                   .mailer = std::make_unique<SharedMailer>(
                                       folder + QStringLiteral("/delivered"), dieAfter),
                                   .readKeys = [bytes = ring.readAll()] {
                                       return readyFuture<SharedSecret>(secret(bytes));
                                   }});
    return take(service.drain(patience)) ? 0 : 2;
}

} // namespace

/// Several processes at one outbox: each mail goes out once, and after a crash again at most what
/// that process had in hand, as the same mail.
class TestOutboxRace : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init();
    void cleanup() { m_harness.reset(); }
    void eachMailGoesOutOnce();
    void crashesRepeatWhatWasInHand();

private:
    std::unique_ptr<QProcess> startOne(int seconds, int dieAfter) const
    {
        auto process = std::make_unique<QProcess>();
        process->setProcessChannelMode(QProcess::ForwardedErrorChannel);
        process->start(QCoreApplication::applicationFilePath(),
                       {QStringLiteral("--send"), m_harness->folder(), QString::number(seconds),
                        QString::number(dieAfter)});
        return process;
    }
    /// Lines by recipient.
    QMap<QByteArray, QList<QByteArray>> delivered() const
    {
        QFile file(m_harness->folder() + QStringLiteral("/delivered"));
        (void)file.open(QIODevice::ReadOnly);
        QMap<QByteArray, QList<QByteArray>> lines;
        for (QByteArray line = file.readLine(); !line.isEmpty(); line = file.readLine())
            lines[line.left(line.indexOf(' '))] << line;
        return lines;
    }

    std::unique_ptr<LocalHarness> m_harness;
};

void TestOutboxRace::init()
{
    m_harness = std::make_unique<LocalHarness>();
    QFile ring(m_harness->folder() + QStringLiteral("/ring"));
    QVERIFY(ring.open(QIODevice::WriteOnly));
    ring.write(m_harness->ring.serialise().reveal().toByteArray());
    const LedgerLimits limits{.device = QStringLiteral("device:desk-1"),
                              .perDeviceMinute = 2 * mails};
    QVERIFY(m_harness->sql().transaction([&]() -> Result<void> {
        for (int i = 0; i < mails; ++i) {
            const EmailAddress who = address(QStringLiteral("user%1@example.com").arg(i));
            (void)AccountStore(m_harness->sql())
                .add({.address = who, .passwordHash = {}, .confirmed = true, .locale = {}},
                     m_harness->now());
            if (auto asked = RequestLedger(m_harness->sql()).record(who, limits, m_harness->now());
                !asked)
                return fail(asked.error());
        }
        return {};
    }));
}

void TestOutboxRace::eachMailGoesOutOnce()
{
    std::vector<std::unique_ptr<QProcess>> all;
    for (int i = 0; i < processes; ++i)
        all.push_back(startOne(0, 0));
    for (const auto &process : all) {
        QVERIFY(process->waitForFinished(120'000));
        QCOMPARE(process->exitStatus(), QProcess::NormalExit);
        QCOMPARE(process->exitCode(), 0);
    }
    const auto lines = delivered();
    QCOMPARE(lines.size(), mails);
    for (const QList<QByteArray> &copies : lines)
        QCOMPARE(copies.size(), 1);
    QCOMPARE(m_harness->number("SELECT count(*) FROM latchkey_outbox WHERE state = 2"), mails);
    QCOMPARE(m_harness->number("SELECT count(*) FROM latchkey_links"), mails);
}

void TestOutboxRace::crashesRepeatWhatWasInHand()
{
    int seconds = 0;
    for (int i = 0; i < kills; ++i) {
        const auto process = startOne(seconds, 7 + 11 * i);
        QVERIFY(process->waitForFinished(120'000));
        QCOMPARE(process->exitStatus(), QProcess::CrashExit);
        seconds += static_cast<int>(Outbox::lease.count());
    }
    const auto last = startOne(seconds, 0);
    QVERIFY(last->waitForFinished(120'000));
    QCOMPARE(last->exitCode(), 0);

    const auto lines = delivered();
    QCOMPARE(lines.size(), mails);
    qsizetype repeated = 0;
    for (const QList<QByteArray> &copies : lines) {
        repeated += copies.size() - 1;
        QCOMPARE(copies.count(copies.constFirst()), copies.size());
    }
    qInfo("%d crashes among %d mails repeated %lld", kills, mails,
          static_cast<long long>(repeated));
    QVERIFY(repeated <= kills * connections * LetterSender::lettersEach);
    QCOMPARE(m_harness->number("SELECT count(*) FROM latchkey_outbox WHERE state = 2"), mails);
}

int main(int argc, char **argv)
{
    QCoreApplication application(argc, argv);
    const QStringList arguments = application.arguments();
    if (arguments.value(1) == QLatin1String("--send"))
        return sendAll(arguments.value(2), arguments.value(3).toInt(), arguments.value(4).toInt());
    TestOutboxRace test;
    return QTest::qExec(&test, argc, argv);
}
#include "test_outboxrace.moc"
