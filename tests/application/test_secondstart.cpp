// SPDX-License-Identifier: GPL-3.0-or-later
#include "application/desktop.h"
#include "launch/entrance.h"
#include "launch/identity.h"
#include "tests/support/patience.h"
#include "ui/mainwindow.h"
#include "ui/startwindow.h"

#include <QApplication>
#include <QDBusConnection>
#include <QDBusConnectionInterface>
#include <QDir>
#include <QProcess>
#include <QSignalSpy>
#include <QtTest>

#include <xcb/xcb.h>

#include <deque>

using namespace latchkey;

/// The real window in this process, and the real program started beside it with a link, as a click
/// in a mail does.
class TestSecondStart : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init();
    void cleanup();
    void theLinkReachesTheWindow();
    void aMinimisedWindowComesUp();
    void aStartWithoutALinkRaisesTheWindow();
    void theWindowManagerHearsOfTheClick();
    void twentyLinksGiveOneWindow();
    void aLinkWaitsForTheFirstService();
    void anotherConfigurationIsAnotherInstance();
    void aClosingWindowTakesNoMore();
    void closingTheStartWindowEndsTheProgram();

private:
    void configure();
    void start();
    static void begin(QProcess &program, const QStringList &words);
    static int run(const QStringList &words);
    static QString link(int number = 0)
    {
        return QStringLiteral("latchkey://reset/acme/eyJ.%1.a-_9").arg(number);
    }
    template <class Window>
    static QList<Window *> windows()
    {
        QList<Window *> found;
        for (QWidget *each : QApplication::topLevelWidgets()) {
            if (auto *window = qobject_cast<Window *>(each))
                found += window;
        }
        return found;
    }
    static bool ownsTheBusName()
    {
        return QDBusConnection::sessionBus().interface()->isServiceRegistered(
            QString::fromLatin1(applicationId));
    }
    static bool shows(const char *name)
    {
        const auto widgets = QApplication::allWidgets();
        return std::ranges::any_of(widgets, [name](const QWidget *each) {
            return each->isVisible() && each->objectName() == QLatin1String(name);
        });
    }

    const SystemClock m_clock;
    std::unique_ptr<QTemporaryDir> m_home;
    std::unique_ptr<LinkInbox> m_inbox;
    std::unique_ptr<Entrance> m_entrance;
    std::unique_ptr<Desktop> m_desktop;
};

void TestSecondStart::init()
{
    m_home = std::make_unique<QTemporaryDir>();
    qputenv("HOME", QFile::encodeName(m_home->path()));
    qputenv("XDG_RUNTIME_DIR", QFile::encodeName(m_home->path()));
}

void TestSecondStart::cleanup()
{
    m_desktop.reset();
    m_entrance.reset();
    m_inbox.reset();
}

void TestSecondStart::configure()
{
    QVERIFY(QDir(m_home->path()).mkpath(QStringLiteral(".config/latchkey")));
    QFile file(m_home->filePath(QStringLiteral(".config/latchkey/latchkey.toml")));
    QVERIFY(file.open(QIODevice::WriteOnly));
    file.write(
        "[service]\nid = \"acme\"\nname = \"Acme Webmail\"\n"
        "[mail]\ntransport = \"folder\"\nfolder = \"mail\"\nfrom = \"noreply@acme.example\"\n");
}

void TestSecondStart::start()
{
    m_inbox = std::make_unique<LinkInbox>();
    m_entrance = std::make_unique<Entrance>("window", *m_inbox);
    m_desktop = std::make_unique<Desktop>(m_clock, *m_inbox);
    connect(m_desktop.get(), &Desktop::leaving, m_entrance.get(), &Entrance::close);
    connect(m_desktop.get(), &Desktop::firstPageShown, m_entrance.get(), &Entrance::openBusDoor);
    m_entrance->enter(claimInstance("window", {}), {});
    m_desktop->start({});
}

void TestSecondStart::begin(QProcess &program, const QStringList &words)
{
    program.setProcessChannelMode(QProcess::ForwardedErrorChannel);
    program.start(QStringLiteral(LATCHKEY_BINARY_DIR "/bin/latchkey"), words);
}

int TestSecondStart::run(const QStringList &words)
{
    QProcess program;
    begin(program, words);
    const bool ended = QTest::qWaitFor(
        [&program] { return program.state() == QProcess::NotRunning; }, patienceOfTests);
    return ended && program.exitStatus() == QProcess::NormalExit ? program.exitCode() : -1;
}

void TestSecondStart::theLinkReachesTheWindow()
{
    configure();
    start();
    LATCHKEY_TRY_VERIFY(shows("addressEdit"));
    QCOMPARE(run({link()}), 0);
    LATCHKEY_TRY_VERIFY(!shows("addressEdit")); // the link is judged, and there is no such database
    QCOMPARE(windows<MainWindow>().size(), 1);
}

void TestSecondStart::aMinimisedWindowComesUp()
{
    configure();
    start();
    MainWindow *window = windows<MainWindow>().constFirst();
    window->showMinimized();
    QCOMPARE(run({link()}), 0);
    LATCHKEY_TRY_VERIFY(!window->isMinimized() && window->isVisible());
}

void TestSecondStart::aStartWithoutALinkRaisesTheWindow()
{
    configure();
    start();
    MainWindow *window = windows<MainWindow>().constFirst();
    LATCHKEY_TRY_VERIFY(shows("addressEdit"));
    window->showMinimized();
    QCOMPARE(run({}), 0);
    LATCHKEY_TRY_VERIFY(!window->isMinimized());
    QVERIFY(shows("addressEdit"));
}

/// _NET_ACTIVE_WINDOW with the time of the click, as a window manager receives it.
void TestSecondStart::theWindowManagerHearsOfTheClick()
{
    configure();
    start();
    const MainWindow *window = windows<MainWindow>().constFirst();
    LATCHKEY_TRY_VERIFY(window->windowHandle()->isExposed());

    xcb_connection_t *manager = xcb_connect(nullptr, nullptr);
    const xcb_window_t root = xcb_setup_roots_iterator(xcb_get_setup(manager)).data->root;
    const uint32_t mask = XCB_EVENT_MASK_SUBSTRUCTURE_REDIRECT;
    xcb_change_window_attributes(manager, root, XCB_CW_EVENT_MASK, &mask);
    std::free(xcb_get_input_focus_reply(manager, xcb_get_input_focus(manager), nullptr));

    qputenv("DESKTOP_STARTUP_ID", "files/123-0-host_TIME4711");
    QCOMPARE(run({link()}), 0);
    qunsetenv("DESKTOP_STARTUP_ID");
    uint32_t time = 0;
    LATCHKEY_TRY_VERIFY([&] {
        while (xcb_generic_event_t *event = xcb_poll_for_event(manager)) {
            const auto *message = reinterpret_cast<xcb_client_message_event_t *>(event);
            if ((event->response_type & 0x7f) == XCB_CLIENT_MESSAGE &&
                message->window == window->winId() && message->data.data32[0] == 1)
                time = message->data.data32[1];
            std::free(event);
        }
        return time == 4711;
    }());
    xcb_disconnect(manager);
}

void TestSecondStart::twentyLinksGiveOneWindow()
{
    configure();
    start();
    LATCHKEY_TRY_VERIFY(shows("addressEdit"));
    std::deque<QProcess> programs(20);
    for (size_t i = 0; i < programs.size(); ++i)
        begin(programs[i], {link(int(i))});
    for (QProcess &each : programs) {
        LATCHKEY_TRY_COMPARE(each.state(), QProcess::NotRunning);
        QCOMPARE(each.exitCode(), 0);
    }
    LATCHKEY_TRY_VERIFY(!m_inbox->newest());
    QCOMPARE(windows<MainWindow>().size(), 1);
}

/// Nothing is configured yet: the first-run page is up. What came meanwhile is opened by the
/// service that comes next.
void TestSecondStart::aLinkWaitsForTheFirstService()
{
    start();
    LATCHKEY_TRY_COMPARE(windows<StartWindow>().size(), 1);
    QCOMPARE(run({link()}), 0);
    LATCHKEY_TRY_VERIFY(m_inbox->newest());
    Q_EMIT windows<StartWindow>().constFirst()->demoWanted();
    LATCHKEY_TRY_VERIFY(shows("pasteAgainButton")); // the demo is another service, and says so
    QVERIFY(!m_inbox->newest());
}

void TestSecondStart::anotherConfigurationIsAnotherInstance()
{
    configure();
    start();
    LATCHKEY_TRY_VERIFY(shows("addressEdit"));
    QProcess other;
    begin(other, {QStringLiteral("--config"),
                  m_home->filePath(QStringLiteral(".config/latchkey/latchkey.toml")), link()});
    const QString socket = m_home->path() + u'/' + QString::fromLatin1(runtimeFolderName);
    LATCHKEY_TRY_COMPARE(
        QDir(socket).entryList({QStringLiteral("window-*")}, QDir::System | QDir::Files).size(), 2);
    QVERIFY(shows("addressEdit"));
    other.kill();
    QVERIFY(other.waitForFinished());
}

/// Its link would be lost with it: the next start is a window of its own.
void TestSecondStart::aClosingWindowTakesNoMore()
{
    configure();
    start();
    const QSignalSpy finished(m_desktop.get(), &Desktop::finished);
    LATCHKEY_TRY_VERIFY(ownsTheBusName());
    windows<MainWindow>().constFirst()->close();
    QVERIFY(!ownsTheBusName());
    QCOMPARE(claimInstance("window", {.link = "latchkey://reset/acme/x"}).role,
             InstanceRole::First);
    LATCHKEY_TRY_COMPARE(finished.size(), 1);
}

void TestSecondStart::closingTheStartWindowEndsTheProgram()
{
    start();
    const QSignalSpy finished(m_desktop.get(), &Desktop::finished);
    LATCHKEY_TRY_COMPARE(windows<StartWindow>().size(), 1);
    windows<StartWindow>().constFirst()->close();
    QCOMPARE(finished.size(), 1);
    QCOMPARE(claimInstance("window", {}).role, InstanceRole::First);
}

QTEST_MAIN(TestSecondStart)
#include "test_secondstart.moc"
