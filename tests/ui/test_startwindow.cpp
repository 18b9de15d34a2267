// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/support/patience.h"
#include "tests/ui/windowkit.h"
#include "ui/failuretext.h"
#include "ui/startwindow.h"

#include <QClipboard>
#include <QLabel>
#include <QListWidget>
#include <QSignalSpy>

using namespace latchkey;

/// The window that stands where there is no service to show.
class TestStartWindow : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init();
    void cleanup() { m_window.reset(); }
    void offersTheDemo();
    void enterTriesTheDemo();
    void saysWhereAConfigurationGoes();
    void saysWhatIsWrong_data();
    void saysWhatIsWrong();
    void triesAgain();
    void replacesItsPage();
    void backCloses();
    void offersServices();
    void aServiceIsChosen_data();
    void aServiceIsChosen();

private:
    template <class T = QWidget>
    T *find(const char *name) const
    {
        for (T *each : m_window->findChildren<T *>(QLatin1String(name))) {
            if (each->isVisible())
                return each;
        }
        return nullptr;
    }
    QString textOf(const char *label) const
    {
        const auto *found = find<QLabel>(label);
        return found ? found->text() : QString();
    }
    void show()
    {
        m_window->show();
        QVERIFY(QTest::qWaitForWindowExposed(m_window.get(), patienceOfTests));
        QApplication::setActiveWindow(m_window.get());
        LATCHKEY_TRY_VERIFY(m_window->isActiveWindow());
    }

    std::unique_ptr<StartWindow> m_window;
    const Failure m_fault{.reason = Reason::ConfigurationFaulty,
                          .detail = QStringLiteral("unknown key"),
                          .about = QStringLiteral("/etc/xdg/latchkey/latchkey.toml:12:3")};
};

void TestStartWindow::init()
{
    m_window = std::make_unique<StartWindow>();
}

void TestStartWindow::offersTheDemo()
{
    QSignalSpy wanted(m_window.get(), &StartWindow::demoWanted);
    m_window->showWelcome({QStringLiteral("/one")});
    show();
    QTest::mouseClick(find("tryButton"), Qt::LeftButton);
    QCOMPARE(wanted.count(), 1);
}

void TestStartWindow::enterTriesTheDemo()
{
    QSignalSpy wanted(m_window.get(), &StartWindow::demoWanted);
    m_window->showWelcome({QStringLiteral("/one")});
    show();
    LATCHKEY_TRY_COMPARE(QApplication::focusWidget(), find("tryButton"));
    QTest::keyClick(QApplication::focusWidget(), Qt::Key_Return);
    QCOMPARE(wanted.count(), 1);
}

void TestStartWindow::saysWhereAConfigurationGoes()
{
    m_window->showWelcome({QStringLiteral("/one/latchkey.toml"), QStringLiteral("/two")});
    show();
    QVERIFY(textOf("placesLabel").contains(QLatin1String("/one/latchkey.toml\n/two")));
    QTest::mouseClick(find("copyPlaceButton"), Qt::LeftButton);
    QCOMPARE(QApplication::clipboard()->text(), QStringLiteral("/one/latchkey.toml"));
}

void TestStartWindow::saysWhatIsWrong_data()
{
    QTest::addColumn<int>("reason");
    for (const Reason reason : {Reason::ConfigurationFaulty, Reason::FileUnreadable,
                                Reason::FileFaulty, Reason::Internal})
        QTest::addRow("%s", reasonName(reason).data()) << static_cast<int>(reason);
}

void TestStartWindow::saysWhatIsWrong()
{
    QFETCH(const int, reason);
    Failure failure = m_fault;
    failure.reason = static_cast<Reason>(reason);
    m_window->showTrouble(failure, WindowKit::start);
    show();
    QCOMPARE(textOf("titleLabel"), failureText(failure).headline());
    QCOMPARE(textOf("wayOnLabel"), failureText(failure).wayOn);
    QVERIFY(!find("detailsLabel"));
    QTest::mouseClick(find("detailsButton"), Qt::LeftButton);
    QVERIFY(textOf("detailsLabel").contains(failure.detail));
    QTest::mouseClick(find("copyButton"), Qt::LeftButton);
    QCOMPARE(QApplication::clipboard()->text(), textOf("detailsLabel"));
}

void TestStartWindow::triesAgain()
{
    QSignalSpy again(m_window.get(), &StartWindow::retryWanted);
    m_window->showTrouble(m_fault, WindowKit::start);
    show();
    QTest::mouseClick(find("wayOnButton"), Qt::LeftButton);
    QCOMPARE(again.count(), 1);
}

void TestStartWindow::replacesItsPage()
{
    m_window->showTrouble(m_fault, WindowKit::start);
    show();
    // As the desktop does it: from within the page's own signal.
    connect(m_window.get(), &StartWindow::retryWanted, this,
            [this] { m_window->showWelcome({QStringLiteral("/one")}); });
    QTest::mouseClick(find("wayOnButton"), Qt::LeftButton);
    LATCHKEY_TRY_VERIFY(find("tryButton"));
    LATCHKEY_TRY_VERIFY(!find("wayOnButton"));
}

void TestStartWindow::backCloses()
{
    m_window->showTrouble(m_fault, WindowKit::start);
    show();
    const QSignalSpy closed(m_window.get(), &StartWindow::closed);
    QTest::mouseClick(find("backButton"), Qt::LeftButton);
    LATCHKEY_TRY_VERIFY(!m_window->isVisible());
    QCOMPARE(closed.count(), 1);
}

void TestStartWindow::offersServices()
{
    m_window->showChoice(
        {{.name = QStringLiteral("/etc/one.toml"), .fault = m_fault},
         {.name = QStringLiteral("Two"), .host = QStringLiteral("two.example")},
         {.name = QStringLiteral("Three"), .host = QStringLiteral("this computer")}},
        ChoicePage::Question::Service);
    show();
    const auto *list = find<QListWidget>("serviceList");
    QCOMPARE(list->count(), 3);
    QVERIFY(!list->item(0)->flags().testFlag(Qt::ItemIsEnabled));
    QVERIFY(list->item(0)
                ->data(Qt::AccessibleTextRole)
                .toString()
                .contains(failureText(m_fault).cause));
    QCOMPARE(list->item(1)->data(Qt::AccessibleTextRole).toString(),
             QStringLiteral("Two, two.example"));
    QCOMPARE(list->currentRow(), 1);
    QVERIFY(find("addButton"));

    // Which service a link is from is no moment to set up another.
    m_window->showChoice({{.name = QStringLiteral("Two"), .host = QStringLiteral("two.example")}},
                         ChoicePage::Question::LinkOfSeveral);
    LATCHKEY_TRY_COMPARE(find<QListWidget>("serviceList")->count(), 1);
    QVERIFY(!find("addButton"));
}

void TestStartWindow::aServiceIsChosen_data()
{
    QTest::addColumn<QString>("by");
    for (const char *by : {"Enter", "button", "double click"})
        QTest::newRow(by) << QString::fromLatin1(by);
}

void TestStartWindow::aServiceIsChosen()
{
    QFETCH(const QString, by);
    const QSignalSpy chosen(m_window.get(), &StartWindow::serviceChosen);
    m_window->showChoice({{.name = QStringLiteral("One"), .host = QStringLiteral("one.example")},
                          {.name = QStringLiteral("Two"), .host = QStringLiteral("two.example")}},
                         ChoicePage::Question::Service);
    show();
    auto *list = find<QListWidget>("serviceList");
    LATCHKEY_TRY_COMPARE(QApplication::focusWidget(), list);
    QTest::keyClick(list, Qt::Key_Down);
    QCOMPARE(list->currentRow(), 1);
    if (by == QLatin1String("Enter"))
        QTest::keyClick(list, Qt::Key_Return);
    else if (by == QLatin1String("button"))
        QTest::mouseClick(find("continueButton"), Qt::LeftButton);
    else {
        const QPoint row = list->visualItemRect(list->item(1)).center();
        QTest::mouseClick(list->viewport(), Qt::LeftButton, {}, row);
        QTest::mouseDClick(list->viewport(), Qt::LeftButton, {}, row);
    }
    QCOMPARE(chosen.count(), 1);
    QCOMPARE(chosen.front().front().toInt(), 1);
}

QTEST_MAIN(TestStartWindow)
#include "test_startwindow.moc"
