// SPDX-License-Identifier: GPL-3.0-or-later
#include "application/desktop.h"
#include "core/logfile.h"
#include "launch/linkinbox.h"
#include "tests/http/standinservice.h"
#include "tests/support/patience.h"
#include "ui/mainwindow.h"
#include "ui/startwindow.h"

#include <QComboBox>
#include <QLabel>
#include <QLineEdit>
#include <QListWidget>
#include <QPlainTextEdit>
#include <QPushButton>
#include <QtTest>

using namespace latchkey;

/// Several services on one machine: which window a person and a link come to. The services are
/// real configurations in the folder of an empty home; nobody listens at their addresses.
class TestDesktop : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init();
    void cleanup();
    void oneServiceIsNoChoice();
    void severalAreAChoice();
    void aFaultyOneLeavesTheOthers();
    void anIdTwiceIsAFault();
    void allFaultyIsToldAsAFault();
    void theMachinesFileComesFirst();
    void aFaultOfTheMachinesFileIsTold();
    void theLogIsKept();
    void aLinkLeadsToItsService();
    void aLinkThatTakesLongIsWaitedForInSight();
    void aLinkOpensASecondWindow();
    void aLinkOfTwoIsAsked();
    void aLinkOfNobodyIsSaid();
    void aPastedLinkOpensNextDoor();
    void theMenuLeadsBackToTheChoice();
    void theLastWindowEndsTheProgram();
    void closingTheChoiceLeavesTheWindows();
    void aServiceIsAdded();
    void whatDoesNotAnswerIsDoubted();
    void givingUpLeadsBack();

private:
    static QString folder()
    {
        return QDir::homePath() + QStringLiteral("/.config/latchkey/services.d/");
    }
    static void write(const QByteArray &id, const QByteArray &text)
    {
        QVERIFY(QDir().mkpath(folder()));
        QFile file(folder() + QString::fromLatin1(id) + QStringLiteral(".toml"));
        QVERIFY(file.open(QIODevice::WriteOnly));
        file.write(text);
    }
    static void writeFile(const QString &path, const QByteArray &text)
    {
        QVERIFY(QDir().mkpath(QFileInfo(path).absolutePath()));
        QFile file(path);
        QVERIFY(file.open(QIODevice::WriteOnly));
        file.write(text);
        for (const QString &each : {path, QFileInfo(path).absolutePath()})
            QFile::setPermissions(each, QFile::ReadOwner | QFile::WriteOwner | QFile::ExeOwner);
    }
    void writeMachine(const QByteArray &text)
    {
        writeFile(m_machine.path() + QStringLiteral("/latchkey/latchkey.toml"), text);
    }
    static QString userFile()
    {
        return QDir::homePath() + QStringLiteral("/.config/latchkey/latchkey.toml");
    }
    static void writeUser(const QByteArray &text) { writeFile(userFile(), text); }
    static void writeService(const QByteArray &id, const QByteArray &name)
    {
        write(id, "[service]\nid = \"" + id + "\"\nname = \"" + name +
                      "\"\n[remote]\nprofile = \"flask-security\"\naddress = \"https://" + id +
                      ".example\"\n");
    }
    void start()
    {
        m_desktop->start({});
        LATCHKEY_TRY_VERIFY(m_painted > 0);
    }
    void open(const QByteArray &link) { m_inbox->put({.link = link}); }

    template <class Window>
    static QList<Window *> windows()
    {
        QList<Window *> found;
        for (QWidget *window : QApplication::topLevelWidgets()) {
            auto *wanted = qobject_cast<Window *>(window);
            if (wanted && wanted->isVisible())
                found += wanted;
        }
        return found;
    }
    /// Of the services' windows, in order.
    static QByteArray titles()
    {
        QStringList found;
        for (const QWidget *window : windows<MainWindow>())
            found += window->windowTitle().section(u':', 0, 0);
        found.sort();
        return found.join(u'|').toUtf8();
    }
    static StartWindow *choice() { return windows<StartWindow>().value(0); }
    template <class T>
    static T *find(QWidget *window, const char *name)
    {
        for (T *each : window->findChildren<T *>(QLatin1String(name))) {
            if (each->isVisible())
                return each;
        }
        return nullptr;
    }
    static QString title(QWidget *window)
    {
        const auto *label = find<QLabel>(window, "titleLabel");
        return label ? label->text() : QString();
    }
    void choose(int row)
    {
        LATCHKEY_TRY_VERIFY(choice() && find<QListWidget>(choice(), "serviceList"));
        find<QListWidget>(choice(), "serviceList")->setCurrentRow(row);
        find<QPushButton>(choice(), "continueButton")->click();
    }

    const SystemClock m_clock;
    QTemporaryDir m_machine; ///< stands for /etc/xdg
    std::unique_ptr<LinkInbox> m_inbox;
    std::unique_ptr<Desktop> m_desktop;
    int m_painted = 0;
};

namespace {
const QByteArray linkOfEither = "latchkey://reset?token=abc.def.ghi&email=a%40b.example";
}

void TestDesktop::init()
{
    m_painted = 0;
    qputenv("XDG_CONFIG_DIRS", QFile::encodeName(m_machine.path()));
    m_inbox = std::make_unique<LinkInbox>();
    m_desktop = std::make_unique<Desktop>(m_clock, *m_inbox);
    connect(m_desktop.get(), &Desktop::firstPageShown, this, [this] { ++m_painted; });
}

void TestDesktop::cleanup()
{
    m_desktop.reset();
    m_inbox.reset();
    QCoreApplication::sendPostedEvents(nullptr, QEvent::DeferredDelete);
    QDir(folder()).removeRecursively();
    QFile::remove(userFile());
    QDir(m_machine.path() + QStringLiteral("/latchkey")).removeRecursively();
    QDir(logFolder()).removeRecursively();
}

void TestDesktop::oneServiceIsNoChoice()
{
    writeService("shop", "The Shop");
    start();
    QVERIFY(!choice());
    QCOMPARE(titles(), QByteArray("The Shop"));
}

void TestDesktop::severalAreAChoice()
{
    writeService("club", "The Club");
    writeService("shop", "The Shop");
    start();
    QVERIFY(choice());
    QVERIFY(titles().isEmpty());
    choose(1);
    LATCHKEY_TRY_COMPARE(titles(), QByteArray("The Shop"));
    LATCHKEY_TRY_VERIFY(!choice());
}

void TestDesktop::aFaultyOneLeavesTheOthers()
{
    write("club", "[service]\nid = \"club\"\n");
    writeService("shop", "The Shop");
    start();
    QVERIFY(choice());
    const auto *list = find<QListWidget>(choice(), "serviceList");
    QCOMPARE(list->count(), 2);
    QCOMPARE(list->currentRow(), 1);
    find<QPushButton>(choice(), "continueButton")->click();
    LATCHKEY_TRY_COMPARE(titles(), QByteArray("The Shop"));
}

void TestDesktop::anIdTwiceIsAFault()
{
    writeService("shop", "The Shop");
    write("shop2", "[service]\nid = \"shop\"\nname = \"Another\"\n[remote]\n"
                   "profile = \"flask-security\"\naddress = \"https://two.example\"\n");
    start();
    QVERIFY(choice());
    const auto *list = find<QListWidget>(choice(), "serviceList");
    QVERIFY(!list->item(1)->flags().testFlag(Qt::ItemIsEnabled));
    QVERIFY2(list->item(1)->toolTip().contains(QLatin1String("is taken by")),
             qPrintable(list->item(1)->toolTip()));
}

void TestDesktop::allFaultyIsToldAsAFault()
{
    write("club", "[service]\nid = \"club\"\n");
    write("shop", "nonsense");
    start();
    QVERIFY(choice());
    QVERIFY(find<QPushButton>(choice(), "wayOnButton"));
    // Mended meanwhile: trying again goes on.
    writeService("club", "The Club");
    writeService("shop", "The Shop");
    find<QPushButton>(choice(), "wayOnButton")->click();
    LATCHKEY_TRY_VERIFY(choice() && find<QListWidget>(choice(), "serviceList"));
}

void TestDesktop::theMachinesFileComesFirst()
{
    writeMachine("[service]\nid = \"corp\"\nname = \"The Company\"\n[remote]\n"
                 "profile = \"flask-security\"\naddress = \"https://corp.example\"\n");
    // Passwords go where the administrator said, whatever a file of the user's says.
    writeUser("[service]\nid = \"trap\"\nname = \"The Trap\"\n[remote]\n"
              "profile = \"flask-security\"\naddress = \"https://trap.example\"\n");
    start();
    LATCHKEY_TRY_COMPARE(titles(), QByteArray("The Company"));
    QVERIFY(!choice());
}

void TestDesktop::aFaultOfTheMachinesFileIsTold()
{
    writeMachine("[password]\nminimum_lenght = 20\n");
    writeUser("[service]\nid = \"shop\"\nname = \"The Shop\"\n[mail]\nfolder = \"m\"\n");
    start();
    QVERIFY(choice());
    QCOMPARE(titles(), QByteArray());
    QVERIFY(find<QPushButton>(choice(), "wayOnButton"));
    QString told;
    for (const auto *label : choice()->findChildren<QLabel *>())
        told += label->text();
    for (const auto *text : choice()->findChildren<QPlainTextEdit *>())
        told += text->toPlainText();
    QVERIFY2(told.contains(m_machine.path() + QStringLiteral("/latchkey/latchkey.toml:2:1")),
             qPrintable(told));
}

void TestDesktop::theLogIsKept()
{
    writeService("club", "The Club");
    write("bad", "[service]\nid = \"bad\"\n");
    start();
    QVERIFY(choice());
    QVERIFY(!QFile::exists(logFilePath()));
    cleanup();
    init();
    writeMachine("[log]\nkeep = true\n");
    writeService("club", "The Club");
    write("bad", "[service]\nid = \"bad\"\n");
    start();
    QFile log(logFilePath());
    QVERIFY(log.open(QIODevice::ReadOnly));
    const QByteArray kept = log.readAll();
    QVERIFY2(kept.contains(" warning latchkey.window: \"ConfigurationFaulty\" "), kept.constData());
    QVERIFY2(kept.contains("bad.toml:1:1"), kept.constData());
}

void TestDesktop::aLinkLeadsToItsService()
{
    writeService("club", "The Club");
    writeService("shop", "The Shop");
    open("https://shop.example/reset/abc.def.ghi");
    start();
    QCOMPARE(titles(), QByteArray("The Shop"));
    QVERIFY(!choice());
}

void TestDesktop::aLinkThatTakesLongIsWaitedForInSight()
{
    const MisbehavingServer silent([](QTcpSocket *, const QByteArray &) {});
    const QByteArray address = silent.url().toEncoded();
    write("shop", "[service]\nid = \"shop\"\nname = \"The Shop\"\n[remote]\n"
                  "profile = \"flask-forms\"\ndevelopment = true\naddress = \"" +
                      address + "\"\n");
    open(address + "/reset/abc.def.ghi");
    start();
    QCOMPARE(titles(), QByteArray("The Shop"));
    LATCHKEY_TRY_COMPARE(title(windows<MainWindow>().value(0)),
                         QStringLiteral("Checking your link\u2026"));
    LATCHKEY_TRY_COMPARE(silent.requests.size(), size_t{1});
}

void TestDesktop::aLinkOpensASecondWindow()
{
    writeService("club", "The Club");
    writeService("shop", "The Shop");
    start();
    choose(0);
    LATCHKEY_TRY_COMPARE(titles(), QByteArray("The Club"));
    open("https://shop.example/reset/abc.def.ghi");
    LATCHKEY_TRY_COMPARE(titles(), QByteArray("The Club|The Shop"));
    // And again: the window that is there.
    open("https://shop.example/reset/another.def.ghi");
    LATCHKEY_TRY_VERIFY(!m_inbox->newest());
    QCOMPARE(titles(), QByteArray("The Club|The Shop"));
}

void TestDesktop::aLinkOfTwoIsAsked()
{
    writeService("bank", "The Bank");
    writeService("club", "The Club");
    writeService("shop", "The Shop");
    write("own", "[service]\nid = \"own\"\nname = \"Own\"\n[mail]\nfolder = \"/nowhere\"\n");
    open(linkOfEither);
    start();
    QVERIFY(choice());
    QVERIFY(titles().isEmpty());
    const auto *list = find<QListWidget>(choice(), "serviceList");
    QCOMPARE(list->count(), 3); // not the one whose links look different
    choose(1);
    LATCHKEY_TRY_COMPARE(titles(), QByteArray("The Club"));
}

void TestDesktop::aLinkOfNobodyIsSaid()
{
    writeService("club", "The Club");
    writeService("shop", "The Shop");
    open("https://elsewhere.example/reset/abc.def.ghi");
    start();
    QVERIFY(choice());
    QVERIFY2(title(choice()).contains(QLatin1String("none of these")), qPrintable(title(choice())));
    choose(0);
    LATCHKEY_TRY_COMPARE(titles(), QByteArray("The Club"));
    QCOMPARE(title(windows<MainWindow>().front()), QStringLiteral("Get back into your account"));
}

void TestDesktop::aPastedLinkOpensNextDoor()
{
    writeService("club", "The Club");
    writeService("shop", "The Shop");
    start();
    choose(0);
    LATCHKEY_TRY_COMPARE(titles(), QByteArray("The Club"));
    MainWindow *club = windows<MainWindow>().front();
    find<QPushButton>(club, "haveLinkButton")->click();
    LATCHKEY_TRY_VERIFY(club->findChild<QPlainTextEdit *>());
    auto *paste = club->findChild<QPlainTextEdit *>();
    paste->setPlainText(QStringLiteral("Dear all,\nhttps://shop.example/reset/abc.def.ghi\n"));
    find<QPushButton>(club, "continueButton")->click();
    LATCHKEY_TRY_COMPARE(titles(), QByteArray("The Club|The Shop"));
}

void TestDesktop::theMenuLeadsBackToTheChoice()
{
    writeService("club", "The Club");
    writeService("shop", "The Shop");
    start();
    choose(0);
    LATCHKEY_TRY_COMPARE(titles(), QByteArray("The Club"));
    Q_EMIT windows<MainWindow>().front()->servicesRequested();
    choose(1);
    LATCHKEY_TRY_COMPARE(titles(), QByteArray("The Club|The Shop"));
}

void TestDesktop::theLastWindowEndsTheProgram()
{
    writeService("club", "The Club");
    writeService("shop", "The Shop");
    const QSignalSpy leaving(m_desktop.get(), &Desktop::leaving);
    const QSignalSpy finished(m_desktop.get(), &Desktop::finished);
    start();
    choose(0);
    LATCHKEY_TRY_COMPARE(titles(), QByteArray("The Club"));
    open("https://shop.example/reset/abc.def.ghi");
    LATCHKEY_TRY_COMPARE(windows<MainWindow>().size(), 2);
    windows<MainWindow>().front()->close();
    LATCHKEY_TRY_COMPARE(windows<MainWindow>().size(), 1);
    QCOMPARE(leaving.count(), 0);
    QCOMPARE(finished.count(), 0);
    windows<MainWindow>().front()->close();
    LATCHKEY_TRY_COMPARE(finished.count(), 1);
    QCOMPARE(leaving.count(), 1);
}

void TestDesktop::closingTheChoiceLeavesTheWindows()
{
    writeService("club", "The Club");
    writeService("shop", "The Shop");
    const QSignalSpy finished(m_desktop.get(), &Desktop::finished);
    start();
    choose(0);
    LATCHKEY_TRY_COMPARE(titles(), QByteArray("The Club"));
    open(linkOfEither);
    LATCHKEY_TRY_VERIFY(choice());
    choice()->close();
    LATCHKEY_TRY_VERIFY(!choice());
    QCOMPARE(titles(), QByteArray("The Club"));
    QCOMPARE(finished.count(), 0);
}

void TestDesktop::aServiceIsAdded()
{
    const MisbehavingServer service(speakFlaskSecurity());
    start();
    find<QPushButton>(choice(), "addButton")->click();
    LATCHKEY_TRY_VERIFY(find<QLineEdit>(choice(), "addressEdit"));
    // Nonsense first.
    find<QLineEdit>(choice(), "addressEdit")->setText(QStringLiteral("http://shop.example"));
    find<QPushButton>(choice(), "lookButton")->click();
    QVERIFY(find<QLabel>(choice(), "faultLabel"));

    find<QLineEdit>(choice(), "addressEdit")->setText(service.url().toString());
    find<QPushButton>(choice(), "lookButton")->click();
    LATCHKEY_TRY_VERIFY(find<QLabel>(choice(), "seenLabel"));
    QCOMPARE(find<QLabel>(choice(), "seenLabel")->text(),
             QStringLiteral("It seems to be Flask-Security."));
    QCOMPARE(find<QLabel>(choice(), "hostLabel")->text(), service.url().toString());
    QVERIFY(!QDir(folder()).exists());
    find<QLineEdit>(choice(), "nameEdit")->setText(QStringLiteral("My Shop"));
    find<QPushButton>(choice(), "addButton")->click();
    LATCHKEY_TRY_COMPARE(titles(), QByteArray("My Shop"));
    QCOMPARE(QDir(folder()).entryList(QDir::Files), QStringList{QStringLiteral("127-0-0-1.toml")});
}

void TestDesktop::whatDoesNotAnswerIsDoubted()
{
    const MisbehavingServer stranger(
        MisbehavingServer::saying(MisbehavingServer::reply("404 Not Found")));
    start();
    find<QPushButton>(choice(), "addButton")->click();
    LATCHKEY_TRY_VERIFY(find<QLineEdit>(choice(), "addressEdit"));
    find<QLineEdit>(choice(), "addressEdit")->setText(stranger.url().toString());
    find<QPushButton>(choice(), "lookButton")->click();
    LATCHKEY_TRY_VERIFY(find<QComboBox>(choice(), "kindBox"));
    auto *kinds = find<QComboBox>(choice(), "kindBox");
    QVERIFY(!find<QPushButton>(choice(), "addButton")->isEnabled());
    kinds->setCurrentIndex(kinds->findData(QStringLiteral("flask-security")));
    find<QPushButton>(choice(), "addButton")->click();
    LATCHKEY_TRY_COMPARE(find<QPushButton>(choice(), "addButton")->text(),
                         QStringLiteral("Add it anyway"));
    QVERIFY(find<QLabel>(choice(), "faultLabel")->text().contains(QLatin1String("404")));
    QVERIFY(!QDir(folder()).exists());
    find<QPushButton>(choice(), "addButton")->click();
    LATCHKEY_TRY_COMPARE(titles(), QByteArray("127.0.0.1"));
}

void TestDesktop::givingUpLeadsBack()
{
    start();
    find<QPushButton>(choice(), "addButton")->click();
    LATCHKEY_TRY_VERIFY(find<QPushButton>(choice(), "backButton"));
    find<QPushButton>(choice(), "backButton")->click();
    LATCHKEY_TRY_VERIFY(find<QPushButton>(choice(), "tryButton"));
    QVERIFY(!QDir(folder()).exists());
}

QTEST_MAIN(TestDesktop)
#include "test_desktop.moc"
