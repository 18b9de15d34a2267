// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/donepage.h"

#include "ui_donepage.h"

namespace latchkey {

DonePage::DonePage(QWidget *parent) : Page(parent), m_form(std::make_unique<Ui::DonePage>())
{
    m_form->setupUi(this);
    connect(m_form->signInButton, &QPushButton::clicked, this,
            [this] { Q_EMIT signInWanted(m_signIn); });
    connect(m_form->closeButton, &QPushButton::clicked, this, &DonePage::closeWanted);
}

DonePage::~DonePage() = default;

void DonePage::setVenue(Venue venue)
{
    m_venue = venue;
    m_form->closeButton->setText(venue == Venue::Kiosk ? tr("Finish") : tr("Close"));
}

void DonePage::present(const RecoverySession &session, Instant /*now*/)
{
    const bool withdrawn = session.stage() == Stage::Withdrawn;
    if (withdrawn)
        presentWithdrawn(session);
    else if (session.stage() == Stage::Confirmed)
        presentConfirmed(session);
    else
        presentReset(session);

    // Who did not ask has nothing to sign in for, and a kiosk has no browser.
    m_signIn = withdrawn || m_venue == Venue::Kiosk ? QUrl() : session.service().signInAddress;
    const bool canSignIn = !m_signIn.isEmpty();
    m_form->signInButton->setVisible(canSignIn);
    m_form->closeButton->setEmphasis(canSignIn ? ActionButton::Emphasis::Quiet
                                               : ActionButton::Emphasis::Primary);
}

void DonePage::presentReset(const RecoverySession &session)
{
    const ServiceDescription &service = session.service();
    const ResetOutcome outcome = session.outcome().value_or(ResetOutcome{});
    m_form->titleLabel->setText(tr("Your password is changed"));
    m_form->leadLabel->setText(
        outcome.maskedAddress.isEmpty()
            ? tr("From now on, sign in to %1 with your new password.").arg(service.name)
            : tr("From now on, sign in to %1 as %2 with your new password.")
                  .arg(service.name, outcome.maskedAddress));
    m_form->sessionsRule->setVisible(outcome.sessionsEnded);
    m_form->sessionsRule->setRule(tr("Other devices were signed out."), true);
    m_form->noticeRule->setVisible(outcome.noticeQueued);
    m_form->noticeRule->setRule(tr("A notice about this goes to your mail."), true);
    m_form->notMeLabel->setText(
        service.deskContact.isEmpty()
            ? tr("This was not you? Ask for a reset link at once, and tell your service desk.")
            : tr("This was not you? Tell your service desk at once: %1").arg(service.deskContact));
    m_form->notMeLabel->show();
}

void DonePage::presentConfirmed(const RecoverySession &session)
{
    m_form->titleLabel->setText(tr("Your address is confirmed"));
    const auto glimpse = session.glimpse();
    m_form->leadLabel->setText(
        tr("If you ever forget your password at %1, a link can be sent to %2.")
            .arg(session.service().name, glimpse ? glimpse->maskedAddress : tr("your address")));
    m_form->sessionsRule->hide();
    m_form->noticeRule->hide();
    m_form->notMeLabel->hide();
}

void DonePage::presentWithdrawn(const RecoverySession &session)
{
    const QString desk = session.service().deskContact;
    m_form->titleLabel->setText(tr("The request is withdrawn"));
    m_form->leadLabel->setText(
        tr("Its link and its code no longer work. Your password is as it was."));
    m_form->sessionsRule->hide();
    m_form->noticeRule->hide();
    m_form->notMeLabel->setText(
        desk.isEmpty() ? tr("If this happens again, tell the people who look after your account.")
                       : tr("If this happens again, tell your service desk: %1").arg(desk));
    m_form->notMeLabel->show();
}

ActionButton *DonePage::primaryButton() const
{
    return m_signIn.isEmpty() ? m_form->closeButton : m_form->signInButton;
}

QWidget *DonePage::firstThingToDo() const
{
    return primaryButton();
}

} // namespace latchkey
