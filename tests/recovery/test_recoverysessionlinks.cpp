// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/recovery/sessionkit.h"

// Links that come when they like, and answers that come too late.

namespace latchkey {

class TestRecoverySessionLinks : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void heldWhileSomethingWouldBeLost_data();
    void heldWhileSomethingWouldBeLost();
    void heldLinkWaitsForTheSaving();
    void heldLinkIsOpenedOrDropped();
    void laterHeldLinkReplacesTheEarlier();
    void sameLinkAgainIsNothingNew();
    void brokenLinkDisturbsNoForm();
    void brokenLinkIsToldElsewhere();
    void otherServicesLinkIsToldWithoutAsking();
    void latestOpenedLinkWins();
    void lateAnswersAreDropped_data();
    void lateAnswersAreDropped();
    void cancelledJudgementForgetsTheProof();
    void sessionMayDieWhileTheServiceWorks();
    void textThatHoldsNothingIsRefused_data();
    void textThatHoldsNothingIsRefused();
    void neighboursAreAskedBeforeATextIsRefused();
    void goBackFollowsTheAddress();
};

void TestRecoverySessionLinks::heldWhileSomethingWouldBeLost_data()
{
    QTest::addColumn<Stage>("stage");
    QTest::newRow("choosing") << Stage::Choosing;
    QTest::newRow("saving") << Stage::Saving;
    QTest::newRow("confirming") << Stage::Confirming;
    QTest::newRow("saving a confirmation") << Stage::SavingConfirm;
    QTest::newRow("withdrawing") << Stage::Withdrawing;
    QTest::newRow("saving a withdrawal") << Stage::SavingWithdrawal;
}

void TestRecoverySessionLinks::heldWhileSomethingWouldBeLost()
{
    QFETCH(Stage, stage);
    SessionKit kit;
    kit.reach(stage);
    const int asked = kit.asked();
    kit.session.openFromSystem("latchkey://reset/acme/another");
    QCOMPARE(kit.session.stage(), stage);
    QVERIFY(kit.session.holdsLink());
    QCOMPARE(kit.linksHeld, 1);
    QVERIFY(kit.stages.empty());
    QCOMPARE(kit.asked(), asked);
    QVERIFY(kit.session.glimpse());
}

void TestRecoverySessionLinks::heldLinkWaitsForTheSaving()
{
    SessionKit kit;
    kit.reach(Stage::Saving);
    kit.session.openFromSystem(kit.confirmationLink());
    kit.session.openHeldLink();
    QCOMPARE(kit.session.stage(), Stage::Saving);
    QCOMPARE(kit.arrive(), Stage::Done);
    QVERIFY(kit.session.holdsLink());
    kit.session.openHeldLink();
    QVERIFY(!kit.session.holdsLink());
    QCOMPARE(kit.arrive(), Stage::Confirming);
}

void TestRecoverySessionLinks::heldLinkIsOpenedOrDropped()
{
    SessionKit kit;
    kit.reach(Stage::Choosing);
    const auto first = kit.service.lastToken;
    kit.session.openFromSystem(kit.confirmationLink());
    kit.session.openHeldLink();
    QCOMPARE(kit.arrive(), Stage::Confirming);
    QVERIFY2(first.expired(), "the proof that was given up is still there");

    kit.session.openFromSystem("latchkey://reset/acme/another");
    kit.session.dropHeldLink();
    QVERIFY(!kit.session.holdsLink());
    kit.session.openHeldLink();
    QCOMPARE(kit.session.stage(), Stage::Confirming);
    QCOMPARE(kit.linksHeld, 2);
}

void TestRecoverySessionLinks::laterHeldLinkReplacesTheEarlier()
{
    SessionKit kit;
    kit.reach(Stage::Choosing);
    kit.session.openFromSystem("latchkey://reset/acme/another");
    kit.session.openFromSystem(kit.confirmationLink());
    kit.session.openHeldLink();
    QCOMPARE(kit.arrive(), Stage::Confirming);
}

// A second click on the link in the mail asks no question.
void TestRecoverySessionLinks::sameLinkAgainIsNothingNew()
{
    SessionKit kit;
    kit.reach(Stage::Choosing);
    kit.session.openFromSystem(kit.service.mails.back().link);
    QVERIFY(!kit.session.holdsLink());
    QCOMPARE(kit.linksHeld, 0);
    QCOMPARE(kit.session.stage(), Stage::Choosing);
}

void TestRecoverySessionLinks::brokenLinkDisturbsNoForm()
{
    for (const Stage stage : {Stage::Choosing, Stage::Saving, Stage::Confirming}) {
        SessionKit kit;
        kit.reach(stage);
        kit.session.openFromSystem("latchkey://reset/acme/");
        QCOMPARE(kit.session.stage(), stage);
        QVERIFY(!kit.session.holdsLink());
        QVERIFY(kit.stages.empty() && kit.refusals.empty());
    }
}

void TestRecoverySessionLinks::brokenLinkIsToldElsewhere()
{
    for (const Stage stage : {Stage::Asking, Stage::Waiting, Stage::DeadLink, Stage::Trouble}) {
        SessionKit kit;
        kit.reach(stage);
        const int asked = kit.asked();
        kit.session.openFromSystem("latchkey://reset/acme/x%2Fy");
        QCOMPARE(kit.session.stage(), Stage::DeadLink);
        QCOMPARE(kit.session.failure()->reason, Reason::LinkMalformed);
        QCOMPARE(kit.asked(), asked);
    }
}

void TestRecoverySessionLinks::otherServicesLinkIsToldWithoutAsking()
{
    SessionKit kit;
    kit.session.openText(QStringLiteral("latchkey://reset/elsewhere/abc"));
    QCOMPARE(kit.session.stage(), Stage::DeadLink);
    QCOMPARE(kit.session.failure()->reason, Reason::LinkOtherService);
    QCOMPARE(kit.session.failure()->about, QStringLiteral("elsewhere"));
    QCOMPARE(kit.asked(), 0);
}

void TestRecoverySessionLinks::latestOpenedLinkWins()
{
    SessionKit kit;
    const QByteArray good = kit.mailed().link;
    kit.service.hold();
    kit.session.openFromSystem("latchkey://reset/acme/wrong");
    kit.session.openFromSystem(good);
    QCOMPARE(kit.service.held(), size_t{2});
    kit.service.releaseOne();
    SessionKit::settle();
    QCOMPARE(kit.session.stage(), Stage::Judging);
    QCOMPARE(kit.arrive(), Stage::Choosing);
}

void TestRecoverySessionLinks::lateAnswersAreDropped_data()
{
    QTest::addColumn<Stage>("during");
    QTest::addColumn<bool>("good");
    for (const bool good : {true, false}) {
        QTest::newRow(good ? "receipt" : "refused request") << Stage::Requesting << good;
        QTest::newRow(good ? "good proof" : "dead link") << Stage::Judging << good;
    }
}

void TestRecoverySessionLinks::lateAnswersAreDropped()
{
    QFETCH(Stage, during);
    QFETCH(bool, good);
    SessionKit kit;
    if (!good)
        kit.service.failNext({.reason = Reason::LinkUsed});
    if (during == Stage::Requesting) {
        kit.reach(Stage::Requesting);
    } else {
        kit.service.hold();
        kit.session.openFromSystem("latchkey://reset/acme/another");
    }
    kit.session.cancel();
    QCOMPARE(kit.session.stage(), Stage::Asking);
    kit.stages.clear();
    QCOMPARE(kit.arrive(), Stage::Asking);
    QVERIFY(kit.stages.empty() && kit.refusals.empty());
    QVERIFY(!kit.session.receipt() && !kit.session.glimpse() && !kit.session.failure());

    // Nor are they taken for the answer to the next question of the same kind.
    kit.service.hold();
    kit.session.openText(QStringLiteral("latchkey://reset/acme/one"));
    kit.session.cancel();
    kit.session.openText(QString::fromLatin1(kit.confirmationLink()));
    kit.service.releaseOne();
    SessionKit::settle();
    QCOMPARE(kit.session.stage(), Stage::Judging);
    QCOMPARE(kit.arrive(), Stage::Confirming);
}

// However long the service takes to notice.
void TestRecoverySessionLinks::cancelledJudgementForgetsTheProof()
{
    SessionKit kit;
    kit.reach(Stage::Judging);
    QVERIFY(!kit.service.lastToken.expired());
    kit.session.cancel();
    QCOMPARE(kit.service.held(), size_t{1});
    QVERIFY(kit.service.lastToken.expired());
}

void TestRecoverySessionLinks::sessionMayDieWhileTheServiceWorks()
{
    const ManualClock clock(Instant(std::chrono::seconds(1'900'000'000)));
    FakeRecoveryService service(clock);
    auto session = std::make_unique<RecoverySession>(service, clock);
    service.hold();
    session->requestReset(alice);
    QCOMPARE(service.held(), size_t{1});
    session.reset();
    service.release();
    SessionKit::settle();
    QCOMPARE(service.held(), size_t{0});
}

void TestRecoverySessionLinks::textThatHoldsNothingIsRefused_data()
{
    QTest::addColumn<QString>("pasted");
    QTest::addColumn<QByteArray>("refusal");
    QTest::newRow("nothing") << QString() << QByteArray("LinkNotFound");
    QTest::newRow("words") << QStringLiteral("what is this?") << QByteArray("LinkNotFound");
    QTest::newRow("half a link") << QStringLiteral("latchkey://reset/acme/")
                                 << QByteArray("LinkMalformed");
}

void TestRecoverySessionLinks::textThatHoldsNothingIsRefused()
{
    QFETCH(QString, pasted);
    for (const Stage stage : {Stage::Asking, Stage::Waiting, Stage::DeadLink}) {
        SessionKit kit;
        kit.reach(stage);
        kit.session.openText(pasted);
        QTEST(kit.lastRefusal(), "refusal");
        QCOMPARE(kit.session.stage(), stage);
        QVERIFY(kit.stages.empty());
        QCOMPARE(kit.service.asked.inspections, 0);
    }
}

void TestRecoverySessionLinks::neighboursAreAskedBeforeATextIsRefused()
{
    const QString others = QStringLiteral("latchkey://reset/shop/abc.def.ghi");
    const QString nothing = QStringLiteral("see you on Monday");
    for (const bool taken : {true, false}) {
        SessionKit kit;
        QStringList offered;
        kit.session.setNeighbours([&](const QString &pasted) {
            offered += pasted;
            return taken;
        });
        kit.session.haveProof();
        kit.stages.clear();
        QVERIFY(kit.session.openText(others));
        QCOMPARE(kit.session.stage(), taken ? Stage::Waiting : Stage::DeadLink);
        QVERIFY(kit.session.openText(nothing));
        QCOMPARE(kit.lastRefusal(), QByteArray(taken ? "" : "LinkNotFound"));
        QCOMPARE(offered, (QStringList{others, nothing}));
        // One's own link is nobody else's business.
        QVERIFY(kit.session.openText(QString::fromLatin1(kit.mailed().link)));
        QCOMPARE(offered.size(), 2);
        QCOMPARE(kit.arrive(), Stage::Choosing);
        QVERIFY(!kit.session.openText(others));
    }
}

void TestRecoverySessionLinks::goBackFollowsTheAddress()
{
    SessionKit kit;
    kit.session.requestReset(alice);
    QCOMPARE(kit.arrive(), Stage::Waiting);
    // Each time back to where the next paste is wanted, not to the beginning.
    kit.session.openText(QStringLiteral("latchkey://reset/acme/wrong"));
    QCOMPARE(kit.arrive(), Stage::DeadLink);
    kit.session.goBack();
    QCOMPARE(kit.session.stage(), Stage::Waiting);
    kit.session.openText(QString::fromLatin1(kit.service.mails[0].link));
    QCOMPARE(kit.arrive(), Stage::Choosing);
    kit.session.goBack();
    QCOMPARE(kit.session.stage(), Stage::Waiting);
    QVERIFY2(kit.service.lastToken.expired(), "going back gives the proof up");
    kit.session.goBack();
    QCOMPARE(kit.session.stage(), Stage::Asking);
    QCOMPARE(kit.session.typedAddress(), alice);
}

} // namespace latchkey

QTEST_GUILESS_MAIN(latchkey::TestRecoverySessionLinks)
#include "test_recoverysessionlinks.moc"
