// SPDX-License-Identifier: GPL-3.0-or-later
#include "ctlkit.h"

#include <QElapsedTimer>

#include <poll.h>
#include <pty.h>
#include <sys/wait.h>
#include <termios.h>
#include <unistd.h>

#include <csignal>

using namespace latchkey;
using namespace latchkey::testing;

namespace {

constexpr int patience = 20000;

/// latchkeyctl with a terminal of its own.
class Terminal
{
public:
    Terminal(const CtlHome &home, const std::vector<std::string> &words)
    {
        const std::string place = home.path().toStdString();
        const std::string program = LATCHKEY_BINARY_DIR "/bin/latchkeyctl";
        m_process = forkpty(&m_terminal, nullptr, nullptr, nullptr);
        if (m_process != 0)
            return;
        setenv("HOME", place.c_str(), 1);
        if (chdir(place.c_str()) != 0)
            _exit(127);
        std::vector<char *> arguments{const_cast<char *>(program.c_str())};
        for (const std::string &word : words)
            arguments.push_back(const_cast<char *>(word.c_str()));
        arguments.push_back(nullptr);
        execv(program.c_str(), arguments.data());
        _exit(127);
    }
    ~Terminal()
    {
        if (!m_ended) {
            kill(m_process, SIGKILL);
            waitpid(m_process, nullptr, 0);
        }
        close(m_terminal);
    }
    Q_DISABLE_COPY_MOVE(Terminal)

    void type(const QByteArray &keys) const
    {
        QCOMPARE(write(m_terminal, keys.constData(), static_cast<size_t>(keys.size())),
                 keys.size());
    }
    /// Reads until these words have been shown.
    bool shows(const QByteArray &words)
    {
        QElapsedTimer waited;
        waited.start();
        while (!m_shown.contains(words)) {
            pollfd ready{.fd = m_terminal, .events = POLLIN, .revents = 0};
            if (waited.elapsed() > patience || poll(&ready, 1, patience) <= 0)
                return false;
            char bytes[4096];
            const ssize_t got = ::read(m_terminal, bytes, sizeof bytes);
            if (got <= 0) // EIO: the program has ended
                return m_shown.contains(words);
            m_shown.append(bytes, got);
        }
        return true;
    }
    /// How it ended: its exit code, or minus the signal.
    int ended()
    {
        shows("\x01 never shown"); // drains what is left
        int status = 0;
        waitpid(m_process, &status, 0);
        m_ended = true;
        return WIFSIGNALED(status) ? -WTERMSIG(status) : WEXITSTATUS(status);
    }
    bool echoes() const
    {
        termios mode = {};
        return tcgetattr(m_terminal, &mode) == 0 && (mode.c_lflag & ECHO) != 0;
    }
    void signal(int number) const { kill(m_process, number); }
    const QByteArray &shown() const { return m_shown; }

private:
    int m_terminal = -1;
    pid_t m_process = -1;
    bool m_ended = false;
    QByteArray m_shown;
};

} // namespace

/// At a terminal: questions, hidden typing, the progress bar.
class TestCtlTerminal : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init();
    void cleanup() { m_home.reset(); }

    void passwordIsNotShown();
    void signalPutsTheTerminalRight_data();
    void signalPutsTheTerminalRight();
    void removalAsks();
    void importShowsABar();

private:
    std::optional<CtlHome> m_home;
};

void TestCtlTerminal::init()
{
    m_home.emplace();
    QCOMPARE(m_home->init().code, 0);
    QCOMPARE(
        m_home->run("accounts add robin@example.com --password-stdin", "seven quiet harbours\n")
            .code,
        0);
}

void TestCtlTerminal::passwordIsNotShown()
{
    Terminal terminal(*m_home, {"password", "verify", "robin@example.com"});
    QVERIFY(terminal.shows("Password: "));
    QVERIFY(!terminal.echoes());
    terminal.type("seven quiet harbours\n");
    QVERIFY(terminal.shows("The password is right."));
    QCOMPARE(terminal.ended(), 0);
    QVERIFY(!terminal.shown().contains("harbours"));
    QVERIFY(terminal.echoes());
}

void TestCtlTerminal::signalPutsTheTerminalRight_data()
{
    QTest::addColumn<int>("signal");
    QTest::newRow("SIGINT") << SIGINT;
    QTest::newRow("SIGTERM") << SIGTERM;
    QTest::newRow("SIGHUP") << SIGHUP;
    QTest::newRow("SIGQUIT") << SIGQUIT;
}

void TestCtlTerminal::signalPutsTheTerminalRight()
{
    QFETCH(const int, signal);
    Terminal terminal(*m_home, {"password", "verify", "robin@example.com"});
    QVERIFY(terminal.shows("Password: "));
    QVERIFY(!terminal.echoes());
    terminal.signal(signal);
    QCOMPARE(terminal.ended(), -signal);
    QVERIFY(terminal.echoes());
}

void TestCtlTerminal::removalAsks()
{
    {
        Terminal terminal(*m_home, {"accounts", "remove", "robin@example.com"});
        QVERIFY(terminal.shows("Type yes to go on: "));
        QVERIFY(terminal.echoes());
        terminal.type("y\n");
        QCOMPARE(terminal.ended(), 1);
    }
    QCOMPARE(m_home->run("accounts show robin@example.com").code, 0);
    Terminal terminal(*m_home, {"accounts", "remove", "robin@example.com"});
    QVERIFY(terminal.shows("Type yes to go on: "));
    terminal.type("yes\n");
    QCOMPARE(terminal.ended(), 0);
    QCOMPARE(m_home->run("accounts show robin@example.com").code, 1);
}

void TestCtlTerminal::importShowsABar()
{
    QByteArray csv = "email\n";
    for (int i = 0; i < 3000; ++i)
        csv += "person" + QByteArray::number(i) + "@example.com\n";
    m_home->write("people.csv", csv);
    Terminal terminal(*m_home, {"accounts", "import", "people.csv"});
    QVERIFY(terminal.shows("Reading ["));
    QVERIFY(terminal.shows("3000 accounts were added."));
    QCOMPARE(terminal.ended(), 0);
    Terminal quiet(*m_home, {"accounts", "import", "people.csv", "--json"});
    QCOMPARE(quiet.ended(), 1);
    QVERIFY(!quiet.shown().contains("Reading ["));
}

QTEST_GUILESS_MAIN(TestCtlTerminal)
#include "test_ctlterminal.moc"
