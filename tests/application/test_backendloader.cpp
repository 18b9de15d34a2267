// SPDX-License-Identifier: GPL-3.0-or-later
// Run with --load it is the program itself: tries to load what stands beside it, and says what came
// of it. Each case copies it to a place of its own.
#include "application/backendloader.h"
#include "recovery/recoveryservice.h"

#include <QDir>
#include <QProcess>
#include <QtTest>

#include <cstdio>
#include <cstring>

using namespace latchkey;

class TestBackendLoader : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init();
    void cleanup() { m_place.reset(); }

    void loadsItsOwn();
    void saysWhatIsWrong_data();
    void saysWhatIsWrong();
    void noSearchPathIsAsked();

private:
    QString load(const QProcessEnvironment &environment = QProcessEnvironment::systemEnvironment());
    bool provide(const QString &module) const
    {
        return QFile::copy(
            module, m_place->filePath(QStringLiteral("lib/latchkey/liblatchkey_backend.so")));
    }

    const QString m_own =
        QStringLiteral(LATCHKEY_BINARY_DIR "/lib/latchkey/liblatchkey_backend.so");
    std::unique_ptr<QTemporaryDir> m_place;
};

void TestBackendLoader::init()
{
    m_place = std::make_unique<QTemporaryDir>();
    const QDir place(m_place->path());
    QVERIFY(place.mkpath(QStringLiteral("bin")) && place.mkpath(QStringLiteral("lib/latchkey")));
    QVERIFY(QFile::copy(QCoreApplication::applicationFilePath(),
                        place.filePath(QStringLiteral("bin/program"))));
}

QString TestBackendLoader::load(const QProcessEnvironment &environment)
{
    QProcess program;
    program.setProcessEnvironment(environment);
    program.start(m_place->filePath(QStringLiteral("bin/program")), {QStringLiteral("--load")});
    program.waitForFinished();
    return QString::fromUtf8(program.readAllStandardOutput());
}

void TestBackendLoader::loadsItsOwn()
{
    QVERIFY(provide(m_own));
    QCOMPARE(load(), QStringLiteral("loaded: Loaded Example"));
}

void TestBackendLoader::saysWhatIsWrong_data()
{
    QTest::addColumn<QString>("module");
    QTest::addColumn<QString>("words");
    const QString folder = QStringLiteral(LATCHKEY_BINARY_DIR "/lib/tests/");
    QTest::newRow("missing") << QString() << QStringLiteral("liblatchkey_backend.so");
    QTest::newRow("no library") << QStringLiteral(LATCHKEY_SOURCE_DIR "/LICENSE")
                                << QStringLiteral("liblatchkey_backend.so");
    QTest::newRow("another version") << folder + QStringLiteral("liblatchkey-olderbackend.so")
                                     << QStringLiteral("does not belong to this program");
    QTest::newRow("another library") << folder + QStringLiteral("liblatchkey-nobackend.so")
                                     << QStringLiteral("does not belong to this program");
}

void TestBackendLoader::saysWhatIsWrong()
{
    QFETCH(const QString, module);
    QFETCH(const QString, words);
    QVERIFY(module.isEmpty() || provide(module));
    const QString said = load();
    QVERIFY2(said.startsWith(QLatin1String("Internal: ")) && said.contains(words),
             qPrintable(said));
}

void TestBackendLoader::noSearchPathIsAsked()
{
    const QString folder = m_place->filePath(QStringLiteral("elsewhere"));
    QVERIFY(QDir().mkpath(folder));
    QVERIFY(QFile::copy(m_own, folder + QStringLiteral("/liblatchkey_backend.so")));
    QProcessEnvironment environment = QProcessEnvironment::systemEnvironment();
    environment.insert(QStringLiteral("LD_LIBRARY_PATH"), folder);
    environment.insert(QStringLiteral("QT_PLUGIN_PATH"), folder);
    QVERIFY(load(environment).startsWith(QLatin1String("Internal: ")));
}

namespace {

int tryToLoad()
{
    const SystemClock clock;
    Configuration configuration;
    configuration.service = {.id = QStringLiteral("example"),
                             .name = QStringLiteral("Loaded Example")};
    configuration.remote = {.profile = QStringLiteral("better-auth"),
                            .address = QUrl(QStringLiteral("https://id.example/api/auth"))};
    const auto backend = loadBackend(configuration, clock);
    if (backend)
        std::printf("loaded: %s", qPrintable((*backend)->service().description().name));
    else
        std::printf("%s: %s", reasonName(backend.error().reason).data(),
                    qPrintable(backend.error().detail));
    return 0;
}

} // namespace

int main(int argc, char **argv)
{
    const QCoreApplication application(argc, argv);
    if (argc == 2 && std::strcmp(argv[1], "--load") == 0)
        return tryToLoad();
    TestBackendLoader test;
    return QTest::qExec(&test, argc, argv);
}
#include "test_backendloader.moc"
