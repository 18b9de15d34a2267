// SPDX-License-Identifier: GPL-3.0-or-later
#include "services/local/outbox.h"
#include "services/mail/message.h"
#include "tests/local/servicekit.h"

#include <QFile>
#include <QProcess>
#include <QTest>

#include <csignal>

#include <unistd.h>

using namespace latchkey;
using namespace latchkey::contract;
using namespace latchkey::testing;

namespace {

QByteArray bytesOf(const Letter &letter)
{
    const MailSender sender{.address = QStringLiteral("recovery@acme.example"), .name = {}};
    return LocalHarness::require(renderMail(letter, sender), "a mail").bytes;
}

/// Delivers, and takes the plug out before anybody can note it.
class DyingMailer final : public Mailer
{
public:
    explicit DyingMailer(QString path) : m_file(path) {}

    Result<void> send(const Letter &letter) override
    {
        if (!m_file.open(QIODevice::WriteOnly | QIODevice::NewOnly))
            qFatal("a second letter before the end");
        m_file.write(bytesOf(letter));
        m_file.close();
        kill(getpid(), SIGKILL);
        return {};
    }

private:
    QFile m_file;
};

/// The other process: sends what is due in the database of this folder, and dies of it.
int sendAndDie(const QString &folder)
{
    LocalOptions options;
    options.description.id = QStringLiteral("acme");
    options.description.name = QStringLiteral("Acme Webmail");
    options.databasePath = folder + QStringLiteral("/accounts.db");
    options.messageDomain = QStringLiteral("acme.example");
    options.origin = QStringLiteral("desk-1");
    options.language = QStringLiteral("en");
    QFile ring(folder + QStringLiteral("/ring"));
    if (!ring.open(QIODevice::ReadOnly))
        return 1;
    const ManualClock clock(LocalHarness::start);
    LocalService service(
        options, {.clock = clock,
                  .mailer = std::make_unique<DyingMailer>(folder + QStringLiteral("/delivered")),
                  .readKeys = [bytes = ring.readAll()] {
                      return readyFuture<SharedSecret>(secret(bytes));
                  }});
    (void)take(service.drain(patience));
    return 2;
}

} // namespace

/// A process that is killed between the server's "250" and its own note of it (RFC 1047).
class TestServiceCrash : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void repeatsThatOneMailAndNoOther();
};

void TestServiceCrash::repeatsThatOneMailAndNoOther()
{
    LocalHarness harness;
    testing::moveIn(harness);
    const auto written = [&harness](const QString &name, const QByteArray &bytes) {
        QFile file(harness.folder() + name);
        return file.open(QIODevice::WriteOnly) && file.write(bytes) == bytes.size();
    };
    QVERIFY(written(QStringLiteral("/ring"), harness.ring.serialise().reveal().toByteArray()));
    const LedgerLimits limits{.device = QStringLiteral("device:desk-1")};
    for (const QString &who : {alice, bob})
        QVERIFY(RequestLedger(harness.sql()).record(address(who), limits, harness.now()));

    QProcess other;
    other.setProcessChannelMode(QProcess::ForwardedErrorChannel);
    other.start(QCoreApplication::applicationFilePath(),
                {QStringLiteral("--send-and-die"), harness.folder()});
    QVERIFY(other.waitForFinished());
    QCOMPARE(other.exitStatus(), QProcess::CrashExit);
    QFile delivered(harness.folder() + QStringLiteral("/delivered"));
    QVERIFY(delivered.open(QIODevice::ReadOnly));
    const QByteArray first = delivered.readAll();
    QVERIFY(first.contains("alice.adams@example.com"));

    // Both were claimed. The next process sends them when the dead one's time is up.
    harness.advanceClock(Outbox::lease - 1s);
    QCOMPARE(harness.drain(), 2);
    QCOMPARE(harness.mailbox->count(), 0);
    harness.advanceClock(1s);
    QCOMPARE(harness.drain(), 0);
    QCOMPARE(harness.mailbox->count(), 2);
    QCOMPARE(harness.mailbox->last().recipient, bob);
    const Letter hers = harness.mailbox->letters().front();
    QCOMPARE(bytesOf(hers), first);
    QCOMPARE(harness.number("SELECT count(*) FROM latchkey_links"), 2);
    LATCHKEY_VERIFY_GOOD(reset(harness, codeProof(alice, hers.code), newPassword));
}

int main(int argc, char **argv)
{
    QCoreApplication application(argc, argv);
    const QStringList arguments = application.arguments();
    if (arguments.value(1) == QLatin1String("--send-and-die"))
        return sendAndDie(arguments.value(2));
    TestServiceCrash test;
    return QTest::qExec(&test, argc, argv);
}
#include "test_servicecrash.moc"
