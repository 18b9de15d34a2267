// SPDX-License-Identifier: GPL-3.0-or-later
#include "launch/hardening.h"

#include <QFile>
#include <QProcess>
#include <QTemporaryDir>
#include <QTest>

#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/stat.h>

#include <csignal>
#include <cstdio>
#include <cstdlib>
#include <cstring>

using namespace latchkey;

namespace {

// Each of them loads code, or opens a file that somebody else named.
constexpr const char *cleared[] = {
    "QT_PLUGIN_PATH",         "QT_QPA_PLATFORM_PLUGIN_PATH",
    "QT_QPA_GENERIC_PLUGINS", "QT_STYLE_OVERRIDE",
    "OPENSSL_CONF",           "OPENSSL_MODULES",
    "OPENSSL_ENGINES",        "SSLKEYLOGFILE",
};

/// What a program that hardened itself is like, told by itself.
int tell()
{
    const rlimit large{.rlim_cur = RLIM_INFINITY, .rlim_max = RLIM_INFINITY};
    setrlimit(RLIMIT_CORE, &large);
    umask(0);
    hardenProcess();

    rlimit core = {};
    getrlimit(RLIMIT_CORE, &core);
    std::printf("core %llu %llu\n", static_cast<unsigned long long>(core.rlim_cur),
                static_cast<unsigned long long>(core.rlim_max));
    std::printf("dumpable %d\n", prctl(PR_GET_DUMPABLE, 0, 0, 0, 0));
    std::printf("umask %03o\n", umask(0));
    for (const char *name : cleared)
        std::printf("%s %s\n", name, std::getenv(name) ? "kept" : "cleared");
    std::printf("LANGUAGE %s\n", std::getenv("LANGUAGE"));
    return 0;
}

int crash()
{
    hardenProcess();
    std::raise(SIGSEGV);
    return 0;
}

} // namespace

class TestHardening : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void tellsOfItself();
    void leavesNoCore();
};

void TestHardening::tellsOfItself()
{
    QProcess child;
    QProcessEnvironment environment = QProcessEnvironment::systemEnvironment();
    for (const char *name : cleared)
        environment.insert(QString::fromLatin1(name), QStringLiteral("/nowhere"));
    // Set in the child by the child's own start would be too early for OpenSSL and Qt to matter:
    // neither is started before hardenProcess().
    environment.insert(QStringLiteral("LANGUAGE"), QStringLiteral("de"));
    child.setProcessEnvironment(environment);
    child.start(QCoreApplication::applicationFilePath(), {QStringLiteral("--tell")});
    QVERIFY(child.waitForFinished());
    QCOMPARE(child.exitCode(), 0);
    QByteArray expected = "core 0 0\ndumpable 0\numask 077\n";
    for (const char *name : cleared)
        expected += QByteArray(name) + " cleared\n";
    expected += "LANGUAGE de\n";
    QCOMPARE(child.readAllStandardOutput(), expected);
}

void TestHardening::leavesNoCore()
{
    QTemporaryDir folder;
    QProcess child;
    child.setWorkingDirectory(folder.path());
    // The address sanitizer would report the signal instead of dying by it.
    QProcessEnvironment environment = QProcessEnvironment::systemEnvironment();
    environment.insert(QStringLiteral("ASAN_OPTIONS"), QStringLiteral("handle_segv=0"));
    child.setProcessEnvironment(environment);
    child.start(QCoreApplication::applicationFilePath(), {QStringLiteral("--crash")});
    QVERIFY(child.waitForFinished());
    QCOMPARE(child.exitStatus(), QProcess::CrashExit);
    QVERIFY(QDir(folder.path()).isEmpty());
}

int main(int argc, char **argv)
{
    if (argc == 2 && std::strcmp(argv[1], "--tell") == 0)
        return tell();
    if (argc == 2 && std::strcmp(argv[1], "--crash") == 0)
        return crash();
    const QCoreApplication application(argc, argv);
    TestHardening test;
    return QTest::qExec(&test, argc, argv);
}

#include "test_hardening.moc"
