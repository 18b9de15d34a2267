// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/confirmpage.h"

#include "ui/failuretext.h"
#include "ui/repairtext.h"
#include "ui/spokentime.h"
#include "ui_confirmpage.h"

namespace latchkey {

ConfirmPage::ConfirmPage(QWidget *parent)
    : Page(parent), m_form(std::make_unique<Ui::ConfirmPage>())
{
    m_form->setupUi(this);
    connect(m_form->confirmButton, &QPushButton::clicked, this, &ConfirmPage::confirmWanted);
    connect(m_form->notMineButton, &QPushButton::clicked, this, &ConfirmPage::notMine);
}

ConfirmPage::~ConfirmPage() = default;

void ConfirmPage::present(const RecoverySession &session, Instant now)
{
    m_form->leadLabel->setText(
        tr("%1 asks whether this address is yours. Only then can a forgotten password be reset "
           "with it.")
            .arg(session.service().name));
    m_form->repairLabel->tell(repairText(session.repairs()));
    if (const auto glimpse = session.glimpse()) {
        m_form->addressLabel->setText(glimpse->maskedAddress);
        m_form->validLabel->setText(
            tr("You can answer until %1.").arg(spokenTime(glimpse->proofExpires, now)));
    }
}

void ConfirmPage::setBusy(bool busy)
{
    m_form->confirmButton->setBusy(busy, tr("Saving…"));
    m_form->notMineButton->setEnabled(!busy);
}

void ConfirmPage::showRefusal(const Failure &failure)
{
    m_form->faultLabel->tell(failureText(failure).joined());
    m_form->confirmButton->setAccessibleDescription(m_form->faultLabel->text());
    m_form->confirmButton->setFocus();
}

void ConfirmPage::leave()
{
    m_form->faultLabel->tell({});
    m_form->confirmButton->setAccessibleDescription({});
}

ActionButton *ConfirmPage::primaryButton() const
{
    return m_form->confirmButton;
}

QWidget *ConfirmPage::firstThingToDo() const
{
    return m_form->confirmButton;
}

} // namespace latchkey
