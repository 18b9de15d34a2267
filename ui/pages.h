// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "recovery/recoverysession.h"
#include "ui/venue.h"

#include <QHash>
#include <QUrl>

#include <functional>

namespace latchkey {

class ClosingPage;
class Page;

/// Makes each page when it is first needed (most runs see three of them) and ties its wishes to the
/// session's verbs. The pages belong to the stack that shows them.
class Pages : public QObject
{
    Q_OBJECT

public:
    Pages(RecoverySession &session, Venue venue, QObject *parent = nullptr);

    /// The page of a stage in which somebody waits for the person; null where a service works.
    Page *forStage(Stage stage);
    Page *judging();
    ClosingPage *closing();
    void offerAddress(const QString &address) { m_offeredAddress = address; }

Q_SIGNALS:
    /// https, or what a service gave as an address for the browser. Whoever opens it checks it.
    void openAddressWanted(const QUrl &address);
    void closeWanted();
    void closeAnyway();
    void announced(const QString &words);

private:
    template <class T>
    T *page(void (Pages::*tie)(T *));
    void tieAsk(class AskPage *page);
    void tieWait(class WaitPage *page);
    void tieAddressForCode(class AddressForCodePage *page);
    void tieJudging(class JudgingPage *page);
    void tieDeadLink(class DeadLinkPage *page);
    void tiePassword(class PasswordPage *page);
    void tieConfirm(class ConfirmPage *page);
    void tieWithdraw(class WithdrawPage *page);
    void tieDone(class DonePage *page);
    void tieTrouble(class TroublePage *page);
    void tieClosing(ClosingPage *page);

    RecoverySession &m_session;
    Venue m_venue;
    QString m_offeredAddress;
    QHash<const QMetaObject *, Page *> m_made;
};

} // namespace latchkey
