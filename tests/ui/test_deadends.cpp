// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/support/patience.h"
#include "tests/ui/windowkit.h"
#include "ui/failuretext.h"

#include <QClipboard>
#include <QLabel>
#include <QLineEdit>
#include <QPushButton>
#include <QSignalSpy>

using namespace latchkey;

namespace {

/// What a person meets when a service answers with a reason.
enum class Meets : quint8 {
    DeadLink, ///< before any password is typed
    Trouble,
    Field, ///< the words stand under the field, which keeps what was typed
};

// A switch without a default: a new reason does not compile without its row.
// NOLINTNEXTLINE(readability-function-size): a table in the form of a switch
Meets expected(Reason reason)
{
    switch (reason) {
    case Reason::LinkExpired:
    case Reason::LinkUsed:
    case Reason::LinkDamaged:
    case Reason::LinkOtherPurpose:
    case Reason::LinkFromFuture:
    case Reason::LinkWithdrawn:
    case Reason::LinkNotAccepted:
    case Reason::LinkOtherService:
    case Reason::LinkOtherDatabase:
    case Reason::LinkBoundElsewhere:
    case Reason::ClockWentBack:
    case Reason::AccountUnavailable:
        return Meets::DeadLink;
    case Reason::AddressInvalid:
    case Reason::LinkNotFound:
    case Reason::LinkMalformed:
    case Reason::CodeMalformed:
    case Reason::CodeNotAccepted:
    case Reason::TooManyTries:
    case Reason::PasswordEmpty:
    case Reason::PasswordTooShort:
    case Reason::PasswordTooLong:
    case Reason::PasswordForbidden:
    case Reason::PasswordsDiffer:
    case Reason::PasswordRefused:
        return Meets::Field;
    case Reason::Offline:
    case Reason::ServiceUnreachable:
    case Reason::CertificateWrong:
    case Reason::NeedsBrowser:
    case Reason::TimedOut:
    case Reason::AnswerLost:
    case Reason::DatabaseMissing:
    case Reason::DatabaseUnreadable:
    case Reason::DatabaseReadOnly:
    case Reason::DatabaseUnsafe:
    case Reason::DatabaseDamaged:
    case Reason::DatabaseForeign:
    case Reason::DatabaseTooNew:
    case Reason::DatabaseBusy:
    case Reason::DatabaseFull:
    case Reason::DatabaseFailed:
    case Reason::KeyringMissing:
    case Reason::KeyringLocked:
    case Reason::KeyMissing:
    case Reason::KeyUnusable:
    case Reason::DeviceKeyUnavailable:
    case Reason::CredentialUnsafe:
    case Reason::MailRefused:
    case Reason::MailDelayed:
    case Reason::MailUnsafe:
    case Reason::MailMisconfigured:
    case Reason::ConfigurationFaulty:
    case Reason::FileUnreadable:
    case Reason::FileFaulty:
    case Reason::AccountUnknown:
    case Reason::AccountExists:
    case Reason::AccountAmbiguous:
    case Reason::AccountUnconfirmed:
    case Reason::HashUnsupported:
    case Reason::ServiceAddressInvalid:
    case Reason::UsageFaulty:
    case Reason::Cancelled:
    case Reason::Internal:
        return Meets::Trouble;
    }
    return Meets::Trouble;
}

Failure failureFor(Reason reason)
{
    Failure failure{.reason = reason,
                    .detail = QStringLiteral("canary"),
                    .about = QStringLiteral("/srv/accounts"),
                    .span = std::chrono::minutes(7)};
    if (reason == Reason::NeedsBrowser)
        failure.about = QStringLiteral("https://mail.acme.example/reset");
    return failure;
}

} // namespace

/// Every reason that a service may give, met in the real window.
class TestDeadEnds : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init()
    {
        m_kit = std::make_unique<WindowKit>();
        m_kit->service.m_description.deskContact = QStringLiteral("desk@acme.example");
        m_kit->open();
    }
    void cleanup() { m_kit.reset(); }

    void openingALink_data() { everyReason(); }
    void openingALink();
    void deadBeforeItIsAsked_data();
    void deadBeforeItIsAsked();
    void savingWithALinkThatDied_data();
    void savingWithALinkThatDied();
    void aNewLinkIsOneStepAway();
    void aNewLinkAsksForTheAddress();
    void pastingAgain();
    void troubleTriesAgain();
    void troubleGoesToTheBrowser();
    void troubleDetailsAreFolded();

private:
    static void everyReason();
    QString textOf(const char *label) const
    {
        const auto *found = m_kit->find<QLabel>(label);
        return found ? found->text() : QString();
    }
    void verifyDeadLink(const Failure &failure) const;
    void verifyTrouble(const Failure &failure) const;
    void dieExpired() const
    {
        m_kit->session->openFromSystem(WindowKit::link());
        m_kit->service.inspection.answer(fail(failureFor(Reason::LinkExpired)));
        LATCHKEY_TRY_COMPARE(m_kit->session->stage(), Stage::DeadLink);
    }
    void fallIntoTrouble(Reason reason) const
    {
        m_kit->session->openFromSystem(WindowKit::link());
        m_kit->service.inspection.answer(fail(failureFor(reason)));
        LATCHKEY_TRY_COMPARE(m_kit->session->stage(), Stage::Trouble);
    }

    std::unique_ptr<WindowKit> m_kit;
};

void TestDeadEnds::everyReason()
{
    QTest::addColumn<int>("reason");
    for (int i = 0; i <= static_cast<int>(Reason::Internal); ++i)
        QTest::addRow("%s", reasonName(static_cast<Reason>(i)).data()) << i;
}

void TestDeadEnds::verifyDeadLink(const Failure &failure) const
{
    const FailureText words = failureText(failure);
    QCOMPARE(textOf("titleLabel"), words.headline());
    QCOMPARE(textOf("wayOnLabel"), words.wayOn);
    QCOMPARE(m_kit->announced(), words.headline());
    QCOMPARE(textOf("deskLabel").contains(QLatin1String("desk@acme.example")), true);
    QVERIFY(m_kit->find("sendButton")->isEnabled());
    QVERIFY(m_kit->find("pasteAgainButton")->isEnabled());
    QVERIFY(!m_kit->find("newPasswordEdit"));
}

void TestDeadEnds::verifyTrouble(const Failure &failure) const
{
    const FailureText words = failureText(failure);
    QCOMPARE(textOf("titleLabel"), words.headline());
    QCOMPARE(textOf("wayOnLabel"), words.wayOn);
    QCOMPARE(m_kit->focusName(), QStringLiteral("wayOnButton"));
    QCOMPARE(m_kit->find<QPushButton>("wayOnButton")->text(),
             failure.reason == Reason::NeedsBrowser ? QStringLiteral("Open in the browser")
                                                    : QStringLiteral("Try again"));
    QVERIFY(!m_kit->find("detailsLabel"));
}

void TestDeadEnds::openingALink()
{
    QFETCH(const int, reason);
    const Failure failure = failureFor(static_cast<Reason>(reason));
    m_kit->session->openFromSystem(WindowKit::link());
    m_kit->service.inspection.answer(fail(failure));
    LATCHKEY_TRY_VERIFY(m_kit->session->stage() != Stage::Judging);
    switch (expected(failure.reason)) {
    case Meets::DeadLink:
        QCOMPARE(m_kit->session->stage(), Stage::DeadLink);
        verifyDeadLink(failure);
        break;
    case Meets::Trouble:
        QCOMPARE(m_kit->session->stage(), Stage::Trouble);
        verifyTrouble(failure);
        break;
    case Meets::Field:
        QCOMPARE(m_kit->session->stage(), Stage::Waiting);
        QCOMPARE(textOf("faultLabel"), failureText(failure).joined());
        QCOMPARE(m_kit->focusName(), QStringLiteral("proofEdit"));
        break;
    }
}

void TestDeadEnds::deadBeforeItIsAsked_data()
{
    QTest::addColumn<QByteArray>("link");
    QTest::addColumn<Failure>("failure");
    QTest::addRow("another service")
        << WindowKit::link("reset", "other")
        << Failure{.reason = Reason::LinkOtherService, .about = QStringLiteral("other")};
    QTest::addRow("cut short") << QByteArray("latchkey://reset/acme/")
                               << Failure{.reason = Reason::LinkMalformed};
    QTest::addRow("an unknown verb")
        << WindowKit::link("remove") << Failure{.reason = Reason::LinkMalformed};
}

void TestDeadEnds::deadBeforeItIsAsked()
{
    QFETCH(const QByteArray, link);
    QFETCH(const Failure, failure);
    m_kit->session->openFromSystem(link);
    QCOMPARE(m_kit->session->stage(), Stage::DeadLink);
    verifyDeadLink(failure);
    QCOMPARE(m_kit->service.inspection.asked, 0);
}

void TestDeadEnds::savingWithALinkThatDied_data()
{
    QTest::addColumn<int>("reason");
    for (const Reason reason :
         {Reason::LinkUsed, Reason::LinkExpired, Reason::LinkWithdrawn, Reason::AccountUnavailable})
        QTest::addRow("%s", reasonName(reason).data()) << static_cast<int>(reason);
}

void TestDeadEnds::savingWithALinkThatDied()
{
    QFETCH(const int, reason);
    const Failure failure = failureFor(static_cast<Reason>(reason));
    m_kit->reachChoosing();
    m_kit->type(QStringLiteral("correct horse battery"));
    const auto *field = m_kit->find<QLineEdit>("newPasswordEdit");
    m_kit->key(Qt::Key_Return);
    m_kit->service.reset.answer(fail(failure));
    LATCHKEY_TRY_COMPARE(m_kit->session->stage(), Stage::DeadLink);
    verifyDeadLink(failure);
    QVERIFY(field->text().isEmpty());
}

void TestDeadEnds::aNewLinkIsOneStepAway()
{
    m_kit->reachWaiting();
    dieExpired();
    QCOMPARE(m_kit->focusName(), QStringLiteral("sendButton"));
    m_kit->key(Qt::Key_Return);
    QCOMPARE(m_kit->service.request.asked, 2);
    m_kit->service.request.answer(m_kit->receipt());
    LATCHKEY_TRY_COMPARE(m_kit->session->stage(), Stage::Waiting);
}

void TestDeadEnds::aNewLinkAsksForTheAddress()
{
    dieExpired();
    QCOMPARE(m_kit->focusName(), QStringLiteral("addressEdit"));
    m_kit->type(QStringLiteral("alice"));
    m_kit->key(Qt::Key_Return);
    QCOMPARE(textOf("faultLabel"), failureText({.reason = Reason::AddressInvalid}).joined());
    m_kit->key(Qt::Key_End);
    m_kit->type(QStringLiteral("@example.com"));
    m_kit->key(Qt::Key_Return);
    QCOMPARE(m_kit->service.request.asked, 1);
    QCOMPARE(m_kit->session->typedAddress(), QStringLiteral("alice@example.com"));
}

void TestDeadEnds::pastingAgain()
{
    dieExpired();
    m_kit->press("pasteAgainButton");
    QCOMPARE(m_kit->session->stage(), Stage::Waiting);
    LATCHKEY_TRY_COMPARE(m_kit->focusName(), QStringLiteral("proofEdit"));
}

void TestDeadEnds::troubleTriesAgain()
{
    fallIntoTrouble(Reason::ServiceUnreachable);
    m_kit->press("wayOnButton");
    QCOMPARE(m_kit->service.inspection.asked, 2);
    QVERIFY(!m_kit->find("wayOnButton")->isEnabled());
    m_kit->service.inspection.answer(m_kit->glimpse());
    LATCHKEY_TRY_COMPARE(m_kit->focusName(), QStringLiteral("newPasswordEdit"));
}

void TestDeadEnds::troubleGoesToTheBrowser()
{
    fallIntoTrouble(Reason::NeedsBrowser);
    const QSignalSpy opening(m_kit->window.get(), &MainWindow::openAddressRequested);
    m_kit->press("wayOnButton");
    QCOMPARE(opening.count(), 1);
    QCOMPARE(opening.first().first().toUrl(), QUrl(failureFor(Reason::NeedsBrowser).about));
}

void TestDeadEnds::troubleDetailsAreFolded()
{
    fallIntoTrouble(Reason::DatabaseFailed);
    m_kit->press("detailsButton");
    QVERIFY(textOf("detailsLabel").contains(QLatin1String("DatabaseFailed")));
    m_kit->press("copyButton");
    QCOMPARE(QApplication::clipboard()->text(), textOf("detailsLabel"));
    m_kit->press("detailsButton");
    QVERIFY(!m_kit->find("detailsLabel"));
}

QTEST_MAIN(TestDeadEnds)
#include "test_deadends.moc"
