// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/support/patience.h"
#include <QApplication>
#include <QDir>
#include <QFile>
#include <QProcess>
#include <QTemporaryDir>
#include <QTest>
#include <QWidget>

#include <sys/inotify.h>
#include <unistd.h>

#include <cstring>
#include <memory>

namespace {

/// Knows whether anybody opened a folder, or a file in it, since it was asked last.
class Trap
{
public:
    explicit Trap(const QString &folder) : m_handle(inotify_init1(IN_NONBLOCK | IN_CLOEXEC))
    {
        for (const QString &place : {folder, folder + QStringLiteral("/platforms")})
            inotify_add_watch(m_handle, QFile::encodeName(place).constData(), IN_OPEN);
    }
    ~Trap() { ::close(m_handle); }
    Trap(const Trap &) = delete;
    Trap &operator=(const Trap &) = delete;

    bool sprung() const
    {
        alignas(inotify_event) char events[4096];
        bool any = false;
        while (::read(m_handle, events, sizeof events) > 0)
            any = true;
        return any;
    }

private:
    int m_handle;
};

/// What Latchkey is not: a program that shows Qt its arguments.
int plainProgram(int argc, char **argv)
{
    const QApplication application(argc, argv);
    QWidget window;
    window.ensurePolished();
    return 0;
}

} // namespace

/// CVE-2019-12828: a link, or what stands beside it on the command line, must not become one of
/// Qt's own options, some of which load code.
class TestQtOptions : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init();
    void trapWorks_data();
    void trapWorks();
    void optionHasNoEffect_data();
    void optionHasNoEffect();
    void optionInALinkHasNoEffect_data();
    void optionInALinkHasNoEffect();

private:
    QString at(const char *name) const { return m_folder->filePath(QString::fromLatin1(name)); }
    void start(const QString &program, const QStringList &words);

    std::unique_ptr<QTemporaryDir> m_folder;
    std::unique_ptr<QProcess> m_child;
};

void TestQtOptions::init()
{
    m_folder = std::make_unique<QTemporaryDir>();
    for (const char *name : {"home", "evil", "evil/platforms"})
        QVERIFY(QDir(m_folder->path()).mkdir(QString::fromLatin1(name)));
    for (const char *name :
         {"evil/style.qss", "evil/libqoffscreen.so", "evil/platforms/libqoffscreen.so"}) {
        QFile file(at(name));
        QVERIFY(file.open(QIODevice::WriteOnly));
    }
}

void TestQtOptions::start(const QString &program, const QStringList &words)
{
    m_child = std::make_unique<QProcess>();
    QProcessEnvironment environment = QProcessEnvironment::systemEnvironment();
    environment.insert(QStringLiteral("HOME"), at("home"));
    environment.insert(QStringLiteral("QT_QPA_PLATFORM"), QStringLiteral("offscreen"));
    environment.insert(QStringLiteral("QT_DEBUG_PLUGINS"), QStringLiteral("1"));
    m_child->setProcessEnvironment(environment);
    m_child->start(program, words);
    QVERIFY(m_child->waitForStarted());
}

void TestQtOptions::trapWorks_data()
{
    QTest::addColumn<QString>("option");
    QTest::addColumn<QString>("file");
    QTest::newRow("plugins") << QStringLiteral("-platformpluginpath") << QStringLiteral("evil");
    QTest::newRow("style") << QStringLiteral("-stylesheet") << QStringLiteral("evil/style.qss");
}

void TestQtOptions::trapWorks()
{
    QFETCH(const QString, option);
    QFETCH(const QString, file);
    const Trap trap(at("evil"));
    QVERIFY(!trap.sprung());
    start(QCoreApplication::applicationFilePath(),
          {QStringLiteral("--plain"), option, m_folder->filePath(file)});
    QVERIFY(m_child->waitForFinished());
    QVERIFY(trap.sprung());
}

void TestQtOptions::optionHasNoEffect_data()
{
    QTest::addColumn<QStringList>("words");
    struct Option
    {
        const char *name;
        const char *value;
    };
    constexpr Option options[] = {
        {.name = "-platformpluginpath", .value = "evil"},
        {.name = "--platformpluginpath", .value = "evil"},
        {.name = "-platform", .value = "xcb"},
        {.name = "-platform", .value = "offscreen:fontconfig"},
        {.name = "-platformtheme", .value = "gtk3"},
        {.name = "-plugin", .value = "evdevkeyboard"},
        {.name = "-style", .value = "fusion"},
        {.name = "-stylesheet", .value = "evil/style.qss"},
        {.name = "-stylesheet=evil/style.qss", .value = ""},
        {.name = "-session", .value = "a_b"},
        {.name = "-display", .value = ":0"},
        {.name = "-qwindowgeometry", .value = "1x1"},
        {.name = "-geometry", .value = "1x1"},
        {.name = "-qwindowicon", .value = "evil/style.qss"},
        {.name = "-qwindowtitle", .value = "title"},
        {.name = "-fontengine", .value = "freetype"},
        {.name = "-dialogs", .value = "none"},
        {.name = "-reverse", .value = ""},
        {.name = "-widgetcount", .value = ""},
        {.name = "-nograb", .value = ""},
        {.name = "-dograb", .value = ""},
        {.name = "-testability", .value = ""},
        {.name = "-qmljsdebugger", .value = "port:3768"},
        {.name = "-name", .value = "name"},
    };
    const QString link = QStringLiteral("latchkey://reset/acme/a.b.c");
    for (const Option &option : options) {
        QStringList words{QString::fromLatin1(option.name)};
        if (*option.value != 0)
            words += QString::fromLatin1(option.value);
        const QByteArray name = words.join(QLatin1Char(' ')).toLatin1();
        QTest::addRow("%s", name.constData()) << words;
        QTest::addRow("%s LINK", name.constData()) << words + QStringList{link};
        QTest::addRow("LINK %s", name.constData()) << QStringList{link} + words;
    }
}

void TestQtOptions::optionHasNoEffect()
{
    QFETCH(QStringList, words);
    words.replaceInStrings(QStringLiteral("evil"), at("evil"));
    const Trap trap(at("evil"));
    start(QStringLiteral(LATCHKEY_PROGRAM), words);
    QVERIFY(m_child->waitForFinished());
    QCOMPARE(m_child->exitStatus(), QProcess::NormalExit);
    QCOMPARE(m_child->exitCode(), 2);
    QCOMPARE(m_child->readAllStandardOutput(), QByteArray());
    // Our own two lines; with QT_DEBUG_PLUGINS set, anything that Qt loads would be told too.
    const QByteArrayList said = m_child->readAllStandardError().split('\n');
    QCOMPARE(said.size(), 3);
    QVERIFY(said[0].startsWith("latchkey: "));
    QCOMPARE(said[1], QByteArray("Try 'latchkey --help'."));
    QVERIFY(!trap.sprung());
    QVERIFY(QDir(at("home")).isEmpty());
}

void TestQtOptions::optionInALinkHasNoEffect_data()
{
    QTest::addColumn<QString>("link");
    QTest::newRow("in the place of the host")
        << QStringLiteral("latchkey:-platformpluginpath=evil");
    QTest::newRow("behind a blank") << QStringLiteral("latchkey: -platformpluginpath evil");
    QTest::newRow("quoted") << QStringLiteral("latchkey:\" -platformpluginpath \"evil\"");
    QTest::newRow("two slashes") << QStringLiteral("latchkey://-stylesheet=evil/style.qss");
}

void TestQtOptions::optionInALinkHasNoEffect()
{
    QFETCH(QString, link);
    link.replace(QStringLiteral("evil"), at("evil"));
    const Trap trap(at("evil"));
    start(QStringLiteral(LATCHKEY_PROGRAM), {QStringLiteral("--demo"), link});
    // Up to the back end, which comes after the first page.
    QByteArray said;
    LATCHKEY_TRY_VERIFY(
        (said += m_child->readAllStandardError()).contains("liblatchkey_backend.so"));
    m_child->terminate();
    QVERIFY(m_child->waitForFinished());
    said += m_child->readAllStandardError();
    QVERIFY(said.contains("libqoffscreen.so"));
    QVERIFY(!said.contains("evil"));
    QVERIFY(!trap.sprung());
}

int main(int argc, char **argv)
{
    if (argc > 1 && std::strcmp(argv[1], "--plain") == 0)
        return plainProgram(argc, argv);
    const QCoreApplication application(argc, argv);
    TestQtOptions test;
    return QTest::qExec(&test, argc, argv);
}

#include "test_qtoptions.moc"
