// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/addressforcodepage.h"

#include "ui/repairtext.h"
#include "ui_addressforcodepage.h"

namespace latchkey {

namespace {

std::unique_ptr<Ui::AddressForCodePage> form(AddressForCodePage *page)
{
    auto made = std::make_unique<Ui::AddressForCodePage>();
    made->setupUi(page);
    return made;
}

} // namespace

AddressForCodePage::AddressForCodePage(QWidget *parent)
    : Page(parent), m_form(form(this)), m_fault(m_form->faultLabel, m_form->addressEdit)
{
    connect(m_form->continueButton, &QPushButton::clicked, this,
            [this] { Q_EMIT addressGiven(m_form->addressEdit->text()); });
    connect(m_form->backButton, &QPushButton::clicked, this, &AddressForCodePage::backWanted);
    connect(m_form->addressEdit, &QLineEdit::textEdited, this, [this] { m_fault.clear(); });
}

AddressForCodePage::~AddressForCodePage() = default;

void AddressForCodePage::present(const RecoverySession &session, Instant /*now*/)
{
    if (m_form->addressEdit->text().isEmpty())
        m_form->addressEdit->setText(session.typedAddress());
    m_form->repairLabel->tell(repairText(session.repairs()));
}

void AddressForCodePage::setBusy(bool busy)
{
    m_form->addressEdit->setReadOnly(busy);
    m_form->continueButton->setBusy(busy, tr("One moment…"));
}

void AddressForCodePage::showRefusal(const Failure &failure)
{
    m_fault.show(failure);
    m_form->addressEdit->setFocus();
    m_form->addressEdit->selectAll();
}

void AddressForCodePage::leave()
{
    m_form->addressEdit->setText({});
    m_fault.clear();
}

ActionButton *AddressForCodePage::primaryButton() const
{
    return m_form->continueButton;
}

QWidget *AddressForCodePage::firstThingToDo() const
{
    return m_form->addressEdit;
}

} // namespace latchkey
