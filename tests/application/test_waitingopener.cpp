// SPDX-License-Identifier: GPL-3.0-or-later
#include "launch/instanceclaim.h"
#include "tests/support/patience.h"

#include <QDir>
#include <QProcess>
#include <QtTest>

using namespace latchkey;

/// Openers that keep the link in their own arguments and wait for the program's end, as xdg-open
/// does without a desktop; and the real program.
class TestWaitingOpener : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase();
    void cleanup();
    void mayEndWhileTheWindowIsOpen();
    void hearsOfFaults();
    void whoDoesNotTellTheLinkWaits();

private:
    static inline const QString program = QStringLiteral(LATCHKEY_BINARY_DIR "/bin/latchkey");
    static inline const QString link = QStringLiteral("latchkey://reset/acme/eyJ.opener.y");
    /// Whose windows stand on this test's own display.
    static QStringList owners()
    {
        QProcess xdotool;
        xdotool.start(QStringLiteral("xdotool"),
                      {QStringLiteral("search"), QStringLiteral("--onlyvisible"),
                       QStringLiteral("--name"), QStringLiteral("account recovery"),
                       QStringLiteral("getwindowpid")});
        xdotool.waitForFinished();
        return QString::fromLatin1(xdotool.readAllStandardOutput())
            .split(u'\n', Qt::SkipEmptyParts);
    }
    static bool isRunning() { return claimInstance("window", {}).role == InstanceRole::HandedOver; }
    static void end() { QProcess::execute(QStringLiteral("kill"), owners()); }
};

void TestWaitingOpener::initTestCase()
{
    const QDir home = QDir::home();
    QVERIFY(home.mkpath(QStringLiteral(".config/latchkey")));
    QFile configuration(home.filePath(QStringLiteral(".config/latchkey/latchkey.toml")));
    QVERIFY(configuration.open(QIODevice::WriteOnly));
    configuration.write("[service]\nid = \"acme\"\nname = \"Acme Webmail\"\n[mail]\ntransport = "
                        "\"folder\"\nfolder = \"mail\"\nfrom = \"noreply@acme.example\"\n");
}

void TestWaitingOpener::cleanup()
{
    if (!owners().isEmpty())
        end();
    LATCHKEY_TRY_VERIFY(!isRunning());
}

void TestWaitingOpener::mayEndWhileTheWindowIsOpen()
{
    QProcess opener;
    opener.start(QStringLiteral("sh"),
                 {QStringLiteral("-c"), QStringLiteral("\"$0\" \"$1\"; exit $?"), program, link});
    QVERIFY(opener.waitForFinished(patienceOfTests));
    QCOMPARE(opener.exitCode(), 0);
    LATCHKEY_TRY_COMPARE(owners().size(), 1);
    QVERIFY(isRunning());

    QFile arguments(QStringLiteral("/proc/%1/cmdline").arg(owners().constFirst()));
    QVERIFY(arguments.open(QIODevice::ReadOnly));
    const QByteArray told = arguments.readAll();
    QVERIFY(told.startsWith(program.toUtf8()));
    QVERIFY(!told.contains("opener"));
}

void TestWaitingOpener::hearsOfFaults()
{
    QProcess opener;
    opener.start(
        QStringLiteral("sh"),
        {QStringLiteral("-c"), QStringLiteral("\"$0\" \"$1\" --nonsense; exit $?"), program, link});
    QVERIFY(opener.waitForFinished(patienceOfTests));
    QCOMPARE(opener.exitCode(), 2);
}

/// Nothing is gained where nobody tells the link: a shell waits as for any program.
void TestWaitingOpener::whoDoesNotTellTheLinkWaits()
{
    QProcess opener;
    opener.start(QStringLiteral("sh"),
                 {QStringLiteral("-c"), QStringLiteral("\"$0\" \"$(cat)\"; exit $?"), program});
    QVERIFY(opener.waitForStarted());
    opener.write(link.toUtf8());
    opener.closeWriteChannel();
    LATCHKEY_TRY_COMPARE(owners().size(), 1);
    QCOMPARE(opener.state(), QProcess::Running);
    end();
    QVERIFY(opener.waitForFinished(patienceOfTests));
}

QTEST_GUILESS_MAIN(TestWaitingOpener)
#include "test_waitingopener.moc"
