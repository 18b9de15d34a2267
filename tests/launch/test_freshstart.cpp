// SPDX-License-Identifier: GPL-3.0-or-later
#include "launch/freshstart.h"

#include <QProcess>
#include <QTest>

#include <fcntl.h>
#include <pthread.h>
#include <unistd.h>

#include <csignal>
#include <cstdio>
#include <cstring>

using namespace latchkey;

namespace {

/// What a run finds: its number, what is open, what is blocked.
void tell(const char *when)
{
    sigset_t blocked;
    pthread_sigmask(SIG_BLOCK, nullptr, &blocked);
    std::printf("%s %d", when, getpid());
    for (int number = 3; number < 64; ++number) {
        if (fcntl(number, F_GETFD) != -1)
            std::printf(" open:%d", number);
    }
    std::printf("%s\n", sigismember(&blocked, SIGUSR1) ? " blocked" : "");
    (void)std::fflush(stdout);
}

int first()
{
    // As whoever started it would hand something over.
    constexpr int given = 20;
    constexpr int ours = 30;
    dup2(STDOUT_FILENO, given);
    const FreshStart next;
    dup2(STDOUT_FILENO, ours);
    sigset_t some;
    sigemptyset(&some);
    sigaddset(&some, SIGUSR1);
    pthread_sigmask(SIG_BLOCK, &some, nullptr);
    tell("before");
    next.begin({"--second"});
}

} // namespace

class TestFreshStart : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void sameProcessNothingOpen();
};

void TestFreshStart::sameProcessNothingOpen()
{
    QProcess child;
    child.start(QCoreApplication::applicationFilePath(), {QStringLiteral("--first")});
    QVERIFY(child.waitForFinished());
    QCOMPARE(child.exitCode(), 0);
    const QByteArrayList lines = child.readAllStandardOutput().trimmed().split('\n');
    QCOMPARE(lines.size(), 2);
    QVERIFY2(lines[0].startsWith("before ") && lines[0].endsWith(" open:20 open:30 blocked"),
             lines[0].constData());
    QVERIFY2(lines[1].startsWith("after ") && lines[1].endsWith(" open:20"), lines[1].constData());
    QCOMPARE(lines[1].split(' ').value(1), lines[0].split(' ').value(1));
}

int main(int argc, char **argv)
{
    if (argc == 2 && std::strcmp(argv[1], "--first") == 0)
        return first();
    if (argc == 2 && std::strcmp(argv[1], "--second") == 0) {
        tell("after");
        return 0;
    }
    const QCoreApplication application(argc, argv);
    TestFreshStart test;
    return QTest::qExec(&test, argc, argv);
}

#include "test_freshstart.moc"
