// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/askpage.h"

#include "ui_askpage.h"

namespace latchkey {

namespace {

std::unique_ptr<Ui::AskPage> form(AskPage *page)
{
    auto made = std::make_unique<Ui::AskPage>();
    made->setupUi(page);
    return made;
}

} // namespace

AskPage::AskPage(QWidget *parent)
    : Page(parent), m_form(form(this)), m_fault(m_form->faultLabel, m_form->addressEdit)
{
    connect(m_form->sendButton, &QPushButton::clicked, this,
            [this] { Q_EMIT resetWanted(m_form->addressEdit->text()); });
    connect(m_form->haveLinkButton, &QPushButton::clicked, this, &AskPage::proofAtHand);
    connect(m_form->cancelButton, &QPushButton::clicked, this, &AskPage::cancelWanted);
    connect(m_form->addressEdit, &QLineEdit::textEdited, this, [this] { m_fault.clear(); });
}

AskPage::~AskPage() = default;

void AskPage::present(const RecoverySession &session, Instant /*now*/)
{
    if (m_form->addressEdit->text().isEmpty())
        m_form->addressEdit->setText(session.typedAddress().isEmpty() ? m_offered
                                                                      : session.typedAddress());
    if (session.service().mailed == MailedProof::Code) {
        m_form->leadLabel->setText(
            tr("Tell us your email address. We send you a code to choose a new password."));
        m_form->sendButton->setText(tr("Send reset code"));
    }
}

void AskPage::setBusy(bool busy)
{
    m_form->addressEdit->setReadOnly(busy);
    m_form->sendButton->setBusy(busy, tr("Sending…"));
    m_form->haveLinkButton->setVisible(!busy);
    m_form->cancelButton->setVisible(busy);
}

void AskPage::showRefusal(const Failure &failure)
{
    m_fault.show(failure);
    m_form->addressEdit->setFocus();
    m_form->addressEdit->selectAll();
}

void AskPage::leave()
{
    m_form->addressEdit->setText({});
    m_fault.clear();
}

ActionButton *AskPage::primaryButton() const
{
    return m_form->sendButton;
}

QWidget *AskPage::firstThingToDo() const
{
    return m_form->addressEdit;
}

} // namespace latchkey
