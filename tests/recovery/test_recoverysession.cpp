// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/recovery/sessionkit.h"

namespace latchkey {

namespace {

constexpr Stage allStages[] = {
    Stage::Asking,  Stage::Requesting,  Stage::Waiting,          Stage::AddressForCode,
    Stage::Judging, Stage::DeadLink,    Stage::Choosing,         Stage::Saving,
    Stage::Done,    Stage::Confirming,  Stage::Confirmed,        Stage::SavingConfirm,
    Stage::Trouble, Stage::Withdrawing, Stage::SavingWithdrawal, Stage::Withdrawn,
};

using Verb = std::function<void(SessionKit &)>;
using Ways = std::vector<std::pair<Stage, Stage>>; ///< from, and where it leads before any answer

} // namespace

class TestRecoverySession : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void everyVerbInEveryStage_data();
    void everyVerbInEveryStage();
    void goesTheWholeWay();
    void goesTheWholeWayByCode();
    void confirmsAnAddress();
    void withdrawsARequest();
    void failuresLeadOn_data();
    void failuresLeadOn();
    void refusedPasswordStaysInTheForm_data();
    void refusedPasswordStaysInTheForm();
    void asksTwiceOnlyWhereToldTo();
    void saveCanFindTheProofDead_data();
    void saveCanFindTheProofDead();
    void troubleIsRetried_data();
    void troubleIsRetried();
    void wrongAddressForACodeIsAskedAgain();
    void receiptGoesWithItsAddress();
    void startOverForgetsEverything();
    void listenerMayLeadElsewhere();
};

void TestRecoverySession::everyVerbInEveryStage_data()
{
    QTest::addColumn<Verb>("verb");
    QTest::addColumn<Ways>("ways");
    using enum Stage;
    const auto row = [](const char *name, Verb verb, Ways ways) {
        QTest::newRow(name) << std::move(verb) << std::move(ways);
    };
    row("requestReset", [](SessionKit &kit) { kit.session.requestReset(alice); },
        {{Asking, Requesting}, {Waiting, Requesting}, {DeadLink, Requesting}});
    row("haveProof", [](SessionKit &kit) { kit.session.haveProof(); }, {{Asking, Waiting}});
    row("openText",
        [](SessionKit &kit) { kit.session.openText(QStringLiteral("latchkey://reset/acme/ab")); },
        {{Asking, Judging}, {Waiting, Judging}, {DeadLink, Judging}});
    row("openFromSystem",
        [](SessionKit &kit) { kit.session.openFromSystem("latchkey://reset/acme/ab"); },
        {{Asking, Judging},
         {Requesting, Judging},
         {Waiting, Judging},
         {AddressForCode, Judging},
         {Judging, Judging},
         {DeadLink, Judging},
         {Done, Judging},
         {Confirmed, Judging},
         {Withdrawn, Judging},
         {Trouble, Judging}});
    row("openHeldLink", [](SessionKit &kit) { kit.session.openHeldLink(); }, {});
    row("dropHeldLink", [](SessionKit &kit) { kit.session.dropHeldLink(); }, {});
    row("tellCodeAddress", [](SessionKit &kit) { kit.session.tellCodeAddress(alice); },
        {{AddressForCode, Judging}});
    row("choosePassword", [](SessionKit &kit) { kit.session.choosePassword(goodPassword, {}); },
        {{Choosing, Saving}});
    row("confirmAddress", [](SessionKit &kit) { kit.session.confirmAddress(); },
        {{Confirming, SavingConfirm}});
    row("withdrawRequest", [](SessionKit &kit) { kit.session.withdrawRequest(); },
        {{Withdrawing, SavingWithdrawal}});
    row("goBack", [](SessionKit &kit) { kit.session.goBack(); },
        {{Requesting, Asking},
         {Waiting, Asking},
         {AddressForCode, Waiting},
         {Judging, Asking},
         {DeadLink, Asking},
         {Choosing, Asking},
         {Done, Asking},
         {Confirming, Asking},
         {Confirmed, Asking},
         {Withdrawing, Asking},
         {Withdrawn, Asking},
         {Trouble, Asking}});
    row("cancel", [](SessionKit &kit) { kit.session.cancel(); },
        {{Requesting, Asking}, {Judging, Asking}});
    row("retry", [](SessionKit &kit) { kit.session.retry(); }, {{Trouble, Requesting}});
    Ways fromEverywhere;
    for (const Stage stage : allStages)
        fromEverywhere.emplace_back(stage, Asking);
    row("startOver", [](SessionKit &kit) { kit.session.startOver(); }, fromEverywhere);
}

// A verb leads where the table says, and in every other stage does nothing at all.
void TestRecoverySession::everyVerbInEveryStage()
{
    QFETCH(Verb, verb);
    QFETCH(Ways, ways);
    for (const Stage from : allStages) {
        SessionKit kit;
        kit.reach(from);
        kit.service.hold();
        const int askedBefore = kit.asked();
        verb(kit);
        const auto way = std::ranges::find(ways, from, &std::pair<Stage, Stage>::first);
        if (way == ways.end()) {
            QCOMPARE(kit.session.stage(), from);
            QVERIFY(kit.stages.empty() && kit.refusals.empty());
            QCOMPARE(kit.asked(), askedBefore);
            continue;
        }
        QCOMPARE(kit.stages, std::vector{way->second});
        const bool asks = way->second == Stage::Requesting || way->second == Stage::Judging ||
                          way->second == Stage::Saving || way->second == Stage::SavingConfirm ||
                          way->second == Stage::SavingWithdrawal;
        QCOMPARE(kit.asked(), askedBefore + (asks ? 1 : 0));
        if (!asks) {
            // Answers to what was asked before come too late.
            kit.arrive();
            QCOMPARE(kit.session.stage(), way->second);
        }
    }
}

void TestRecoverySession::goesTheWholeWay()
{
    SessionKit kit;
    QCOMPARE(kit.session.stage(), Stage::Asking);
    kit.session.requestReset(QStringLiteral(" Alice@Example.com "));
    QCOMPARE(kit.session.stage(), Stage::Requesting);
    QCOMPARE(kit.arrive(), Stage::Waiting);
    QCOMPARE(kit.session.typedAddress(), QStringLiteral("Alice@Example.com"));
    QCOMPARE(kit.session.receipt()->linkExpires, kit.clock.now() + std::chrono::hours(24));
    QCOMPARE(kit.session.resendAllowedAt(), kit.clock.now() + std::chrono::seconds(60));

    kit.session.openText(QStringLiteral("> ") + QString::fromLatin1(kit.service.mails[0].link));
    QCOMPARE(kit.session.stage(), Stage::Judging);
    QCOMPARE(kit.arrive(), Stage::Choosing);
    QCOMPARE(kit.session.repairs(), Repair::QuotePrefix);
    QCOMPARE(kit.session.glimpse()->maskedAddress, QStringLiteral("a•••e@example.com"));

    kit.session.choosePassword(goodPassword, {});
    QCOMPARE(kit.session.stage(), Stage::Saving);
    QVERIFY(kit.session.glimpse());
    QCOMPARE(kit.arrive(), Stage::Done);
    QVERIFY(kit.session.outcome()->noticeQueued);
    QVERIFY(!kit.session.glimpse() && !kit.session.failure());
    QCOMPARE(kit.service.find(EmailAddress::parse(alice).value())->password, goodPassword.toUtf8());
    QVERIFY2(kit.service.lastToken.expired(), "the proof outlived its stage");
    QVERIFY2(kit.service.lastPassword.expired(), "the password outlived its stage");
    QVERIFY(kit.refusals.empty());
}

void TestRecoverySession::goesTheWholeWayByCode()
{
    SessionKit kit;
    kit.session.requestReset(alice);
    QCOMPARE(kit.arrive(), Stage::Waiting);
    kit.session.openText(kit.service.mails[0].code.toLower());
    QCOMPARE(kit.arrive(), Stage::Choosing);
    kit.session.choosePassword(goodPassword, {});
    QCOMPARE(kit.arrive(), Stage::Done);

    // The mail was asked for elsewhere: the address is.
    const QString code = kit.mailed().code;
    kit.session.startOver();
    kit.session.haveProof();
    kit.session.openText(code);
    QCOMPARE(kit.session.stage(), Stage::AddressForCode);
    kit.session.tellCodeAddress(QStringLiteral("no address"));
    QCOMPARE(kit.lastRefusal(), QByteArray("AddressInvalid"));
    QCOMPARE(kit.session.stage(), Stage::AddressForCode);
    kit.session.tellCodeAddress(alice);
    QCOMPARE(kit.arrive(), Stage::Choosing);
}

void TestRecoverySession::confirmsAnAddress()
{
    SessionKit kit;
    const QByteArray link = kit.confirmationLink();
    kit.session.openFromSystem(link);
    QCOMPARE(kit.arrive(), Stage::Confirming);
    QCOMPARE(kit.session.glimpse()->maskedAddress, QStringLiteral("u•••@example.com"));
    const auto *account = kit.service.find(EmailAddress::parse(una).value());
    QVERIFY2(!account->confirmed, "opening is not agreeing");
    kit.session.confirmAddress();
    QCOMPARE(kit.session.stage(), Stage::SavingConfirm);
    QCOMPARE(kit.arrive(), Stage::Confirmed);
    QVERIFY(kit.session.glimpse());
    QVERIFY(account->confirmed);
    QVERIFY(kit.service.lastToken.expired());

    // Its bare token does not say what it is for.
    const QByteArray again = kit.confirmationLink();
    kit.session.startOver();
    kit.session.openText(QString::fromLatin1(again.sliced(again.lastIndexOf('/') + 1)));
    QCOMPARE(kit.arrive(), Stage::Confirming);
}

void TestRecoverySession::withdrawsARequest()
{
    SessionKit kit;
    const auto other = kit.mailed();
    const auto mail = kit.mailed();
    kit.session.openFromSystem(mail.withdraw);
    QCOMPARE(kit.arrive(), Stage::Withdrawing);
    QCOMPARE(kit.session.glimpse()->requested, kit.clock.now());
    QCOMPARE(kit.session.glimpse()->origin, QStringLiteral("desk-7"));
    QVERIFY2(kit.service.asked.withdrawals == 0, "opening is not agreeing");
    kit.session.choosePassword(goodPassword, {});
    kit.session.confirmAddress();
    QCOMPARE(kit.session.stage(), Stage::Withdrawing);
    kit.session.withdrawRequest();
    QCOMPARE(kit.session.stage(), Stage::SavingWithdrawal);
    QCOMPARE(kit.arrive(), Stage::Withdrawn);
    QVERIFY(kit.session.glimpse());
    QVERIFY(kit.service.lastToken.expired());

    kit.session.openFromSystem(mail.link);
    QCOMPARE(kit.arrive(), Stage::DeadLink);
    QCOMPARE(kit.session.failure()->reason, Reason::LinkWithdrawn);
    kit.session.openFromSystem(mail.withdraw);
    QCOMPARE(kit.arrive(), Stage::DeadLink);
    // Pasted, its bare token does not say what it is for.
    kit.session.openText(
        QString::fromLatin1(other.withdraw.sliced(other.withdraw.lastIndexOf('/') + 1)));
    kit.arrive(); // one question for each purpose
    QCOMPARE(kit.arrive(), Stage::Withdrawing);
}

// Each reason, told when asking and when judging.
void TestRecoverySession::failuresLeadOn_data()
{
    QTest::addColumn<Reason>("reason");
    QTest::addColumn<Stage>("asking");
    QTest::addColumn<Stage>("judging");
    using enum Stage;
    const auto row = [](Reason reason, Stage asking, Stage judging) {
        QTest::newRow(reasonName(reason).data()) << reason << asking << judging;
    };
    for (const Reason dead :
         {Reason::LinkExpired, Reason::LinkUsed, Reason::LinkDamaged, Reason::LinkOtherPurpose,
          Reason::LinkFromFuture, Reason::LinkWithdrawn, Reason::LinkOtherService,
          Reason::LinkOtherDatabase, Reason::ClockWentBack, Reason::AccountUnavailable})
        row(dead, Trouble, DeadLink);
    row(Reason::CodeNotAccepted, Asking, Waiting);
    row(Reason::TooManyTries, Asking, Waiting);
    for (const Reason trouble :
         {Reason::Offline, Reason::ServiceUnreachable, Reason::CertificateWrong,
          Reason::NeedsBrowser, Reason::TimedOut, Reason::DatabaseMissing, Reason::DatabaseBusy,
          Reason::DatabaseFull, Reason::KeyringLocked, Reason::KeyMissing, Reason::Cancelled,
          Reason::Internal})
        row(trouble, Trouble, Trouble);
}

void TestRecoverySession::failuresLeadOn()
{
    QFETCH(Reason, reason);
    SessionKit kit;
    kit.service.failNext({.reason = reason, .span = std::chrono::seconds(7)});
    kit.session.requestReset(alice);
    QTEST(kit.arrive(), "asking");
    kit.session.startOver();
    kit.service.failNext({.reason = reason, .span = std::chrono::seconds(7)});
    kit.session.openFromSystem("latchkey://reset/acme/ab");
    const Stage arrived = kit.arrive();
    QTEST(arrived, "judging");
    if (arrived == Stage::Waiting) {
        QCOMPARE(kit.refusals.back().reason, reason);
        QCOMPARE(kit.refusals.back().span, std::chrono::seconds(7));
    } else {
        QCOMPARE(kit.session.failure()->reason, reason);
        QCOMPARE(kit.session.failure()->span, std::chrono::seconds(7));
    }
    QVERIFY(arrived == Stage::Trouble || kit.service.lastToken.expired());
}

void TestRecoverySession::refusedPasswordStaysInTheForm_data()
{
    QTest::addColumn<QString>("typed");
    QTest::addColumn<QByteArray>("refusal");
    QTest::newRow("empty") << QString() << QByteArray("PasswordEmpty");
    QTest::newRow("short") << QStringLiteral("short") << QByteArray("PasswordTooShort");
    QTest::newRow("long") << QString(1025, u'a') << QByteArray("PasswordTooLong");
    QTest::newRow("tab") << QStringLiteral("fifteen\tcharacters")
                         << QByteArray("PasswordForbidden");
}

void TestRecoverySession::refusedPasswordStaysInTheForm()
{
    QFETCH(QString, typed);
    SessionKit kit;
    kit.reach(Stage::Choosing);
    kit.session.choosePassword(typed, {});
    QTEST(kit.lastRefusal(), "refusal");
    QVERIFY2(kit.stages.empty(), "the form would be emptied");
    QCOMPARE(kit.service.asked.resets, 0);

    // The service's own refusal comes back to the form, with the proof still in hand.
    kit.service.failNext({.reason = Reason::PasswordRefused, .about = QStringLiteral("too plain")});
    kit.session.choosePassword(goodPassword, {});
    QCOMPARE(kit.arrive(), Stage::Choosing);
    QCOMPARE(kit.refusals.back().about, QStringLiteral("too plain"));
    kit.session.choosePassword(goodPassword, {});
    QCOMPARE(kit.arrive(), Stage::Done);
}

void TestRecoverySession::asksTwiceOnlyWhereToldTo()
{
    SessionKit kit;
    kit.reach(Stage::Choosing);
    kit.service.mutableDescription().passwordRules.askTwice = true;
    kit.session.choosePassword(goodPassword, goodPassword + u'x');
    QCOMPARE(kit.lastRefusal(), QByteArray("PasswordsDiffer"));
    QCOMPARE(kit.session.stage(), Stage::Choosing);
    kit.session.choosePassword(goodPassword, goodPassword);
    QCOMPARE(kit.arrive(), Stage::Done);

    SessionKit once;
    once.reach(Stage::Choosing);
    once.session.choosePassword(goodPassword, QStringLiteral("anything"));
    QCOMPARE(once.arrive(), Stage::Done);
}

void TestRecoverySession::saveCanFindTheProofDead_data()
{
    QTest::addColumn<Reason>("reason");
    QTest::addColumn<Stage>("stage");
    using enum Stage;
    QTest::newRow("used meanwhile") << Reason::LinkUsed << DeadLink;
    QTest::newRow("expired meanwhile") << Reason::LinkExpired << DeadLink;
    QTest::newRow("withdrawn meanwhile") << Reason::LinkWithdrawn << DeadLink;
    QTest::newRow("account disabled meanwhile") << Reason::AccountUnavailable << DeadLink;
    // The same again can never succeed.
    QTest::newRow("code expired meanwhile") << Reason::CodeNotAccepted << Waiting;
    QTest::newRow("offline") << Reason::Offline << Choosing;
    QTest::newRow("database busy") << Reason::DatabaseBusy << Choosing;
    QTest::newRow("too many tries") << Reason::TooManyTries << Choosing;
}

void TestRecoverySession::saveCanFindTheProofDead()
{
    QFETCH(Reason, reason);
    QFETCH(Stage, stage);
    SessionKit kit;
    kit.reach(Stage::Choosing);
    kit.service.failNext({.reason = reason});
    kit.session.choosePassword(goodPassword, {});
    QCOMPARE(kit.arrive(), stage);
    QCOMPARE(kit.service.lastToken.expired(), stage != Stage::Choosing);
    QVERIFY(kit.service.lastPassword.expired());
    if (stage == Stage::DeadLink)
        QCOMPARE(kit.session.failure()->reason, reason);
    else
        QCOMPARE(kit.refusals.back().reason, reason);
}

void TestRecoverySession::troubleIsRetried_data()
{
    QTest::addColumn<Stage>("during");
    QTest::addColumn<Stage>("after");
    QTest::newRow("asking") << Stage::Requesting << Stage::Waiting;
    QTest::newRow("judging") << Stage::Judging << Stage::Choosing;
    QTest::newRow("confirming") << Stage::SavingConfirm << Stage::Confirmed;
    QTest::newRow("withdrawing") << Stage::SavingWithdrawal << Stage::Withdrawn;
}

void TestRecoverySession::troubleIsRetried()
{
    QFETCH(Stage, during);
    SessionKit kit;
    kit.reach(during == Stage::SavingConfirm      ? Stage::Confirming
              : during == Stage::SavingWithdrawal ? Stage::Withdrawing
                                                  : Stage::Asking);
    const QByteArray link = kit.mailed().link;
    const auto start = [&] {
        if (during == Stage::Requesting)
            kit.session.requestReset(alice);
        else if (during == Stage::Judging)
            kit.session.openFromSystem(link);
        else if (during == Stage::SavingConfirm)
            kit.session.confirmAddress();
        else
            kit.session.withdrawRequest();
    };
    kit.service.failNext({.reason = Reason::Offline});
    start();
    QCOMPARE(kit.arrive(), Stage::Trouble);
    QCOMPARE(kit.session.failure()->reason, Reason::Offline);

    kit.service.failNext({.reason = Reason::TimedOut});
    kit.session.retry();
    QCOMPARE(kit.session.stage(), during);
    QCOMPARE(kit.arrive(), Stage::Trouble);
    QCOMPARE(kit.session.failure()->reason, Reason::TimedOut);

    kit.session.retry();
    QTEST(kit.arrive(), "after");
}

// Whoever mistypes the address must not be judged by it for ever.
void TestRecoverySession::wrongAddressForACodeIsAskedAgain()
{
    SessionKit kit;
    const QString code = kit.mailed().code;
    kit.session.haveProof();
    kit.session.openText(code);
    kit.session.tellCodeAddress(QStringLiteral("alcie@example.com"));
    QCOMPARE(kit.arrive(), Stage::Waiting);
    QCOMPARE(kit.lastRefusal(), QByteArray("CodeNotAccepted"));
    kit.session.openText(code);
    QCOMPARE(kit.session.stage(), Stage::AddressForCode);
    QCOMPARE(kit.session.typedAddress(), QStringLiteral("alcie@example.com"));
    kit.session.tellCodeAddress(alice);
    QCOMPARE(kit.arrive(), Stage::Choosing);

    // One that a mail was asked for stays: there the code is what is wrong.
    SessionKit other;
    other.session.requestReset(alice);
    QCOMPARE(other.arrive(), Stage::Waiting);
    other.session.openText(QStringLiteral("BBBB-BBBB"));
    QCOMPARE(other.arrive(), Stage::Waiting);
    other.session.openText(other.service.mails[0].code);
    QCOMPARE(other.arrive(), Stage::Choosing);
}

void TestRecoverySession::receiptGoesWithItsAddress()
{
    SessionKit kit;
    kit.session.requestReset(alice);
    QCOMPARE(kit.arrive(), Stage::Waiting);
    QVERIFY(kit.session.receipt());

    // The same address again, in vain: what was sent is sent.
    kit.service.failNext({.reason = Reason::TooManyTries});
    kit.session.requestReset(alice.toUpper());
    QCOMPARE(kit.arrive(), Stage::Waiting);
    QVERIFY(kit.session.receipt());

    // Another one, in vain: nothing was sent to that.
    kit.session.goBack();
    kit.service.failNext({.reason = Reason::TooManyTries});
    kit.session.requestReset(QStringLiteral("bob@example.com"));
    QCOMPARE(kit.arrive(), Stage::Asking);
    QVERIFY(!kit.session.receipt());
    QCOMPARE(kit.session.resendAllowedAt(), Instant());

    // "I already have a link or code" asks for the address, whatever was asked for before.
    kit.session.requestReset(alice);
    QCOMPARE(kit.arrive(), Stage::Waiting);
    kit.session.goBack();
    kit.session.haveProof();
    QVERIFY(!kit.session.receipt());
    kit.session.openText(QStringLiteral("BBBB-BBBB"));
    QCOMPARE(kit.session.stage(), Stage::AddressForCode);
}

void TestRecoverySession::startOverForgetsEverything()
{
    SessionKit kit;
    kit.session.requestReset(alice);
    QCOMPARE(kit.arrive(), Stage::Waiting);
    kit.session.openText(QStringLiteral("> ") + QString::fromLatin1(kit.service.mails[0].link));
    QCOMPARE(kit.arrive(), Stage::Choosing);
    kit.session.openFromSystem("latchkey://reset/acme/another");
    QVERIFY(kit.session.holdsLink());

    kit.session.startOver();
    QCOMPARE(kit.session.stage(), Stage::Asking);
    QVERIFY(kit.session.typedAddress().isEmpty());
    QVERIFY(!kit.session.receipt() && !kit.session.glimpse() && !kit.session.failure());
    QCOMPARE(kit.session.resendAllowedAt(), Instant());
    QCOMPARE(kit.session.repairs(), Repairs());
    QVERIFY(!kit.session.holdsLink());
    SessionKit::settle();
    QVERIFY(kit.service.lastToken.expired());
}

// A slot of stageChanged may use a verb: what the interrupted verb had in mind is not done.
void TestRecoverySession::listenerMayLeadElsewhere()
{
    SessionKit kit;
    connect(&kit.session, &RecoverySession::stageChanged, &kit.session, [&](Stage stage) {
        if (stage == Stage::Requesting)
            kit.session.cancel();
    });
    kit.session.requestReset(alice);
    QCOMPARE(kit.session.stage(), Stage::Asking);
    QCOMPARE(kit.service.asked.requests, 0);
    QCOMPARE(kit.arrive(), Stage::Asking);
}

} // namespace latchkey

QTEST_GUILESS_MAIN(latchkey::TestRecoverySession)
#include "test_recoverysession.moc"
