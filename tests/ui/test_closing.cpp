// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/logfile.h"
#include "tests/support/patience.h"
#include "tests/ui/windowkit.h"
#include "ui/aboutdialog.h"

#include <QClipboard>
#include <QDir>
#include <QLabel>
#include <QLineEdit>
#include <QMenu>
#include <QPushButton>
#include <QSignalSpy>

using namespace latchkey;

/// What happens around the pages: closing while mail is under way, a second link, the menu.
class TestClosing : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init() { m_kit = std::make_unique<WindowKit>(); }
    void cleanup() { m_kit.reset(); }

    void closingIsAWish();
    void savingIsNotClosed();
    void closingOnceMoreInsists();
    void pendingMailIsTold_data();
    void pendingMailIsTold();
    void releasingWipesThePassword();
    void closingPageStays();
    void aSecondLinkIsHeld();
    void theHeldLinkIsUsed();
    void theHeldLinkIsDropped();
    void theDiagnosisTellsNoAddress();
    void theDiagnosisSaysWhereTheLogIs();
    void aboutIsNotModal();

private:
    QAction *menuEntry(int index) const
    {
        m_kit->press("moreButton");
        const auto *menu = m_kit->window->findChild<QMenu *>();
        return menu ? menu->actions().value(index) : nullptr;
    }

    std::unique_ptr<WindowKit> m_kit;
};

void TestClosing::closingIsAWish()
{
    m_kit->open();
    const QSignalSpy wish(m_kit->window.get(), &MainWindow::closeRequested);
    m_kit->window->close();
    QCOMPARE(wish.count(), 1);
    QVERIFY(m_kit->window->isVisible());
    m_kit->window->release();
    QVERIFY(!m_kit->window->isVisible());
}

void TestClosing::savingIsNotClosed()
{
    m_kit->open();
    m_kit->reachChoosing();
    m_kit->type(QStringLiteral("correct horse battery"));
    m_kit->key(Qt::Key_Return);
    const QSignalSpy wish(m_kit->window.get(), &MainWindow::closeRequested);
    m_kit->window->close();
    QCOMPARE(m_kit->session->stage(), Stage::Saving);
    QCOMPARE(wish.count(), 0);
    QVERIFY(m_kit->window->isVisible());
}

void TestClosing::closingOnceMoreInsists()
{
    m_kit->open();
    const QSignalSpy insists(m_kit->window.get(), &MainWindow::closeAnyway);
    m_kit->window->showClosing();
    QVERIFY(m_kit->find("spinner"));
    LATCHKEY_TRY_COMPARE(m_kit->focusName(), QStringLiteral("closeButton"));
    m_kit->window->close();
    QCOMPARE(insists.count(), 1);
    m_kit->key(Qt::Key_Return);
    QCOMPARE(insists.count(), 2);
}

void TestClosing::pendingMailIsTold_data()
{
    QTest::addColumn<int>("pending");
    QTest::addColumn<QString>("title");
    QTest::addRow("one") << 1 << QStringLiteral("1 mail could not be sent yet");
    QTest::addRow("several") << 3 << QStringLiteral("3 mails could not be sent yet");
}

void TestClosing::pendingMailIsTold()
{
    QFETCH(const int, pending);
    QFETCH(const QString, title);
    const Spoken spoken(QStringLiteral("en"));
    m_kit->open();
    m_kit->window->showClosing();
    m_kit->window->showPending(pending);
    QCOMPARE(m_kit->find<QLabel>("titleLabel")->text(), title);
    QCOMPARE(m_kit->announced(), title);
    QVERIFY(!m_kit->find("spinner"));
}

void TestClosing::releasingWipesThePassword()
{
    m_kit->open();
    m_kit->reachChoosing();
    m_kit->type(QStringLiteral("correct horse battery"));
    auto *field = m_kit->find<QLineEdit>("newPasswordEdit");
    m_kit->window->release();
    QVERIFY(field->text().isEmpty());
}

void TestClosing::closingPageStays()
{
    m_kit->open();
    m_kit->session->requestReset(QStringLiteral("alice@example.com"));
    m_kit->window->showClosing();
    m_kit->service.request.answer(m_kit->receipt());
    LATCHKEY_TRY_COMPARE(m_kit->session->stage(), Stage::Waiting);
    QVERIFY(m_kit->find("spinner"));
    m_kit->key(Qt::Key_Escape);
    QCOMPARE(m_kit->session->stage(), Stage::Waiting);
}

void TestClosing::aSecondLinkIsHeld()
{
    m_kit->open();
    m_kit->reachChoosing();
    m_kit->type(QStringLiteral("half a pass"));
    m_kit->session->openFromSystem(WindowKit::link("confirm"));
    QVERIFY(m_kit->find("linkBanner"));
    QVERIFY(!m_kit->announced().isEmpty());
    QCOMPARE(m_kit->session->stage(), Stage::Choosing);
    QCOMPARE(m_kit->find<QLineEdit>("newPasswordEdit")->text(), QStringLiteral("half a pass"));
    QCOMPARE(m_kit->focusName(), QStringLiteral("newPasswordEdit"));
}

void TestClosing::theHeldLinkIsUsed()
{
    m_kit->open();
    m_kit->reachChoosing();
    m_kit->session->openFromSystem(WindowKit::link("confirm"));
    m_kit->press("useLinkButton");
    QCOMPARE(m_kit->session->stage(), Stage::Judging);
    QVERIFY(!m_kit->find("linkBanner"));
    m_kit->service.inspection.answer(m_kit->glimpse());
    LATCHKEY_TRY_COMPARE(m_kit->session->stage(), Stage::Confirming);
    LATCHKEY_TRY_COMPARE(m_kit->focusName(), QStringLiteral("confirmButton"));
}

void TestClosing::theHeldLinkIsDropped()
{
    m_kit->open();
    m_kit->reachChoosing();
    m_kit->session->openFromSystem(WindowKit::link("confirm"));
    m_kit->press("dropLinkButton");
    QVERIFY(!m_kit->session->holdsLink());
    QVERIFY(!m_kit->find("linkBanner"));
    QCOMPARE(m_kit->session->stage(), Stage::Choosing);
}

void TestClosing::theDiagnosisTellsNoAddress()
{
    m_kit->open();
    m_kit->reachWaiting();
    QAction *report = menuEntry(0);
    QVERIFY(report);
    report->trigger();
    const QString copied = QApplication::clipboard()->text();
    QVERIFY(copied.contains(QLatin1String("waiting for the mail")));
    QVERIFY(!copied.contains(QLatin1String("alice")));
    QVERIFY(!m_kit->announced().isEmpty());
}

void TestClosing::theDiagnosisSaysWhereTheLogIs()
{
    m_kit->open();
    menuEntry(0)->trigger();
    QVERIFY(!QApplication::clipboard()->text().contains(QLatin1String("Log: ")));
    QVERIFY(LogFile(logFolder()).write("line"));
    menuEntry(0)->trigger();
    const QString copied = QApplication::clipboard()->text();
    QDir(logFolder()).removeRecursively();
    QVERIFY2(copied.contains(QLatin1String("\nLog: ~/.local/state/latchkey/latchkey.log\n")),
             qPrintable(copied));
}

void TestClosing::aboutIsNotModal()
{
    m_kit->open();
    QAction *about = menuEntry(2);
    QVERIFY(about);
    about->trigger(); // returns: nothing runs an event loop of its own
    auto *dialog = m_kit->window->findChild<AboutDialog *>();
    QVERIFY(dialog);
    QVERIFY(dialog->findChild<QLabel *>(QStringLiteral("titleLabel"))
                ->text()
                .contains(QStringLiteral(LATCHKEY_VERSION)));
    dialog->findChild<QPushButton *>(QStringLiteral("copyButton"))->click();
    QVERIFY(QApplication::clipboard()->text().startsWith(QLatin1String("Latchkey: ")));
    dialog->close();
}

QTEST_MAIN(TestClosing)
#include "test_closing.moc"
