// SPDX-License-Identifier: GPL-3.0-or-later
#include "launch/kioskenvironment.h"

#include <QProcess>
#include <QTest>

#include <algorithm>
#include <cstdio>
#include <cstring>
#include <unistd.h>

using namespace latchkey;

namespace {

// Each loads code, writes down what is typed, or names a file of somebody else's.
constexpr const char *planted[] = {
    "QT_PLUGIN_PATH",
    "QT_QPA_PLATFORM_PLUGIN_PATH",
    "QT_QPA_PLATFORMTHEME",
    "QT_QPA_GENERIC_PLUGINS",
    "QT_STYLE_OVERRIDE",
    "QT_IM_MODULE",
    "QT_LOGGING_RULES",
    "QT_LOGGING_CONF",
    "QT_DEBUG_PLUGINS",
    "QT_MESSAGE_PATTERN",
    "QML2_IMPORT_PATH",
    "QML_IMPORT_PATH",
    "QT_VIRTUALKEYBOARD_LAYOUT_PATH",
    "GTK_MODULES",
    "GTK_PATH",
    "GIO_EXTRA_MODULES",
    "LD_PRELOAD",
    "LD_LIBRARY_PATH",
    "LD_AUDIT",
    "LIBGL_DRIVERS_PATH",
    "OPENSSL_CONF",
    "SSLKEYLOGFILE",
    "XDG_CURRENT_DESKTOP",
    "XDG_DATA_DIRS",
    "BROWSER",
    "WHAT_THE_NEXT_TOOLKIT_READS",
};

int tell(OnScreenKeyboard keyboard)
{
    reduceEnvironment(keyboard);
    for (char **entry = environ; *entry; ++entry)
        std::puts(*entry);
    return 0;
}

} // namespace

class TestKioskEnvironment : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void keepsWhatItNeeds();
    void dropsEverythingElse();
    void keyboard();

private:
    static QByteArrayList environmentOf(const char *argument)
    {
        QProcess child;
        QProcessEnvironment environment;
        for (const char *name : planted) {
            // The loader would complain before we are asked.
            const QString value =
                std::strncmp(name, "LD_", 3) == 0 ? QString() : QStringLiteral("/nowhere");
            environment.insert(QString::fromLatin1(name), value);
        }
        environment.insert(QStringLiteral("DISPLAY"), QStringLiteral(":7"));
        environment.insert(QStringLiteral("LC_TIME"), QStringLiteral("de_DE.UTF-8"));
        environment.insert(QStringLiteral("CREDENTIALS_DIRECTORY"), QStringLiteral("/run/c"));
        child.setProcessEnvironment(environment);
        child.start(QCoreApplication::applicationFilePath(), {QString::fromLatin1(argument)});
        if (!child.waitForFinished() || child.exitCode() != 0)
            return {};
        QByteArrayList lines = child.readAllStandardOutput().trimmed().split('\n');
        std::ranges::sort(lines);
        return lines;
    }
};

void TestKioskEnvironment::keepsWhatItNeeds()
{
    const QByteArrayList expected{"CREDENTIALS_DIRECTORY=/run/c", "DISPLAY=:7",
                                  "LC_TIME=de_DE.UTF-8"};
    QCOMPARE(environmentOf("--tell"), expected);
}

void TestKioskEnvironment::dropsEverythingElse()
{
    for (const char *name : planted)
        QVERIFY2(!isKeptInKiosk(name), name);
}

void TestKioskEnvironment::keyboard()
{
    QVERIFY(environmentOf("--keyboard").contains("QT_IM_MODULE=qtvirtualkeyboard"));
}

int main(int argc, char **argv)
{
    if (argc == 2 && std::strcmp(argv[1], "--tell") == 0)
        return tell(OnScreenKeyboard::Absent);
    if (argc == 2 && std::strcmp(argv[1], "--keyboard") == 0)
        return tell(OnScreenKeyboard::Qt);
    const QCoreApplication application(argc, argv);
    TestKioskEnvironment test;
    return QTest::qExec(&test, argc, argv);
}

#include "test_kioskenvironment.moc"
