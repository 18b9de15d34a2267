// SPDX-License-Identifier: GPL-3.0-or-later
#include "application/backendloader.h"
#include "application/kiosk.h"
#include "application/kioskvisit.h"
#include "tests/support/patience.h"

#include <QDir>
#include <QFile>
#include <QSignalSpy>
#include <QTemporaryDir>
#include <QTest>

using namespace latchkey;

namespace {

const QByteArray service = "[service]\nid = \"a\"\nname = \"A\"\n[mail]\nfolder = \"mail\"\n";

} // namespace

/// When the program is a kiosk, and which services it may show then.
class TestKiosk : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init() { m_folder = std::make_unique<QTemporaryDir>(); }

    void decided_data();
    void decided();
    void settingsAreThoseOfTheFile();
    void theMachinesFileHolds();
    void keysFromAFileAlone_data();
    void keysFromAFileAlone();
    void pinIsMatchedElsewhere_data();
    void pinIsMatchedElsewhere();

private:
    QString write(const QByteArray &text) const
    {
        const QString path = m_folder->filePath(QStringLiteral("latchkey.toml"));
        QFile file(path);
        return file.open(QIODevice::WriteOnly) && file.write(text) == text.size() ? path
                                                                                  : QString();
    }

    std::unique_ptr<QTemporaryDir> m_folder;
};

void TestKiosk::decided_data()
{
    QTest::addColumn<QByteArray>("text");
    QTest::addColumn<bool>("asked");
    QTest::addColumn<bool>("kiosk");
    QTest::newRow("nothing said") << service << false << false;
    QTest::newRow("asked for") << service << true << true;
    QTest::newRow("configured") << service + "[kiosk]\nenabled = true\n" << false << true;
    QTest::newRow("configured, short") << service + "[kiosk]\nenabled=true\n" << false << true;
    QTest::newRow("configured, quoted") << service + "[kiosk]\n\"enabled\" = true\n"
                                        << false << true;
    QTest::newRow("configured, inline")
        << "kiosk = { enabled = true }\n" + service << false << true;
    QTest::newRow("not configured") << service + "[kiosk]\nenabled = false\n" << false << false;
    QTest::newRow("remarked") << service + "[kiosk]\n# enabled = true\n" << false << false;
    QTest::newRow("other keys") << service + "[kiosk]\nidle_seconds = 90\n" << false << false;
    QTest::newRow("faulty, and meant") << service + "[kiosk]\nenabled = true\nidle = 9\n"
                                       << false << true;
    QTest::newRow("faulty, and not meant") << service + "[kiosk]\nidle = 9\n" << false << false;
    QTest::newRow("no TOML, and meant") << QByteArray("[kiosk\nenabled = true\n") << false << true;
}

void TestKiosk::decided()
{
    QFETCH(const QByteArray, text);
    QFETCH(const bool, asked);
    QFETCH(const bool, kiosk);
    QCOMPARE(kioskOf({.kiosk = asked, .configurationPath = write(text)}).has_value(), kiosk);
}

void TestKiosk::settingsAreThoseOfTheFile()
{
    const QString path = write(service + "[kiosk]\nidle_seconds = 90\nwarn_seconds = 30\n");
    const auto settings = kioskOf({.kiosk = true, .configurationPath = path});
    QVERIFY(settings);
    QCOMPARE(settings->idle, std::chrono::seconds(90));
    QCOMPARE(settings->warn, std::chrono::seconds(30));
    QVERIFY(settings->pinHash.isEmpty());
}

void TestKiosk::theMachinesFileHolds()
{
    const QString machine = m_folder->filePath(QStringLiteral("xdg/latchkey"));
    QVERIFY(QDir().mkpath(machine));
    QFile file(machine + QStringLiteral("/latchkey.toml"));
    QVERIFY(file.open(QIODevice::WriteOnly));
    file.write("[kiosk]\nenabled = true\nidle_seconds = 90\n");
    file.close();
    file.setPermissions(QFileDevice::ReadOwner | QFileDevice::WriteOwner);
    const QByteArray before = qgetenv("XDG_CONFIG_DIRS");
    qputenv("XDG_CONFIG_DIRS", QFile::encodeName(m_folder->filePath(QStringLiteral("xdg"))));
    const auto settings =
        kioskOf({.configurationPath = write(service + "[kiosk]\nenabled = false\n")});
    qputenv("XDG_CONFIG_DIRS", before);
    QVERIFY(settings);
    QCOMPARE(settings->idle, std::chrono::seconds(90));
}

void TestKiosk::keysFromAFileAlone_data()
{
    QTest::addColumn<QByteArray>("text");
    QTest::addColumn<bool>("fits");
    const QByteArray remote = "[service]\nid = \"a\"\nname = \"A\"\n[remote]\nprofile = \"%1\"\n"
                              "address = \"https://a.example\"\n";
    QTest::newRow("keyring") << service << false;
    QTest::newRow("file") << service + "[keys]\nsource = \"credential-file\"\n" << true;
    QTest::newRow("bound links")
        << service + "[keys]\nsource = \"credential-file\"\n[links]\nbind_to_device = true\n"
        << false;
    QTest::newRow("remote, without keys") << QByteArray(remote).replace("%1", "nextcloud") << true;
}

void TestKiosk::keysFromAFileAlone()
{
    QFETCH(const QByteArray, text);
    QFETCH(const bool, fits);
    const std::vector<KnownService> services = readServices({write(text)});
    QVERIFY2(!services.front().fault,
             services.front().fault ? qPrintable(services.front().fault->detail) : "");
    const Result<void> judged = fitsKiosk(services.front());
    QCOMPARE(judged.has_value(), fits);
    if (!fits)
        QCOMPARE(judged.error().reason, Reason::ConfigurationFaulty);
}

void TestKiosk::pinIsMatchedElsewhere_data()
{
    QTest::addColumn<QString>("pin");
    QTest::addColumn<bool>("right");
    QTest::newRow("right") << QStringLiteral("password") << true;
    QTest::newRow("wrong") << QStringLiteral("passwore") << false;
}

void TestKiosk::pinIsMatchedElsewhere()
{
    QFETCH(QString, pin);
    QFETCH(const bool, right);
    // Of the reference implementation's own tests: 64 MiB, 2 passes, "somesalt".
    const QString hash = QStringLiteral("$argon2id$v=19$m=65536,t=2,p=1$c29tZXNhbHQ$"
                                        "CTFhFdXPJO1aFaMaO6Mm5c8y7cJHAph8ArZWb2GRPPc");
    std::optional<Result<bool>> answer;
    whenDone(matchPin(hash, share(Secret::taking(std::move(pin)))), this,
             [&answer](Result<bool> matches) { answer = std::move(matches); });
    QVERIFY(!answer);
    LATCHKEY_TRY_VERIFY(answer);
    QVERIFY(answer->has_value());
    QCOMPARE(**answer, right);
}

QTEST_MAIN(TestKiosk)
#include "test_kiosk.moc"
