// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/findservicepage.h"

#include "ui_findservicepage.h"

namespace latchkey {

namespace {

std::unique_ptr<Ui::FindServicePage> form(FindServicePage *page)
{
    auto made = std::make_unique<Ui::FindServicePage>();
    made->setupUi(page);
    return made;
}

} // namespace

FindServicePage::FindServicePage(QWidget *parent)
    : Page(parent), m_form(form(this)), m_fault(m_form->faultLabel, m_form->addressEdit)
{
    connect(m_form->lookButton, &QPushButton::clicked, this, &FindServicePage::look);
    connect(m_form->backButton, &QPushButton::clicked, this, &FindServicePage::backWanted);
    connect(m_form->addressEdit, &QLineEdit::textEdited, this, [this] { m_fault.clear(); });
}

FindServicePage::~FindServicePage() = default;

void FindServicePage::look()
{
    QString typed = m_form->addressEdit->text().trimmed();
    if (!typed.contains(QLatin1String("://")))
        typed.prepend(QLatin1String("https://"));
    Q_EMIT lookWanted(QUrl(typed, QUrl::StrictMode));
}

void FindServicePage::setBusy(bool busy)
{
    m_form->addressEdit->setReadOnly(busy);
    m_form->lookButton->setBusy(busy, tr("Asking it…"));
}

void FindServicePage::showRefusal(const Failure &failure)
{
    m_fault.show(failure);
    m_form->addressEdit->setFocus();
    m_form->addressEdit->selectAll();
}

ActionButton *FindServicePage::primaryButton() const
{
    return m_form->lookButton;
}

QWidget *FindServicePage::firstThingToDo() const
{
    return m_form->addressEdit;
}

} // namespace latchkey
