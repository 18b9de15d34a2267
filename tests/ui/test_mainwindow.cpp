// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/support/patience.h"
#include "tests/ui/windowkit.h"
#include "ui/failuretext.h"

#include <QClipboard>
#include <QLabel>
#include <QLineEdit>
#include <QPlainTextEdit>
#include <QPushButton>
#include <QSignalSpy>

using namespace latchkey;

/// The whole way through the real window, with keys and mouse. The session is the real one; only
/// the service's answers are the test's.
class TestMainWindow : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init() { m_kit = std::make_unique<WindowKit>(); }
    void cleanup() { m_kit.reset(); }

    void theWholeWayByLink();
    void theWholeWayByCode();
    void keysAloneSuffice();
    void aMailHoldsWhatIsSaid_data();
    void aMailHoldsWhatIsSaid();
    void refusalsKeepWhatWasTyped();
    void resendingCoolsDown();
    void tooManyTriesCountDown();
    void cancelDropsTheLateAnswer();
    void escapeGoesOneStepBack();
    void escapeNeverInterruptsSaving();
    void leavingWipesThePassword();
    void passwordRefusalsKeepTheForm_data();
    void passwordRefusalsKeepTheForm();
    void confirmsAnAddress();
    void saysWhereABoundLinkWorks();
    void withdrawsOnlyWhenTold();
    void closesWithoutWithdrawing();
    void signInLeavesForTheBrowser();
    void pagesAreAnnounced();
    void longJudgingShowsItself();

private:
    void ask(const QString &address) const
    {
        m_kit->type(address);
        m_kit->key(Qt::Key_Return);
    }
    QString textOf(const char *label) const
    {
        const auto *found = m_kit->find<QLabel>(label);
        return found ? found->text() : QString();
    }

    std::unique_ptr<WindowKit> m_kit;
    const QString m_alice = QStringLiteral("alice@example.com");
    const QString m_password = QStringLiteral("correct horse battery");
};

void TestMainWindow::theWholeWayByLink()
{
    m_kit->open();
    QCOMPARE(m_kit->focusName(), QStringLiteral("addressEdit"));
    ask(m_alice);
    QCOMPARE(m_kit->session->stage(), Stage::Requesting);
    QVERIFY(m_kit->find<QLineEdit>("addressEdit")->isReadOnly());
    m_kit->service.request.answer(m_kit->receipt());

    LATCHKEY_TRY_COMPARE(m_kit->focusName(), QStringLiteral("proofEdit"));
    QVERIFY(textOf("leadLabel").contains(m_alice));
    QApplication::clipboard()->setText(QStringLiteral("Open this link:\n") +
                                       QLatin1String(WindowKit::link()));
    m_kit->find<QPlainTextEdit>("proofEdit")->paste();
    m_kit->press("continueButton");
    m_kit->service.inspection.answer(m_kit->glimpse());

    LATCHKEY_TRY_COMPARE(m_kit->focusName(), QStringLiteral("newPasswordEdit"));
    QVERIFY(textOf("accountLabel").contains(m_kit->glimpse().maskedAddress));
    QVERIFY(m_kit->find("repairLabel"));
    m_kit->type(m_password);
    m_kit->press("changeButton");
    QCOMPARE(m_kit->session->stage(), Stage::Saving);
    QVERIFY(!m_kit->find("changeButton")->isEnabled());
    m_kit->service.reset.answer(ResetOutcome{.maskedAddress = QStringLiteral("a•••e@example.com"),
                                             .sessionsEnded = true,
                                             .noticeQueued = true});

    LATCHKEY_TRY_VERIFY(m_kit->find("sessionsRule"));
    QVERIFY(m_kit->find("noticeRule"));
    QCOMPARE(m_kit->service.saved, m_password);
    QCOMPARE(m_kit->service.request.asked, 1);
    QCOMPARE(m_kit->service.reset.asked, 1);
}

void TestMainWindow::theWholeWayByCode()
{
    m_kit->open();
    m_kit->press("haveLinkButton");
    QCOMPARE(m_kit->focusName(), QStringLiteral("proofEdit"));
    QVERIFY(!m_kit->find("resendButton"));
    m_kit->type(QStringLiteral("wdjb mjht"));
    m_kit->key(Qt::Key_Return);
    QCOMPARE(m_kit->session->stage(), Stage::AddressForCode);
    QCOMPARE(m_kit->focusName(), QStringLiteral("addressEdit"));
    ask(m_alice);
    m_kit->service.inspection.answer(fail(Reason::CodeNotAccepted));
    LATCHKEY_TRY_COMPARE(m_kit->session->stage(), Stage::Waiting);
    QCOMPARE(textOf("faultLabel"), failureText({.reason = Reason::CodeNotAccepted}).joined());
    QCOMPARE(m_kit->focusName(), QStringLiteral("proofEdit"));
}

void TestMainWindow::keysAloneSuffice()
{
    m_kit->open();
    ask(m_alice);
    m_kit->service.request.answer(m_kit->receipt());
    LATCHKEY_TRY_COMPARE(m_kit->focusName(), QStringLiteral("proofEdit"));
    m_kit->type(QLatin1String(WindowKit::link()));
    m_kit->key(Qt::Key_Return);
    m_kit->service.inspection.answer(m_kit->glimpse());
    LATCHKEY_TRY_COMPARE(m_kit->focusName(), QStringLiteral("newPasswordEdit"));
    m_kit->type(m_password);
    m_kit->key(Qt::Key_Tab); // over the eye
    LATCHKEY_TRY_COMPARE(m_kit->focusName(), QStringLiteral("revealButton"));
    m_kit->key(Qt::Key_Tab);
    LATCHKEY_TRY_COMPARE(m_kit->focusName(), QStringLiteral("changeButton"));
    m_kit->key(Qt::Key_Return);
    QCOMPARE(m_kit->session->stage(), Stage::Saving);
    m_kit->service.reset.answer(ResetOutcome{});
    LATCHKEY_TRY_COMPARE(m_kit->focusName(), QStringLiteral("closeButton"));
    const QSignalSpy closing(m_kit->window.get(), &MainWindow::closeRequested);
    m_kit->key(Qt::Key_Return);
    QCOMPARE(closing.count(), 1);
}

void TestMainWindow::aMailHoldsWhatIsSaid_data()
{
    QTest::addColumn<MailedProof>("mailed");
    QTest::addColumn<QString>("ask");
    QTest::addColumn<QString>("lead");
    QTest::addColumn<QString>("validity");
    QTest::newRow("ours") << MailedProof::LinkAndCode << QStringLiteral("send you a link")
                          << QStringLiteral("with a link and a code")
                          << QStringLiteral("The link is valid until ");
    QTest::newRow("link") << MailedProof::Link << QStringLiteral("send you a link")
                          << QStringLiteral("with a link is")
                          << QStringLiteral("Such a link is usually valid for 60 minute");
    QTest::newRow("code") << MailedProof::Code << QStringLiteral("send you a code")
                          << QStringLiteral("with a code is")
                          << QStringLiteral("Such a code is usually valid for 60 minute");
}

void TestMainWindow::aMailHoldsWhatIsSaid()
{
    QFETCH(const MailedProof, mailed);
    QFETCH(const QString, ask);
    QFETCH(const QString, lead);
    QFETCH(const QString, validity);
    m_kit->service.m_description.mailed = mailed;
    m_kit->service.m_description.linkLifetime = std::chrono::hours(1);
    m_kit->open();
    QVERIFY2(textOf("leadLabel").contains(ask), qPrintable(textOf("leadLabel")));
    m_kit->reachWaiting();
    LATCHKEY_TRY_VERIFY(m_kit->find("validLabel"));
    QVERIFY2(textOf("leadLabel").contains(lead), qPrintable(textOf("leadLabel")));
    QVERIFY2(textOf("validLabel").startsWith(validity), qPrintable(textOf("validLabel")));
}

void TestMainWindow::refusalsKeepWhatWasTyped()
{
    m_kit->open();
    ask(QStringLiteral("alice@"));
    auto *field = m_kit->find<QLineEdit>("addressEdit");
    const QString words = failureText({.reason = Reason::AddressInvalid}).joined();
    QCOMPARE(textOf("faultLabel"), words);
    QCOMPARE(field->accessibleDescription(), words);
    QCOMPARE(m_kit->announced(), words);
    QCOMPARE(field->text(), QStringLiteral("alice@"));
    QVERIFY(field->hasFocus());
    QCOMPARE(m_kit->service.request.asked, 0);
    m_kit->key(Qt::Key_End);
    m_kit->type(QStringLiteral("e"));
    QVERIFY(!m_kit->find("faultLabel"));
    QVERIFY(field->accessibleDescription() != words);
}

void TestMainWindow::resendingCoolsDown()
{
    m_kit->open();
    m_kit->reachWaiting();
    auto *resend = m_kit->find<QPushButton>("resendButton");
    QVERIFY(!resend->isEnabled());
    QVERIFY(resend->text().contains(QLatin1String("60")));
    m_kit->clock.advance(std::chrono::seconds(18));
    LATCHKEY_TRY_VERIFY(resend->text().contains(QLatin1String("42")));
    m_kit->clock.advance(std::chrono::seconds(42));
    LATCHKEY_TRY_VERIFY(resend->isEnabled());
    QVERIFY(m_kit->announced().contains(QLatin1String("again")));
    QTest::mouseClick(resend, Qt::LeftButton);
    QCOMPARE(m_kit->service.request.asked, 2);
    m_kit->service.request.answer(m_kit->receipt());
    LATCHKEY_TRY_COMPARE(m_kit->session->stage(), Stage::Waiting);
    QVERIFY(!m_kit->find("resendButton")->isEnabled());
}

void TestMainWindow::tooManyTriesCountDown()
{
    m_kit->open();
    ask(m_alice);
    m_kit->service.request.answer(
        fail({.reason = Reason::TooManyTries, .span = std::chrono::seconds(45)}));
    LATCHKEY_TRY_VERIFY(textOf("faultLabel").contains(QLatin1String("45")));
    m_kit->clock.advance(std::chrono::seconds(15));
    LATCHKEY_TRY_VERIFY(textOf("faultLabel").contains(QLatin1String("30")));
}

void TestMainWindow::cancelDropsTheLateAnswer()
{
    m_kit->open();
    ask(m_alice);
    m_kit->press("cancelButton");
    QCOMPARE(m_kit->session->stage(), Stage::Asking);
    QCOMPARE(m_kit->find<QLineEdit>("addressEdit")->text(), m_alice);
    m_kit->service.request.answer(m_kit->receipt());
    QCoreApplication::processEvents();
    QCOMPARE(m_kit->session->stage(), Stage::Asking);
    QVERIFY(m_kit->find("sendButton")->isEnabled());
}

void TestMainWindow::escapeGoesOneStepBack()
{
    m_kit->open();
    m_kit->reachWaiting();
    m_kit->key(Qt::Key_Escape);
    QCOMPARE(m_kit->session->stage(), Stage::Asking);
    QCOMPARE(m_kit->find<QLineEdit>("addressEdit")->text(), m_alice);
    m_kit->key(Qt::Key_Escape);
    QCOMPARE(m_kit->session->stage(), Stage::Asking);
    QVERIFY(m_kit->window->isVisible());
}

void TestMainWindow::escapeNeverInterruptsSaving()
{
    m_kit->open();
    m_kit->reachChoosing();
    ask(m_password); // types and presses Enter
    QCOMPARE(m_kit->session->stage(), Stage::Saving);
    m_kit->key(Qt::Key_Escape);
    QCOMPARE(m_kit->session->stage(), Stage::Saving);
    QCOMPARE(m_kit->service.reset.asked, 1);
}

void TestMainWindow::leavingWipesThePassword()
{
    m_kit->open();
    m_kit->reachChoosing();
    auto *field = m_kit->find<QLineEdit>("newPasswordEdit");
    m_kit->type(m_password);
    m_kit->key(Qt::Key_Escape);
    QCOMPARE(m_kit->session->stage(), Stage::Asking);
    QVERIFY(field->text().isEmpty());
    QVERIFY(!field->isUndoAvailable());
    QCOMPARE(m_kit->service.reset.asked, 0);
}

void TestMainWindow::passwordRefusalsKeepTheForm_data()
{
    QTest::addColumn<int>("reason");
    for (const Reason reason : {Reason::PasswordTooShort, Reason::PasswordRefused,
                                Reason::ServiceUnreachable, Reason::DatabaseBusy})
        QTest::addRow("%s", reasonName(reason).data()) << static_cast<int>(reason);
}

void TestMainWindow::passwordRefusalsKeepTheForm()
{
    QFETCH(const int, reason);
    const Failure failure{.reason = static_cast<Reason>(reason), .about = QStringLiteral("20")};
    m_kit->open();
    m_kit->reachChoosing();
    ask(m_password);
    m_kit->service.reset.answer(fail(failure));
    LATCHKEY_TRY_COMPARE(textOf("faultLabel"), failureText(failure).joined());
    QCOMPARE(m_kit->focusName(), QStringLiteral("newPasswordEdit"));
    QCOMPARE(m_kit->find<QLineEdit>("newPasswordEdit")->text(), m_password);
    QVERIFY(m_kit->find("changeButton")->isEnabled());
}

void TestMainWindow::confirmsAnAddress()
{
    m_kit->open();
    m_kit->session->openFromSystem(WindowKit::link("confirm"));
    m_kit->service.inspection.answer(m_kit->glimpse());
    LATCHKEY_TRY_COMPARE(m_kit->focusName(), QStringLiteral("confirmButton"));
    QCOMPARE(m_kit->service.confirmation.asked, 0);
    m_kit->key(Qt::Key_Return);
    QCOMPARE(m_kit->service.confirmation.asked, 1);
    m_kit->service.confirmation.answer(m_kit->glimpse());
    LATCHKEY_TRY_COMPARE(m_kit->session->stage(), Stage::Confirmed);
    QVERIFY(!m_kit->find("sessionsRule"));
    QVERIFY(!m_kit->find("notMeLabel"));
}

void TestMainWindow::saysWhereABoundLinkWorks()
{
    m_kit->service.m_description.mailed = MailedProof::Link;
    m_kit->service.m_description.reach = LinkReach::AskingDevice;
    m_kit->open();
    m_kit->reachWaiting();
    QVERIFY2(textOf("validLabel").contains(QLatin1String("only on this computer")),
             qPrintable(textOf("validLabel")));
    QVERIFY(!textOf("leadLabel").contains(QLatin1String("code")));
}

void TestMainWindow::withdrawsOnlyWhenTold()
{
    m_kit->service.m_description.signInAddress = QUrl(QStringLiteral("https://acme.example/"));
    m_kit->open();
    m_kit->session->openFromSystem(WindowKit::link("withdraw"));
    AccountGlimpse glimpse = m_kit->glimpse();
    glimpse.requested = WindowKit::start - std::chrono::minutes(7);
    glimpse.origin = QStringLiteral("front-desk-2");
    glimpse.asker = Asker::Operator;
    m_kit->service.inspection.answer(glimpse);
    LATCHKEY_TRY_COMPARE(m_kit->focusName(), QStringLiteral("withdrawButton"));
    QVERIFY(textOf("leadLabel").contains(QLatin1String("Acme Webmail")));
    QCOMPARE(textOf("addressLabel"), glimpse.maskedAddress);
    QVERIFY2(textOf("askedLabel").contains(QLatin1String("front-desk-2")),
             qPrintable(textOf("askedLabel")));
    QVERIFY2(textOf("askedLabel").contains(QLatin1String("service desk")),
             qPrintable(textOf("askedLabel")));
    QCOMPARE(m_kit->service.withdrawal.asked, 0);
    m_kit->key(Qt::Key_Return);
    QCOMPARE(m_kit->service.withdrawal.asked, 1);
    QVERIFY(!m_kit->find("closeButton")->isEnabled());
    m_kit->service.withdrawal.answer(glimpse);
    LATCHKEY_TRY_COMPARE(m_kit->session->stage(), Stage::Withdrawn);
    QVERIFY2(!m_kit->find("signInButton"), "who did not ask has nothing to sign in for");
    QVERIFY(textOf("notMeLabel").contains(QLatin1String("desk@acme.example")));
}

void TestMainWindow::closesWithoutWithdrawing()
{
    m_kit->open();
    const QSignalSpy closing(m_kit->window.get(), &MainWindow::closeRequested);
    m_kit->session->openFromSystem(WindowKit::link("withdraw"));
    m_kit->service.inspection.answer(m_kit->glimpse());
    LATCHKEY_TRY_VERIFY(m_kit->find("withdrawButton"));
    m_kit->press("closeButton");
    QCOMPARE(closing.count(), 1);
    QCOMPARE(m_kit->service.withdrawal.asked, 0);
}

void TestMainWindow::signInLeavesForTheBrowser()
{
    const QUrl address(QStringLiteral("https://mail.acme.example/"));
    m_kit->service.m_description.signInAddress = address;
    m_kit->open();
    const QSignalSpy opening(m_kit->window.get(), &MainWindow::openAddressRequested);
    m_kit->reachChoosing();
    ask(m_password);
    m_kit->service.reset.answer(ResetOutcome{});
    LATCHKEY_TRY_COMPARE(m_kit->focusName(), QStringLiteral("signInButton"));
    m_kit->key(Qt::Key_Return);
    QCOMPARE(opening.count(), 1);
    QCOMPARE(opening.first().first().toUrl(), address);
}

void TestMainWindow::pagesAreAnnounced()
{
    m_kit->open();
    m_kit->reachWaiting();
    QCOMPARE(m_kit->announced(), textOf("titleLabel"));
    m_kit->reachChoosing();
    QCOMPARE(m_kit->announced(), textOf("titleLabel"));
    m_kit->type(QStringLiteral("abc"));
    QVERIFY(m_kit->announced().startsWith(m_kit->find("strengthBar")->accessibleName()));
}

void TestMainWindow::longJudgingShowsItself()
{
    m_kit->open();
    m_kit->session->openFromSystem(WindowKit::link());
    QVERIFY(!m_kit->find("spinner"));
    LATCHKEY_TRY_VERIFY(m_kit->find("spinner"));
    LATCHKEY_TRY_COMPARE(m_kit->focusName(), QStringLiteral("cancelButton"));
    m_kit->key(Qt::Key_Return);
    QCOMPARE(m_kit->session->stage(), Stage::Asking);
    LATCHKEY_TRY_COMPARE(m_kit->focusName(), QStringLiteral("addressEdit"));
}

QTEST_MAIN(TestMainWindow)
#include "test_mainwindow.moc"
