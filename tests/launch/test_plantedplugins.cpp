// SPDX-License-Identifier: GPL-3.0-or-later
#include <QDir>
#include <QFile>
#include <QLibraryInfo>
#include <QProcess>
#include <QTemporaryDir>
#include <QTest>

#include <sys/inotify.h>
#include <unistd.h>

#include <memory>

/// OWASP ASVS 13.4.2: code that somebody has put where a program may look for plugins is not
/// loaded, nor looked at. The program is copied, and plugins of each kind are put beside it and
/// into every other place that Qt knows of.
class TestPlantedPlugins : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase();
    void nothingIsOpened_data();
    void nothingIsOpened();

private:
    QString at(const QString &path) const { return m_folder.filePath(path); }
    void plant(const QString &folder);
    /// Opened since it was asked last; the names of the files.
    QStringList opened() const;
    /// A run up to the back end, or of a verb that opens a database; what it said.
    QByteArray runWindow();
    QByteArray runCtl();
    void prepare(QProcess &process) const;

    QTemporaryDir m_folder;
    int m_watch = inotify_init1(IN_NONBLOCK | IN_CLOEXEC);
};

void TestPlantedPlugins::plant(const QString &folder)
{
    for (const char *kind : {"platforms", "platformthemes", "styles", "iconengines", "imageformats",
                             "sqldrivers", "tls", "platforminputcontexts", "generic"}) {
        const QString place = at(folder) + u'/' + QLatin1String(kind);
        QVERIFY(QDir().mkpath(place));
        const QString real =
            QLibraryInfo::path(QLibraryInfo::PluginsPath) + u'/' + QLatin1String(kind);
        const QStringList plugins = QDir(real).entryList(QDir::Files);
        for (const QString &plugin : plugins)
            QVERIFY(QFile::copy(real + u'/' + plugin, place + u'/' + plugin));
        QVERIFY(QFile::copy(QLibraryInfo::path(QLibraryInfo::PluginsPath) +
                                QStringLiteral("/platforms/libqoffscreen.so"),
                            place + QStringLiteral("/libplanted.so")));
        inotify_add_watch(m_watch, QFile::encodeName(place).constData(), IN_OPEN);
    }
}

void TestPlantedPlugins::initTestCase()
{
    for (const char *folder : {"app/bin", "app/lib/latchkey", "home", "here"})
        QVERIFY(QDir().mkpath(at(QLatin1String(folder))));
    const QString built = QStringLiteral(LATCHKEY_BINARY_DIR);
    for (const char *file :
         {"bin/latchkey", "bin/latchkeyctl", "lib/latchkey/liblatchkey_backend.so"})
        QVERIFY(QFile::copy(built + u'/' + QLatin1String(file),
                            at(QStringLiteral("app/") + QLatin1String(file))));
    QFile conf(at(QStringLiteral("app/bin/qt.conf")));
    QVERIFY(conf.open(QIODevice::WriteOnly));
    conf.write("[Paths]\nPlugins=" + QFile::encodeName(at(QStringLiteral("conf"))) + '\n');
    for (const char *folder : {"app/bin", "app/lib/latchkey", "conf", "here", "here/plugins",
                               "variable", "platformvariable", "home/.local/lib/qt6/plugins"})
        plant(QLatin1String(folder));
    opened();
}

QStringList TestPlantedPlugins::opened() const
{
    alignas(inotify_event) char events[16384];
    QStringList names;
    for (ssize_t size = 0; (size = ::read(m_watch, events, sizeof events)) > 0;) {
        for (const char *each = events; each < events + size;) {
            const auto *event = reinterpret_cast<const inotify_event *>(each);
            if (event->len > 0 && (event->mask & IN_ISDIR) == 0)
                names += QString::fromLocal8Bit(event->name);
            each += sizeof *event + event->len;
        }
    }
    return names;
}

void TestPlantedPlugins::prepare(QProcess &process) const
{
    QProcessEnvironment environment = QProcessEnvironment::systemEnvironment();
    environment.insert(QStringLiteral("HOME"), at(QStringLiteral("home")));
    environment.insert(QStringLiteral("QT_QPA_PLATFORM"), QStringLiteral("offscreen"));
    environment.insert(QStringLiteral("QT_DEBUG_PLUGINS"), QStringLiteral("1"));
    environment.insert(QStringLiteral("XDG_CURRENT_DESKTOP"), QStringLiteral("GNOME"));
    environment.insert(QStringLiteral("QT_PLUGIN_PATH"), at(QStringLiteral("variable")));
    environment.insert(QStringLiteral("QT_QPA_PLATFORM_PLUGIN_PATH"),
                       at(QStringLiteral("platformvariable/platforms")));
    environment.insert(QStringLiteral("QT_STYLE_OVERRIDE"), QStringLiteral("planted"));
    environment.insert(QStringLiteral("QT_QPA_GENERIC_PLUGINS"), QStringLiteral("planted"));
    process.setProcessEnvironment(environment);
    process.setWorkingDirectory(at(QStringLiteral("here")));
    process.setProcessChannelMode(QProcess::MergedChannels);
}

QByteArray TestPlantedPlugins::runWindow()
{
    QProcess process;
    prepare(process);
    process.start(at(QStringLiteral("app/bin/latchkey")), {QStringLiteral("--demo")});
    QByteArray said;
    // The demo has a database of its own, whose driver is the last plugin that is loaded.
    const bool there = QTest::qWaitFor(
        [&] { return (said += process.readAll()).contains("libqsqlite.so"); }, 30'000);
    process.terminate();
    process.waitForFinished();
    return there ? said + process.readAll() : QByteArray();
}

QByteArray TestPlantedPlugins::runCtl()
{
    QProcess process;
    prepare(process);
    process.start(at(QStringLiteral("app/bin/latchkeyctl")),
                  {QStringLiteral("init"), QStringLiteral("--service-id"), QStringLiteral("acme"),
                   QStringLiteral("--name"), QStringLiteral("Acme"), QStringLiteral("--keys-file"),
                   at(QStringLiteral("home/keys.json")), QStringLiteral("--mail-folder"),
                   at(QStringLiteral("home/mail"))});
    return process.waitForFinished() ? process.readAll() : QByteArray();
}

void TestPlantedPlugins::nothingIsOpened_data()
{
    QTest::addColumn<bool>("window");
    QTest::newRow("latchkey") << true;
    QTest::newRow("latchkeyctl") << false;
}

void TestPlantedPlugins::nothingIsOpened()
{
    QFETCH(const bool, window);
    const QByteArray said = window ? runWindow() : runCtl();
    QVERIFY(said.contains("libqsqlite.so"));
    QCOMPARE(opened(), QStringList());
    for (const char *place : {"/conf/", "/here/", "variable/", "/app/bin/s", "/app/bin/p"})
        QVERIFY2(!said.contains(QFile::encodeName(m_folder.path()) + place), place);
}

QTEST_GUILESS_MAIN(TestPlantedPlugins)
#include "test_plantedplugins.moc"
