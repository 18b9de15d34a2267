// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/withdrawpage.h"

#include "ui/failuretext.h"
#include "ui/repairtext.h"
#include "ui/spokentime.h"
#include "ui_withdrawpage.h"

namespace latchkey {

WithdrawPage::WithdrawPage(QWidget *parent)
    : Page(parent), m_form(std::make_unique<Ui::WithdrawPage>())
{
    m_form->setupUi(this);
    connect(m_form->withdrawButton, &QPushButton::clicked, this, &WithdrawPage::withdrawWanted);
    connect(m_form->closeButton, &QPushButton::clicked, this, &WithdrawPage::closeWanted);
}

WithdrawPage::~WithdrawPage() = default;

void WithdrawPage::present(const RecoverySession &session, Instant now)
{
    m_form->leadLabel->setText(tr("Somebody asked for a new password for this account at %1:")
                                   .arg(session.service().name));
    m_form->repairLabel->tell(repairText(session.repairs()));
    if (const auto glimpse = session.glimpse()) {
        QString asked = tr("When: %1").arg(spokenTime(glimpse->requested, now));
        if (!glimpse->origin.isEmpty())
            asked += u'\n' + tr("Where: on the computer “%1”").arg(glimpse->origin);
        if (glimpse->asker == Asker::Operator)
            asked += u'\n' + tr("Who: somebody at your service desk");
        m_form->addressLabel->setText(glimpse->maskedAddress);
        m_form->askedLabel->setText(asked);
    }
}

void WithdrawPage::setBusy(bool busy)
{
    m_form->withdrawButton->setBusy(busy, tr("Withdrawing…"));
    m_form->closeButton->setEnabled(!busy);
}

void WithdrawPage::showRefusal(const Failure &failure)
{
    m_form->faultLabel->tell(failureText(failure).joined());
    m_form->withdrawButton->setAccessibleDescription(m_form->faultLabel->text());
    m_form->withdrawButton->setFocus();
}

void WithdrawPage::leave()
{
    m_form->faultLabel->tell({});
    m_form->withdrawButton->setAccessibleDescription({});
}

ActionButton *WithdrawPage::primaryButton() const
{
    return m_form->withdrawButton;
}

QWidget *WithdrawPage::firstThingToDo() const
{
    return m_form->withdrawButton;
}

} // namespace latchkey
