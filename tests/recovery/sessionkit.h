// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "recovery/recoverysession.h"
#include "tests/support/fakerecoveryservice.h"
#include "tests/support/manualclock.h"

#include <QTest>

#include <algorithm>

namespace latchkey {

inline const QString alice = QStringLiteral("alice@example.com");
inline const QString una = QStringLiteral("una@example.com"); // not confirmed
inline const QString goodPassword = QStringLiteral("a wholly different password");

/// A session over the fake, and all that it told.
class SessionKit
{
public:
    SessionKit()
    {
        service.addAccount(alice, "the password before all this");
        service.addAccount(una, "the password before all this").confirmed = false;
        QObject::connect(&session, &RecoverySession::stageChanged, &session,
                         [this](Stage stage) { stages.push_back(stage); });
        QObject::connect(&session, &RecoverySession::refused, &session,
                         [this](const Failure &failure) { refusals.push_back(failure); });
        QObject::connect(&session, &RecoverySession::linkHeld, &session, [this] { ++linksHeld; });
    }
    SessionKit(const SessionKit &) = delete;
    SessionKit &operator=(const SessionKit &) = delete;

    /// Lets answers that are on their way arrive.
    static void settle()
    {
        QCoreApplication::processEvents();
        QCoreApplication::sendPostedEvents(nullptr, QEvent::DeferredDelete);
        QCoreApplication::processEvents();
    }
    /// What the last verb led to, all answers given.
    Stage arrive()
    {
        service.release();
        settle();
        return session.stage();
    }
    int asked() const
    {
        return service.asked.requests + service.asked.inspections + service.asked.resets +
               service.asked.confirmations + service.asked.withdrawals;
    }
    QByteArray lastRefusal() const
    {
        return refusals.empty() ? QByteArray() : reasonName(refusals.back().reason).data();
    }

    /// A fresh mail to the account, asked for elsewhere.
    FakeRecoveryService::Mail mailed()
    {
        clock.advance(std::chrono::hours(1));
        const size_t before = service.mails.size();
        (void)service.requestReset(EmailAddress::parse(alice).value());
        --service.asked.requests;
        if (service.mails.size() == before)
            qFatal("the fake sent nothing");
        return service.mails.back();
    }
    QByteArray confirmationLink()
    {
        service.mailConfirmation(*service.find(EmailAddress::parse(una).value()));
        return service.mails.back().link;
    }

    /// By the shortest way, from the beginning. The stages that wait for the service are left with
    /// the answer held back.
    void reach(Stage stage);

    ManualClock clock{Instant(std::chrono::seconds(1'900'000'000))};
    FakeRecoveryService service{clock};
    RecoverySession session{service, clock};
    std::vector<Stage> stages;
    std::vector<Failure> refusals;
    int linksHeld = 0;
};

inline void SessionKit::reach(Stage stage)
{
    switch (stage) {
    case Stage::Asking:
        break;
    case Stage::Requesting:
        service.hold();
        session.requestReset(alice);
        break;
    case Stage::Waiting:
        session.haveProof();
        break;
    case Stage::AddressForCode:
        session.haveProof();
        session.openText(QStringLiteral("WDJB-MJHT"));
        break;
    case Stage::Judging: {
        const QByteArray link = mailed().link;
        service.hold();
        session.openFromSystem(link);
        break;
    }
    case Stage::DeadLink:
        session.openFromSystem("latchkey://reset/elsewhere/abc");
        break;
    case Stage::Choosing:
        session.openFromSystem(mailed().link);
        arrive();
        break;
    case Stage::Saving:
        reach(Stage::Choosing);
        service.hold();
        session.choosePassword(goodPassword, {});
        break;
    case Stage::Done:
        reach(Stage::Saving);
        arrive();
        break;
    case Stage::Confirming:
        session.openFromSystem(confirmationLink());
        arrive();
        break;
    case Stage::SavingConfirm:
        reach(Stage::Confirming);
        service.hold();
        session.confirmAddress();
        break;
    case Stage::Confirmed:
        reach(Stage::SavingConfirm);
        arrive();
        break;
    case Stage::Withdrawing:
        session.openFromSystem(mailed().withdraw);
        arrive();
        break;
    case Stage::SavingWithdrawal:
        reach(Stage::Withdrawing);
        service.hold();
        session.withdrawRequest();
        break;
    case Stage::Withdrawn:
        reach(Stage::SavingWithdrawal);
        arrive();
        break;
    case Stage::Trouble:
        service.failNext({.reason = Reason::Offline});
        session.requestReset(alice);
        arrive();
        break;
    }
    QCOMPARE(session.stage(), stage);
    stages.clear();
    refusals.clear();
}

} // namespace latchkey
