// SPDX-License-Identifier: GPL-3.0-or-later
#include "launch/identity.h"
#include "launch/instanceclaim.h"
#include "tests/support/patience.h"

#include <QDBusConnection>
#include <QDBusConnectionInterface>
#include <QDBusMessage>
#include <QDBusPendingCall>
#include <QDir>
#include <QProcess>
#include <QtTest>

using namespace latchkey;

/// The real program, started by a real session bus, on a real display.
class TestBusStart : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase();
    void cleanup();
    void aCallStartsTheProgram();
    void activationShowsTheFirstPage();
    void aRunningInstanceTakesTheName();
    void aCallBeforeTheNameReachesTheOneInstance();

private:
    static QString name() { return QString::fromLatin1(applicationId); }
    static QDBusConnectionInterface *bus() { return QDBusConnection::sessionBus().interface(); }
    static bool isOwned() { return bus()->isServiceRegistered(name()).value(); }
    static QString call(const QString &member, const QList<QVariant> &arguments)
    {
        QDBusMessage message =
            QDBusMessage::createMethodCall(name(), u'/' + name().replace(u'.', u'/'),
                                           QStringLiteral("org.freedesktop.Application"), member);
        message.setArguments(arguments);
        const QDBusPendingCall pending = QDBusConnection::sessionBus().asyncCall(message);
        return QTest::qWaitFor([&pending] { return pending.isFinished(); }, 25'000)
                   ? pending.error().message()
                   : QStringLiteral("no answer");
    }
    static QString open()
    {
        return call(QStringLiteral("Open"),
                    {QStringList{QStringLiteral("latchkey://reset/acme/eyJ.x.y")}, QVariantMap()});
    }
    /// The windows that a person sees, by their title.
    static QStringList windows()
    {
        QProcess xdotool;
        xdotool.start(QStringLiteral("xdotool"),
                      {QStringLiteral("search"), QStringLiteral("--onlyvisible"),
                       QStringLiteral("--name"), QStringLiteral("account recovery")});
        xdotool.waitForFinished();
        return QString::fromLatin1(xdotool.readAllStandardOutput())
            .split(u'\n', Qt::SkipEmptyParts);
    }
    static QStringList processes()
    {
        QProcess pgrep;
        pgrep.start(
            QStringLiteral("pgrep"),
            {QStringLiteral("-f"), QStringLiteral("^" LATCHKEY_BINARY_DIR "/bin/latchkey( |$)")});
        pgrep.waitForFinished();
        return QString::fromLatin1(pgrep.readAllStandardOutput()).split(u'\n', Qt::SkipEmptyParts);
    }
};

void TestBusStart::initTestCase()
{
    const QDir home = QDir::home();
    QVERIFY(home.mkpath(QStringLiteral(".config/latchkey")));
    QFile configuration(home.filePath(QStringLiteral(".config/latchkey/latchkey.toml")));
    QVERIFY(configuration.open(QIODevice::WriteOnly));
    configuration.write("[service]\nid = \"acme\"\nname = \"Acme Webmail\"\n[mail]\ntransport = "
                        "\"folder\"\nfolder = \"mail\"\nfrom = \"noreply@acme.example\"\n");

    // Where a bus looks that runs already; its folders in the home are read once.
    const QDir services(qEnvironmentVariable("XDG_RUNTIME_DIR") +
                        QStringLiteral("/dbus-1/services"));
    QVERIFY(services.mkpath(QStringLiteral(".")));
    QFile service(services.filePath(name() + QStringLiteral(".service")));
    QVERIFY(service.open(QIODevice::WriteOnly));
    service.write("[D-BUS Service]\nName=" + applicationId.toByteArray() +
                  "\nExec=" LATCHKEY_BINARY_DIR "/bin/latchkey --dbus-activated\n");
    service.close();
    QDBusConnection::sessionBus().call(QDBusMessage::createMethodCall(
        QStringLiteral("org.freedesktop.DBus"), QStringLiteral("/"),
        QStringLiteral("org.freedesktop.DBus"), QStringLiteral("ReloadConfig")));
}

void TestBusStart::cleanup()
{
    if (isOwned()) {
        const uint process = bus()->servicePid(name());
        QProcess::execute(QStringLiteral("kill"), {QString::number(process)});
    }
    LATCHKEY_TRY_VERIFY(!isOwned());
    LATCHKEY_TRY_COMPARE(windows().size(), 0);
}

void TestBusStart::aCallStartsTheProgram()
{
    QVERIFY(!isOwned());
    QCOMPARE(open(), QString());
    LATCHKEY_TRY_COMPARE(windows().size(), 1);
    // A second call finds it, and is no second window.
    QCOMPARE(open(), QString());
    QCOMPARE(claimInstance("window", {}).role, InstanceRole::HandedOver);
    QCOMPARE(windows().size(), 1);
}

void TestBusStart::activationShowsTheFirstPage()
{
    QCOMPARE(call(QStringLiteral("Activate"), {QVariantMap()}), QString());
    LATCHKEY_TRY_COMPARE(windows().size(), 1);
}

void TestBusStart::aRunningInstanceTakesTheName()
{
    QProcess program;
    program.start(QStringLiteral(LATCHKEY_BINARY_DIR "/bin/latchkey"), QStringList());
    LATCHKEY_TRY_VERIFY(isOwned());
    QCOMPARE(bus()->servicePid(name()).value(), uint(program.processId()));
    QCOMPARE(open(), QString());
    LATCHKEY_TRY_COMPARE(windows().size(), 1);
    program.terminate();
    QVERIFY(program.waitForFinished());
}

/// Here the instance never has the name (its socket is all there is of it): the program that the
/// bus starts hands the call over and leaves.
void TestBusStart::aCallBeforeTheNameReachesTheOneInstance()
{
    QProcess probe;
    probe.start(QStringLiteral(LATCHKEY_BINARY_DIR "/bin/tests/instanceprobe"),
                {QStringLiteral("window"), QStringLiteral("latchkey://reset/acme/own"),
                 QStringLiteral("2")});
    QVERIFY(probe.waitForStarted());
    probe.write("go\n");
    LATCHKEY_TRY_VERIFY(probe.bytesAvailable() > 0);
    QCOMPARE(open(), QString());
    LATCHKEY_TRY_COMPARE(probe.state(), QProcess::NotRunning);
    QVERIFY(probe.readAll().contains("latchkey://reset/acme/eyJ.x.y"));
    LATCHKEY_TRY_VERIFY(!isOwned());
    QCOMPARE(windows().size(), 0);
}

QTEST_GUILESS_MAIN(TestBusStart)
#include "test_busstart.moc"
