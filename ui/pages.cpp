// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/pages.h"

#include "ui/addressforcodepage.h"
#include "ui/askpage.h"
#include "ui/closingpage.h"
#include "ui/confirmpage.h"
#include "ui/deadlinkpage.h"
#include "ui/donepage.h"
#include "ui/judgingpage.h"
#include "ui/passwordpage.h"
#include "ui/troublepage.h"
#include "ui/waitpage.h"
#include "ui/withdrawpage.h"

namespace latchkey {

Pages::Pages(RecoverySession &session, Venue venue, QObject *parent)
    : QObject(parent), m_session(session), m_venue(venue)
{
}

template <class T>
T *Pages::page(void (Pages::*tie)(T *))
{
    Page *&made = m_made[&T::staticMetaObject];
    if (!made) {
        auto *fresh = new T;
        made = fresh;
        fresh->setVenue(m_venue);
        connect(fresh, &Page::announced, this, &Pages::announced);
        (this->*tie)(fresh);
    }
    return static_cast<T *>(made);
}

Page *Pages::forStage(Stage stage)
{
    switch (stage) {
    case Stage::Asking: {
        AskPage *ask = page(&Pages::tieAsk);
        ask->offerAddress(m_offeredAddress);
        return ask;
    }
    case Stage::Waiting:
        return page(&Pages::tieWait);
    case Stage::AddressForCode:
        return page(&Pages::tieAddressForCode);
    case Stage::DeadLink:
        return page(&Pages::tieDeadLink);
    case Stage::Choosing:
        return page(&Pages::tiePassword);
    case Stage::Confirming:
        return page(&Pages::tieConfirm);
    case Stage::Withdrawing:
        return page(&Pages::tieWithdraw);
    case Stage::Done:
    case Stage::Confirmed:
    case Stage::Withdrawn:
        return page(&Pages::tieDone);
    case Stage::Trouble:
        return page(&Pages::tieTrouble);
    case Stage::Requesting:
    case Stage::Judging:
    case Stage::Saving:
    case Stage::SavingConfirm:
    case Stage::SavingWithdrawal:
        return nullptr;
    }
    return nullptr;
}

Page *Pages::judging()
{
    return page(&Pages::tieJudging);
}

ClosingPage *Pages::closing()
{
    return page(&Pages::tieClosing);
}

void Pages::tieAsk(AskPage *page)
{
    connect(page, &AskPage::resetWanted, &m_session, &RecoverySession::requestReset);
    connect(page, &AskPage::proofAtHand, &m_session, &RecoverySession::haveProof);
    connect(page, &AskPage::cancelWanted, &m_session, &RecoverySession::cancel);
}

void Pages::tieWait(WaitPage *page)
{
    connect(page, &WaitPage::proofGiven, &m_session, &RecoverySession::openText);
    connect(page, &WaitPage::resendWanted, &m_session,
            [this] { m_session.requestReset(m_session.typedAddress()); });
    connect(page, &WaitPage::otherAddressWanted, &m_session, &RecoverySession::goBack);
    connect(page, &WaitPage::cancelWanted, &m_session, &RecoverySession::cancel);
}

void Pages::tieAddressForCode(AddressForCodePage *page)
{
    connect(page, &AddressForCodePage::addressGiven, &m_session, &RecoverySession::tellCodeAddress);
    connect(page, &AddressForCodePage::backWanted, &m_session, &RecoverySession::goBack);
}

void Pages::tieJudging(JudgingPage *page)
{
    connect(page, &JudgingPage::cancelWanted, &m_session, &RecoverySession::cancel);
}

void Pages::tieDeadLink(DeadLinkPage *page)
{
    connect(page, &DeadLinkPage::resetWanted, &m_session, &RecoverySession::requestReset);
    connect(page, &DeadLinkPage::pasteAgainWanted, &m_session, [this] {
        m_session.goBack();
        m_session.haveProof(); // one step further where no address is known
    });
    connect(page, &DeadLinkPage::cancelWanted, &m_session, &RecoverySession::cancel);
}

void Pages::tiePassword(PasswordPage *page)
{
    connect(page, &PasswordPage::passwordChosen, &m_session, &RecoverySession::choosePassword);
    connect(page, &PasswordPage::cancelWanted, &m_session, &RecoverySession::goBack);
}

void Pages::tieConfirm(ConfirmPage *page)
{
    connect(page, &ConfirmPage::confirmWanted, &m_session, &RecoverySession::confirmAddress);
    connect(page, &ConfirmPage::notMine, &m_session, &RecoverySession::goBack);
}

void Pages::tieWithdraw(WithdrawPage *page)
{
    connect(page, &WithdrawPage::withdrawWanted, &m_session, &RecoverySession::withdrawRequest);
    connect(page, &WithdrawPage::closeWanted, this, &Pages::closeWanted);
}

void Pages::tieDone(DonePage *page)
{
    connect(page, &DonePage::signInWanted, this, &Pages::openAddressWanted);
    connect(page, &DonePage::closeWanted, this, &Pages::closeWanted);
}

void Pages::tieTrouble(TroublePage *page)
{
    connect(page, &TroublePage::retryWanted, &m_session, &RecoverySession::retry);
    connect(page, &TroublePage::closeWanted, this, &Pages::closeWanted);
    connect(page, &TroublePage::browserWanted, this, &Pages::openAddressWanted);
    connect(page, &TroublePage::backWanted, &m_session, &RecoverySession::goBack);
    connect(page, &TroublePage::cancelWanted, &m_session, &RecoverySession::cancel);
}

void Pages::tieClosing(ClosingPage *page)
{
    connect(page, &ClosingPage::closeAnyway, this, &Pages::closeAnyway);
}

} // namespace latchkey
