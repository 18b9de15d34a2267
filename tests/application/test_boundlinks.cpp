// SPDX-License-Identifier: GPL-3.0-or-later
#include "application/composition.h"
#include "application/desktop.h"
#include "launch/entrance.h"
#include "services/local/passwordhash.h"
#include "tests/ctl/servicekit.h"
#include "tests/support/patience.h"
#include "ui/mainwindow.h"

#include <QApplication>
#include <QDBusConnection>
#include <QDBusConnectionInterface>
#include <QDBusMessage>
#include <QDBusObjectPath>
#include <QLabel>
#include <QLineEdit>
#include <QPushButton>

using namespace latchkey;

namespace {

const QString tools = QStringLiteral(LATCHKEY_SOURCE_DIR "/tests/tools/");
const QByteArray newPassword = "a wholly different password";

/// The widget of that name that can be seen, in whichever window.
template <class Widget>
Widget *shown(const char *name)
{
    for (QWidget *each : QApplication::allWidgets()) {
        if (each->isVisible() && each->objectName() == QLatin1String(name))
            return qobject_cast<Widget *>(each);
    }
    return nullptr;
}

QString textOf(const char *label)
{
    const auto *found = shown<QLabel>(label);
    return found ? found->text() : QString();
}

/// For whoever wants to look at the pages: into the folder that LATCHKEY_PICTURES names.
void picture(const char *name)
{
    const QString folder = qEnvironmentVariable("LATCHKEY_PICTURES");
    if (folder.isEmpty())
        return;
    for (QWidget *each : QApplication::topLevelWidgets()) {
        if (each->isVisible())
            each->grab().save(folder + u'/' + QLatin1String(name) + QStringLiteral(".png"));
    }
}

/// The program's window over the home that this process was started with.
class Window
{
public:
    explicit Window(const QString &configuration, const QByteArray &link = {})
    {
        m_entrance = std::make_unique<Entrance>("window", m_inbox);
        m_desktop = std::make_unique<Desktop>(m_clock, m_inbox);
        m_entrance->enter(claimInstance("window", {}), {});
        m_desktop->start({.configurationPath = configuration});
        if (!link.isEmpty())
            m_inbox.put({.link = link});
    }

    static void ask(const QString &address)
    {
        LATCHKEY_TRY_VERIFY(shown<QLineEdit>("addressEdit"));
        shown<QLineEdit>("addressEdit")->setText(address);
        QTest::mouseClick(shown<QPushButton>("sendButton"), Qt::LeftButton);
    }

private:
    const SystemClock m_clock;
    LinkInbox m_inbox;
    std::unique_ptr<Entrance> m_entrance;
    std::unique_ptr<Desktop> m_desktop;
};

} // namespace

/// Links bound to their asker, by the real program: people who share one database and the keys of
/// the service, each with a home and a GNOME Keyring of their own. This process is at home with the
/// one who asks, at the window; it starts itself and latchkeyctl in the homes of others.
class TestBoundLinks : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init();
    void cleanup() { m_window.reset(); }

    void askingSaysWhereTheLinkWorks();
    void aSecondStartOpensIt();
    void anotherProcessOfTheUserOpensIt();
    void aStolenMailOpensNowhereElse_data();
    void aStolenMailOpensNowhereElse();
    void itIsWithdrawnFromElsewhere();
    void theDesksLinkOpensElsewhere();
    void withoutAKeyringNothingIsAskedOrOpened();
    void aLockedKeyringIsAskedForBoundLinksAlone(); // last: it stays locked

private:
    /// Until there is one mail more.
    QByteArray askAtTheWindow();
    QString configuration() const { return m_kit->path("latchkey.toml"); }
    /// In an empty home of another user, with a keyring of its own or with none.
    static QByteArray elsewhere(const QStringList &command, const QByteArray &input = {},
                                const QStringList &tool = {tools + QStringLiteral("with-keyring")});
    QByteArray ctlElsewhere(const QString &verb, const QByteArray &input,
                            const QStringList &tool = {tools +
                                                       QStringLiteral("with-keyring")}) const
    {
        return elsewhere({QStringLiteral(LATCHKEY_BINARY_DIR "/bin/latchkeyctl"),
                          QStringLiteral("--config"), configuration(), QStringLiteral("--json"),
                          verb},
                         input, tool);
    }
    static QString reasonIn(const QByteArray &json)
    {
        const auto answer = QJsonDocument::fromJson(json).object();
        return answer.contains(QStringLiteral("error"))
                   ? answer[QStringLiteral("error")][QStringLiteral("reason")].toString()
                   : QStringLiteral("good");
    }
    bool isPassword(const QByteArray &password) const
    {
        const auto row = m_kit->database()->row("SELECT password_hash FROM accounts");
        return verifyPassword(Secret::copyOf(password), (**row)[0].toByteArray()).value_or(false);
    }

    std::unique_ptr<ServiceKit> m_kit;
    std::unique_ptr<Window> m_window;
};

void TestBoundLinks::init()
{
    m_kit = std::make_unique<ServiceKit>("[links]\nbind_to_device = true\n");
    const QString folder = QDir::homePath() + QStringLiteral("/.config/latchkey");
    QVERIFY(QDir().mkpath(folder));
    QFile::remove(folder + QStringLiteral("/latchkey.toml"));
    QVERIFY(QFile::link(configuration(), folder + QStringLiteral("/latchkey.toml")));
    m_window = std::make_unique<Window>(QString());
}

QByteArray TestBoundLinks::askAtTheWindow()
{
    Window::ask(QStringLiteral("robin@example.com"));
    [&] { LATCHKEY_TRY_VERIFY(!m_kit->mailedLink().isEmpty()); }();
    [] { LATCHKEY_TRY_VERIFY(shown<QLabel>("validLabel")); }();
    return m_kit->mailedLink();
}

QByteArray TestBoundLinks::elsewhere(const QStringList &command, const QByteArray &input,
                                     const QStringList &tool)
{
    QProcess program;
    QProcessEnvironment environment = QProcessEnvironment::systemEnvironment();
    environment.remove(QStringLiteral("DBUS_SESSION_BUS_ADDRESS"));
    program.setProcessEnvironment(environment);
    program.setProcessChannelMode(QProcess::ForwardedErrorChannel);
    program.start(tools + QStringLiteral("with-home"), tool + command);
    program.write(input);
    program.closeWriteChannel();
    if (!program.waitForFinished(60'000))
        qFatal("it did not end");
    return program.readAllStandardOutput();
}

void TestBoundLinks::askingSaysWhereTheLinkWorks()
{
    QVERIFY(!askAtTheWindow().isEmpty());
    picture("waiting");
    QVERIFY2(textOf("validLabel").contains(QLatin1String("only on this computer")),
             qPrintable(textOf("validLabel")));
    QVERIFY(!textOf("leadLabel").contains(QLatin1String("code")));
    QVERIFY(m_kit->mailedCode().isEmpty());
    QVERIFY(!m_kit->mailed("works only on the computer where it was asked").isEmpty());
}

/// As a click in a mail does: the program starts again, hands the link over and leaves.
void TestBoundLinks::aSecondStartOpensIt()
{
    const QByteArray link = askAtTheWindow();
    QProcess program;
    program.setProcessChannelMode(QProcess::ForwardedErrorChannel);
    program.start(QStringLiteral(LATCHKEY_BINARY_DIR "/bin/latchkey"), {QString::fromUtf8(link)});
    LATCHKEY_TRY_COMPARE(program.state(), QProcess::NotRunning);
    LATCHKEY_TRY_VERIFY(shown<QLineEdit>("newPasswordEdit"));
    shown<QLineEdit>("newPasswordEdit")->setText(QString::fromUtf8(newPassword));
    QTest::mouseClick(shown<QPushButton>("changeButton"), Qt::LeftButton);
    LATCHKEY_TRY_VERIFY(isPassword(newPassword));
}

void TestBoundLinks::anotherProcessOfTheUserOpensIt()
{
    const QByteArray link = askAtTheWindow();
    QCOMPARE(m_kit->run({QStringLiteral("inspect")}, link + "\n").code, 0);
    QCOMPARE(m_kit->run({QStringLiteral("reset")}, link + "\n" + newPassword + "\n").code, 0);
    QVERIFY(isPassword(newPassword));
}

void TestBoundLinks::aStolenMailOpensNowhereElse_data()
{
    QTest::addColumn<QString>("asksFirst");
    QTest::newRow("in an empty keyring") << QString();
    QTest::newRow("in one with a key of its own") << QStringLiteral("marian@example.com");
}

void TestBoundLinks::aStolenMailOpensNowhereElse()
{
    QFETCH(const QString, asksFirst);
    const QByteArray link = askAtTheWindow();
    // The whole program of the thief: its window, its page, and twenty tries to save.
    const QByteArray met =
        elsewhere({QStringLiteral(LATCHKEY_SOURCE_DIR "/tests/tools/with-display"),
                   QCoreApplication::applicationFilePath(), QStringLiteral("--as-thief"),
                   configuration(), QString::fromUtf8(link), asksFirst});
    QCOMPARE(met, QByteArray("This link works only where it was asked for\n"
                             "refused 20 of 20\n"));
    for (const char *verb : {"inspect", "reset"}) {
        QCOMPARE(reasonIn(ctlElsewhere(QLatin1String(verb), link + "\n" + newPassword + "\n")),
                 QStringLiteral("LinkBoundElsewhere"));
    }
    QVERIFY(!isPassword(newPassword));
    QCOMPARE(m_kit->run({QStringLiteral("inspect")}, link + "\n").code, 0);
}

void TestBoundLinks::itIsWithdrawnFromElsewhere()
{
    const QByteArray link = askAtTheWindow();
    const QByteArray withdraw = m_kit->mailedLink("latchkey://withdraw/");
    QCOMPARE(reasonIn(ctlElsewhere(QStringLiteral("withdraw"), withdraw + "\n")),
             QStringLiteral("good"));
    QCOMPARE(m_kit->runJson({QStringLiteral("inspect")}, link + "\n").reason(),
             QStringLiteral("LinkWithdrawn"));
}

void TestBoundLinks::theDesksLinkOpensElsewhere()
{
    QCOMPARE(m_kit->run({QStringLiteral("request"), QStringLiteral("robin@example.com")}).code, 0);
    QVERIFY(!m_kit->mailedCode().isEmpty());
    QCOMPARE(reasonIn(ctlElsewhere(QStringLiteral("reset"),
                                   m_kit->mailedLink() + "\n" + newPassword + "\n")),
             QStringLiteral("good"));
    QVERIFY(isPassword(newPassword));
}

void TestBoundLinks::withoutAKeyringNothingIsAskedOrOpened()
{
    const QByteArray link = askAtTheWindow();
    QCOMPARE(reasonIn(ctlElsewhere(QStringLiteral("inspect"), link + "\n", {})),
             QStringLiteral("DeviceKeyUnavailable"));
    const auto requests = [this] {
        return (**m_kit->database()->row("SELECT count(*) FROM latchkey_requests"))[0].toInt();
    };
    const int before = requests();
    const QByteArray met =
        elsewhere({QStringLiteral(LATCHKEY_SOURCE_DIR "/tests/tools/with-display"),
                   QCoreApplication::applicationFilePath(), QStringLiteral("--without-keyring"),
                   configuration()},
                  {}, {});
    QCOMPARE(met, QByteArray("Links cannot be tied to this computer at the moment\n"));
    QCOMPARE(requests(), before);
}

void TestBoundLinks::aLockedKeyringIsAskedForBoundLinksAlone()
{
    const QByteArray bound = askAtTheWindow();
    auto lock = QDBusMessage::createMethodCall(
        QStringLiteral("org.freedesktop.secrets"), QStringLiteral("/org/freedesktop/secrets"),
        QStringLiteral("org.freedesktop.Secret.Service"), QStringLiteral("Lock"));
    lock << QVariant::fromValue(QList<QDBusObjectPath>{
        QDBusObjectPath(QStringLiteral("/org/freedesktop/secrets/collection/login"))});
    QCOMPARE(QDBusConnection::sessionBus().call(lock).type(), QDBusMessage::ReplyMessage);
    const auto prompts = [] {
        return QDBusConnection::sessionBus().interface()->isServiceRegistered(
            QStringLiteral("org.gnome.keyring.SystemPrompter"));
    };
    const QString robin = QStringLiteral("robin@example.com");
    QVERIFY(m_kit->database()->execute("DELETE FROM latchkey_throttle").has_value());
    QCOMPARE(m_kit->run({QStringLiteral("request"), robin}).code, 0);
    const QByteArray code = m_kit->mailedCode();
    QCOMPARE(
        m_kit->run({QStringLiteral("inspect"), QStringLiteral("--email"), robin}, code + "\n").code,
        0);
    QByteArray damaged = bound;
    damaged[damaged.size() - 9] = damaged[damaged.size() - 9] == 'x' ? 'y' : 'x';
    QCOMPARE(m_kit->runJson({QStringLiteral("inspect")}, damaged + "\n").reason(),
             QStringLiteral("LinkDamaged"));
    QVERIFY(!prompts());

    QProcess program;
    program.start(QStringLiteral(LATCHKEY_BINARY_DIR "/bin/latchkeyctl"),
                  {QStringLiteral("--config"), configuration(), QStringLiteral("inspect")});
    program.write(bound + "\n");
    program.closeWriteChannel();
    LATCHKEY_TRY_VERIFY(prompts());
    program.kill();
    QVERIFY(program.waitForFinished());
}

namespace {

/// In the thief's home: first the page, then past it, as a program would that has no page.
int asThief(const QString &configuration, const QByteArray &link, const QString &asksFirst)
{
    {
        const Window window(configuration);
        if (!asksFirst.isEmpty()) {
            Window::ask(asksFirst);
            [] { LATCHKEY_TRY_VERIFY(shown<QLabel>("validLabel")); }();
        }
    }
    const Window window(configuration, link);
    [] { LATCHKEY_TRY_VERIFY(shown<QPushButton>("pasteAgainButton")); }();
    picture("elsewhere");
    QTextStream out(stdout);
    out << textOf("titleLabel") << '\n';

    const SystemClock clock;
    const auto settings = loadConfiguration(configuration);
    const auto backend = openBackend(*settings, clock);
    const auto parsed = RecoveryLink::parse(link);
    const Proof proof = LinkProof{.purpose = parsed->purpose(), .token = parsed->token()};
    int refused = 0;
    for (int time = 0; time < 20; ++time) {
        const auto saved =
            backend->service().resetPassword(proof, share(Secret::copyOf(newPassword)));
        [&] { LATCHKEY_TRY_VERIFY(saved.isFinished()); }();
        const bool isRefusal =
            !saved.result() && saved.result().error().reason == Reason::LinkBoundElsewhere;
        refused += isRefusal ? 1 : 0;
    }
    out << "refused " << refused << " of 20\n";
    return 0;
}

int withoutKeyring(const QString &configuration)
{
    const Window window(configuration);
    Window::ask(QStringLiteral("robin@example.com"));
    [] { LATCHKEY_TRY_VERIFY(shown<QPushButton>("wayOnButton")); }();
    picture("without-keyring");
    QTextStream(stdout) << textOf("titleLabel") << '\n';
    return 0;
}

} // namespace

int main(int argc, char *argv[])
{
    const QApplication program(argc, argv);
    const QStringList words = QCoreApplication::arguments();
    if (words.value(1) == QLatin1String("--as-thief"))
        return asThief(words.value(2), words.value(3).toUtf8(), words.value(4));
    if (words.value(1) == QLatin1String("--without-keyring"))
        return withoutKeyring(words.value(2));
    TestBoundLinks test;
    return QTest::qExec(&test, argc, argv);
}

#include "test_boundlinks.moc"
