// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/support/patience.h"
#include "tests/ui/windowkit.h"
#include "ui/choicepage.h"
#include "ui/kioskpinpage.h"
#include "ui/kioskwindow.h"
#include "ui/pagestack.h"
#include "ui/passwordedit.h"

#include <QAbstractButton>
#include <QClipboard>
#include <QLabel>
#include <QLineEdit>
#include <QPlainTextEdit>
#include <QSignalSpy>
#include <QWindow>

using namespace latchkey;
using namespace std::chrono_literals;

/// A kiosk's window over a real session; the service and both clocks are the test's. Keys and mouse
/// go to the window, as the screen's do.
class TestKioskWindow : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init();
    void cleanup();

    void fillsTheScreenAndStays();
    void untouchedItWaits();
    void askedWhenIdle();
    void anyKeyGivesMoreTimeAndNothingElse();
    void theButtonGivesMoreTime();
    void finishedFromTheCountdown();
    void wipedWhenNobodyComes();
    void wipingCannotBeTouched();
    void startOverEndsTheVisit();
    void finishEndsTheVisit_data();
    void finishEndsTheVisit();
    void noBrowserIsOffered();
    void troubleTellsNoPlace();
    void noMenuAndNoOtherServices();
    void copiesNothing();
    void pastes();
    void pinPageOnlyWithAPin();
    void fiveTapsOfTheCorner();
    void pinIsGivenAndForgotten();
    void pinWaits();
    void receiptMakesRoom();
    void keysAndMouseLeadNowhere_data();
    void keysAndMouseLeadNowhere();

private:
    void pass(std::chrono::seconds span)
    {
        m_steady += span;
        // Twice: what the first look changes, the second finds.
        QSignalSpy looks(m_kiosk->findChild<QTimer *>(QStringLiteral("ticks")), &QTimer::timeout);
        LATCHKEY_TRY_VERIFY(looks.count() >= 2);
    }
    QWindow *screen() const { return m_kiosk->windowHandle(); }
    void key(Qt::Key key, Qt::KeyboardModifiers modifiers = Qt::NoModifier) const
    {
        QTest::keyClick(screen(), key, modifiers);
    }
    void type(const QString &text) const
    {
        for (const QChar c : text)
            QTest::keyClick(screen(), c.toLatin1());
    }
    void click(QWidget *widget, Qt::MouseButton button = Qt::LeftButton) const
    {
        QTest::mouseClick(screen(), button, Qt::NoModifier,
                          widget->mapTo(m_kiosk.get(), widget->rect().center()));
    }
    template <class T = QWidget>
    T *find(const char *name) const
    {
        for (T *each : m_kiosk->findChildren<T *>(QLatin1String(name))) {
            if (each->isVisible())
                return each;
        }
        return nullptr;
    }
    void toDone()
    {
        m_kit.session->openFromSystem(WindowKit::link());
        m_kit.service.inspection.answer(m_kit.glimpse());
        LATCHKEY_TRY_COMPARE(m_kit.session->stage(), Stage::Choosing);
        m_kit.session->choosePassword(QStringLiteral("correct horse battery"), {});
        m_kit.service.reset.answer(ResetOutcome{});
        LATCHKEY_TRY_COMPARE(m_kit.session->stage(), Stage::Done);
    }
    void toTrouble(const Failure &failure)
    {
        m_kit.session->requestReset(QStringLiteral("alice@example.com"));
        m_kit.service.request.answer(fail(failure));
        LATCHKEY_TRY_COMPARE(m_kit.session->stage(), Stage::Trouble);
    }
    void reach(const QByteArray &page);
    void beatOnEveryWidget();

    IdleWatch::Moment m_steady;
    WindowKit m_kit;
    std::unique_ptr<KioskWindow> m_kiosk;
    MainWindow *m_visit = nullptr;
};

void TestKioskWindow::init()
{
    m_steady = IdleWatch::Moment(1h);
    m_kit.session = std::make_unique<RecoverySession>(m_kit.service, m_kit.clock);
    m_kiosk = std::make_unique<KioskWindow>(m_kit.clock, IdleTimes{.idle = 60s, .warn = 20s},
                                            [this] { return m_steady; });
    m_visit = new MainWindow(*m_kit.session, m_kit.clock, nullptr, Venue::Kiosk);
    m_kiosk->holdVisit(m_visit);
    m_kiosk->showOnScreen();
    QVERIFY(QTest::qWaitForWindowExposed(m_kiosk.get(), patienceOfTests));
    QApplication::setActiveWindow(m_kiosk.get());
    LATCHKEY_TRY_VERIFY(m_kiosk->isActiveWindow());
}

void TestKioskWindow::cleanup()
{
    m_kiosk.reset();
    m_kit.session.reset();
    QGuiApplication::clipboard()->clear();
    QGuiApplication::clipboard()->clear(QClipboard::Selection);
}

void TestKioskWindow::fillsTheScreenAndStays()
{
    QVERIFY(m_kiosk->isFullScreen());
    QCOMPARE(m_kiosk->geometry(), m_kiosk->screen()->geometry());
    m_kiosk->close();
    m_kiosk->setWindowState(Qt::WindowMinimized);
    LATCHKEY_TRY_VERIFY(m_kiosk->isVisible() && m_kiosk->isFullScreen() && !m_kiosk->isMinimized());
}

void TestKioskWindow::untouchedItWaits()
{
    const QSignalSpy over(m_kiosk.get(), &KioskWindow::visitOver);
    pass(3600s);
    QVERIFY(!find("moreTimeButton"));
    QCOMPARE(over.count(), 0);
    QVERIFY(!find("startOverButton"));
}

void TestKioskWindow::askedWhenIdle()
{
    type(QStringLiteral("alice"));
    pass(39s);
    QVERIFY(!find("moreTimeButton"));
    pass(2s);
    QVERIFY(find("moreTimeButton"));
    // What was typed is covered.
    QVERIFY(!find("addressEdit"));
    auto *lead = find<QLabel>("leadLabel");
    QVERIFY2(lead->text().contains(QLatin1String("19")), qPrintable(lead->text()));
}

void TestKioskWindow::anyKeyGivesMoreTimeAndNothingElse()
{
    type(QStringLiteral("alice"));
    for (const Qt::Key each : {Qt::Key_Return, Qt::Key_X, Qt::Key_Escape, Qt::Key_F1}) {
        pass(45s);
        QVERIFY(find("moreTimeButton"));
        key(each);
        QVERIFY(!find("moreTimeButton"));
        QCOMPARE(find<QLineEdit>("addressEdit")->text(), QStringLiteral("alice"));
        QCOMPARE(m_kit.session->stage(), Stage::Asking);
        QVERIFY(find("addressEdit")->hasFocus());
    }
}

void TestKioskWindow::theButtonGivesMoreTime()
{
    const QSignalSpy over(m_kiosk.get(), &KioskWindow::visitOver);
    type(QStringLiteral("alice"));
    pass(45s);
    click(find("moreTimeButton"));
    QVERIFY(!find("moreTimeButton"));
    pass(30s);
    QCOMPARE(over.count(), 0);
}

void TestKioskWindow::finishedFromTheCountdown()
{
    const QSignalSpy over(m_kiosk.get(), &KioskWindow::visitOver);
    type(QStringLiteral("alice"));
    pass(45s);
    click(find("finishButton"));
    QCOMPARE(over.count(), 1);
}

void TestKioskWindow::wipedWhenNobodyComes()
{
    const QSignalSpy over(m_kiosk.get(), &KioskWindow::visitOver);
    type(QStringLiteral("alice"));
    pass(59s);
    QCOMPARE(over.count(), 0);
    m_steady += 1s;
    LATCHKEY_TRY_VERIFY(over.count() > 0);
}

void TestKioskWindow::wipingCannotBeTouched()
{
    const QSignalSpy over(m_kiosk.get(), &KioskWindow::visitOver);
    m_kiosk->showWiping();
    m_kiosk->admitAdministrator();
    key(Qt::Key_Return);
    key(Qt::Key_Q, Qt::ControlModifier | Qt::AltModifier | Qt::ShiftModifier);
    pass(100s);
    QCOMPARE(find<QLabel>("titleLabel")->text(), QStringLiteral("Wiping…"));
    QCOMPARE(over.count(), 0);
}

void TestKioskWindow::startOverEndsTheVisit()
{
    const QSignalSpy over(m_kiosk.get(), &KioskWindow::visitOver);
    type(QStringLiteral("a"));
    LATCHKEY_TRY_VERIFY(find("startOverButton"));
    click(find("startOverButton"));
    QCOMPARE(over.count(), 1);
}

void TestKioskWindow::finishEndsTheVisit_data()
{
    QTest::addColumn<Qt::Key>("key");
    QTest::newRow("Enter") << Qt::Key_Return;
    QTest::newRow("Esc") << Qt::Key_Escape;
}

void TestKioskWindow::finishEndsTheVisit()
{
    QFETCH(const Qt::Key, key);
    toDone();
    QCOMPARE(find<QAbstractButton>("closeButton")->text(), QStringLiteral("Finish"));
    const QSignalSpy finish(m_visit, &MainWindow::closeRequested);
    this->key(key);
    QCOMPARE(finish.count(), 1);
    QCOMPARE(m_kit.session->stage(), Stage::Done);
}

void TestKioskWindow::noBrowserIsOffered()
{
    m_kit.service.m_description.signInAddress = QUrl(QStringLiteral("https://acme.example/in"));
    toDone();
    QVERIFY(!find("signInButton"));
    m_kit.session->startOver();
    const QSignalSpy browser(m_visit, &MainWindow::openAddressRequested);
    const QSignalSpy finish(m_visit, &MainWindow::closeRequested);
    toTrouble({.reason = Reason::NeedsBrowser,
               .about = QStringLiteral("https://id.acme.example/flow?secret=1")});
    const QString words = find<QLabel>("wayOnLabel")->text();
    QVERIFY(words.contains(QLatin1String("id.acme.example")));
    QVERIFY(!words.contains(QLatin1String("secret")));
    key(Qt::Key_Return);
    QCOMPARE(browser.count(), 0);
    QCOMPARE(finish.count(), 1);
}

void TestKioskWindow::troubleTellsNoPlace()
{
    toTrouble({.reason = Reason::DatabaseMissing,
               .detail = QStringLiteral("detail"),
               .about = QStringLiteral("/srv/acme/accounts.db")});
    QVERIFY(!find("detailsButton"));
    QVERIFY(!find("copyButton"));
    for (const auto *label : m_kiosk->findChildren<QLabel *>())
        QVERIFY2(!label->isVisible() || !label->text().contains(u'/'), qPrintable(label->text()));
}

void TestKioskWindow::noMenuAndNoOtherServices()
{
    QVERIFY(!find("moreButton"));
    auto *choice = new ChoicePage;
    choice->setVenue(Venue::Kiosk);
    choice->offer({{.name = QStringLiteral("A")}, {.name = QStringLiteral("B")}},
                  ChoicePage::Question::Service);
    auto *stack = new PageStack;
    stack->turnTo(choice);
    m_kiosk->holdVisit(stack);
    LATCHKEY_TRY_VERIFY(find("serviceList"));
    QVERIFY(!find("addButton"));
}

void TestKioskWindow::copiesNothing()
{
    const QClipboard *clipboard = QGuiApplication::clipboard();
    QVERIFY(clipboard->supportsSelection());
    type(QStringLiteral("alice@example.com"));
    auto *address = find<QLineEdit>("addressEdit");
    // The keys, the field itself, and the mouse.
    key(Qt::Key_A, Qt::ControlModifier);
    key(Qt::Key_C, Qt::ControlModifier);
    key(Qt::Key_X, Qt::ControlModifier);
    key(Qt::Key_Insert, Qt::ControlModifier);
    QCOMPARE(address->text(), QStringLiteral("alice@example.com"));
    address->copy();
    QTest::mouseDClick(screen(), Qt::LeftButton, Qt::NoModifier,
                       address->mapTo(m_kiosk.get(), QPoint(20, address->height() / 2)));
    QVERIFY(address->hasSelectedText());
    for (const auto mode : {QClipboard::Clipboard, QClipboard::Selection}) {
        QCOMPARE(clipboard->text(mode), QString());
        QVERIFY(!clipboard->ownsSelection() && !clipboard->ownsClipboard());
    }
}

void TestKioskWindow::pastes()
{
    m_kit.session->haveProof();
    // As from another program: what is our own is withdrawn.
    auto *field = find<QPlainTextEdit>("proofEdit");
    QVERIFY(field);
    QSignalBlocker asAnother(QGuiApplication::clipboard());
    QGuiApplication::clipboard()->setText(QStringLiteral("WDJB-MJHT"));
    key(Qt::Key_V, Qt::ControlModifier);
    QCOMPARE(field->toPlainText(), QStringLiteral("WDJB-MJHT"));
}

void TestKioskWindow::pinPageOnlyWithAPin()
{
    constexpr auto chord = Qt::ControlModifier | Qt::AltModifier | Qt::ShiftModifier;
    key(Qt::Key_Q, chord);
    QVERIFY(!find("pinEdit"));
    m_kiosk->admitAdministrator();
    const QSignalSpy came(m_kiosk.get(), &KioskWindow::administratorCame);
    key(Qt::Key_Q, chord);
    LATCHKEY_TRY_VERIFY(find("pinEdit") && find("pinEdit")->hasFocus());
    QCOMPARE(came.count(), 1);
    key(Qt::Key_Escape);
    QVERIFY(!find("pinEdit"));
    QVERIFY(find("addressEdit"));
}

void TestKioskWindow::fiveTapsOfTheCorner()
{
    const auto tap = [this](QPoint place) {
        QTest::mouseClick(screen(), Qt::LeftButton, Qt::NoModifier, place);
    };
    m_kiosk->admitAdministrator();
    for (int i = 0; i < 4; ++i)
        tap({10, 10});
    tap({m_kiosk->width() - 10, 10}); // elsewhere: counting begins again
    tap({10, 10});
    QVERIFY(!find("pinEdit"));
    m_steady += 5s; // too slow
    for (int i = 0; i < 4; ++i)
        tap({10, 10});
    QVERIFY(!find("pinEdit"));
    tap({10, 10});
    LATCHKEY_TRY_VERIFY(find("pinEdit"));
}

void TestKioskWindow::pinIsGivenAndForgotten()
{
    m_kiosk->admitAdministrator();
    key(Qt::Key_Q, Qt::ControlModifier | Qt::AltModifier | Qt::ShiftModifier);
    LATCHKEY_TRY_VERIFY(find("pinEdit"));
    qsizetype size = 0;
    connect(&m_kiosk->pinPage(), &KioskPinPage::pinGiven, this,
            [&size](const SharedSecret &pin) { size = pin->size(); });
    type(QStringLiteral("135790"));
    QVERIFY(find<QLineEdit>("pinEdit")->echoMode() == QLineEdit::Password);
    key(Qt::Key_Return);
    QCOMPARE(size, 6);
    auto *field = find<QLineEdit>("pinEdit");
    QVERIFY(field->text().isEmpty() && !field->isUndoAvailable());
    m_kiosk->pinPage().showWrong();
    QVERIFY(find("faultLabel"));
}

void TestKioskWindow::pinWaits()
{
    m_kiosk->admitAdministrator();
    key(Qt::Key_Q, Qt::ControlModifier | Qt::AltModifier | Qt::ShiftModifier);
    LATCHKEY_TRY_VERIFY(find("pinEdit"));
    KioskPinPage &page = m_kiosk->pinPage();
    page.waitUntil(m_kit.clock.now() + 30s, m_kit.clock.now());
    QVERIFY(!find("leaveButton")->isEnabled());
    QVERIFY(find<QLabel>("faultLabel")->text().contains(QLatin1String("30")));
    m_kit.clock.advance(30s);
    LATCHKEY_TRY_VERIFY(find("leaveButton")->isEnabled());
    QVERIFY(!find("faultLabel"));
}

void TestKioskWindow::receiptMakesRoom()
{
    m_kiosk->showReceipt();
    LATCHKEY_TRY_VERIFY(find("beginButton"));
    QVERIFY(find("memoryRule") && find("clipboardRule") && find("diskRule"));
    click(find("beginButton"));
    LATCHKEY_TRY_VERIFY(find("addressEdit"));
}

void TestKioskWindow::reach(const QByteArray &page)
{
    if (page == "wait") {
        m_kit.session->requestReset(QStringLiteral("alice@example.com"));
        m_kit.service.request.answer(m_kit.receipt());
        LATCHKEY_TRY_COMPARE(m_kit.session->stage(), Stage::Waiting);
    } else if (page == "choose") {
        m_kit.session->openFromSystem(WindowKit::link());
        m_kit.service.inspection.answer(m_kit.glimpse());
        LATCHKEY_TRY_COMPARE(m_kit.session->stage(), Stage::Choosing);
    } else if (page == "dead") {
        m_kit.session->openFromSystem(WindowKit::link());
        m_kit.service.inspection.answer(fail(Reason::LinkExpired));
        LATCHKEY_TRY_COMPARE(m_kit.session->stage(), Stage::DeadLink);
    } else if (page == "done") {
        toDone();
    } else if (page == "trouble") {
        toTrouble({.reason = Reason::ServiceUnreachable});
    } else if (page == "countdown") {
        type(QStringLiteral("a"));
        pass(45s);
    } else if (page == "receipt") {
        m_kiosk->showReceipt();
    } else if (page == "pin") {
        m_kiosk->admitAdministrator();
        key(Qt::Key_Q, Qt::ControlModifier | Qt::AltModifier | Qt::ShiftModifier);
    } else if (page == "out of order") {
        m_kiosk->showOutOfOrder();
    }
}

void TestKioskWindow::keysAndMouseLeadNowhere_data()
{
    QTest::addColumn<QByteArray>("page");
    for (const char *page : {"ask", "wait", "choose", "dead", "done", "trouble", "countdown",
                             "receipt", "pin", "out of order"})
        QTest::newRow(page) << QByteArray(page);
}

void TestKioskWindow::beatOnEveryWidget()
{
    for (const auto &widget : m_kiosk->findChildren<QWidget *>()) {
        if (!widget->isVisible())
            continue;
        const QPoint middle = widget->mapTo(m_kiosk.get(), widget->rect().center());
        if (!m_kiosk->rect().contains(middle))
            continue;
        QTest::mouseClick(screen(), Qt::RightButton, Qt::NoModifier, middle);
        QTest::mouseClick(screen(), Qt::MiddleButton, Qt::NoModifier, middle);
        QTest::mouseClick(screen(), Qt::BackButton, Qt::NoModifier, middle);
        QContextMenuEvent menu(QContextMenuEvent::Mouse, middle, m_kiosk->mapToGlobal(middle));
        QCoreApplication::sendEvent(widget, &menu);
        QHelpEvent tip(QEvent::ToolTip, middle, m_kiosk->mapToGlobal(middle));
        QCoreApplication::sendEvent(widget, &tip);
        QTest::mousePress(screen(), Qt::LeftButton, Qt::NoModifier, middle);
        QTest::mouseMove(screen(), middle / 2);
        // Beside every button: a press there is none of theirs.
        QTest::mouseRelease(screen(), Qt::LeftButton, Qt::NoModifier,
                            QPoint(m_kiosk->width() - 2, m_kiosk->height() - 2));
    }
}

void TestKioskWindow::keysAndMouseLeadNowhere()
{
    QFETCH(const QByteArray, page);
    reach(page);
    LATCHKEY_TRY_VERIFY(m_kiosk->isActiveWindow());
    QList<Qt::Key> keys{Qt::Key_Menu, Qt::Key_Help,  Qt::Key_Print,    Qt::Key_Pause,
                        Qt::Key_Tab,  Qt::Key_Space, Qt::Key_HomePage, Qt::Key_Explorer,
                        Qt::Key_Open, Qt::Key_Save,  Qt::Key_Find,     Qt::Key_LaunchMail};
    for (int key = Qt::Key_F1; key <= Qt::Key_F24; ++key)
        keys << Qt::Key(key);
    for (int key = Qt::Key_A; key <= Qt::Key_Z; ++key)
        keys << Qt::Key(key);
    for (int key = Qt::Key_0; key <= Qt::Key_9; ++key)
        keys << Qt::Key(key);
    const Qt::KeyboardModifiers held[] = {
        Qt::NoModifier,
        Qt::ShiftModifier,
        Qt::ControlModifier,
        Qt::AltModifier,
        Qt::MetaModifier,
        Qt::ControlModifier | Qt::ShiftModifier,
        Qt::ControlModifier | Qt::AltModifier,
        Qt::AltModifier | Qt::ShiftModifier,
    };
    int pressed = 0;
    for (const Qt::Key each : keys) {
        for (const auto modifiers : held) {
            if (modifiers == Qt::NoModifier && (each == Qt::Key_Space || each == Qt::Key_Tab))
                continue; // these do work
            // With a text of its own, since the test library knows none for every key.
            QTest::sendKeyEvent(QTest::Click, screen(), each, QString(), modifiers);
            ++pressed;
        }
    }
    beatOnEveryWidget();
    QVERIFY2(pressed > 300, QByteArray::number(pressed).constData());
    for (const QWidget *each : QApplication::topLevelWidgets())
        QVERIFY2(each == m_kiosk.get() || !each->isVisible(), each->metaObject()->className());
    for (const QWindow *each : QGuiApplication::topLevelWindows())
        QVERIFY(each == screen() || !each->isVisible());
    QVERIFY(m_kiosk->isVisible() && m_kiosk->isFullScreen());
    QCOMPARE(QGuiApplication::clipboard()->text(), QString());
    QCOMPARE(QGuiApplication::clipboard()->text(QClipboard::Selection), QString());
}

QTEST_MAIN(TestKioskWindow)
#include "test_kioskwindow.moc"
