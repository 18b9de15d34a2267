// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/closingpage.h"

#include "ui_closingpage.h"

namespace latchkey {

ClosingPage::ClosingPage(QWidget *parent)
    : Page(parent), m_form(std::make_unique<Ui::ClosingPage>())
{
    m_form->setupUi(this);
    m_form->titleLabel->setAlignment(Qt::AlignHCenter);
    m_form->leadLabel->setAlignment(Qt::AlignHCenter);
    connect(m_form->closeButton, &QPushButton::clicked, this, &ClosingPage::closeAnyway);
    showSending();
}

ClosingPage::~ClosingPage() = default;

void ClosingPage::showSending()
{
    m_form->spinner->show();
    m_form->titleLabel->setText(tr("Sending mail…"));
    m_form->leadLabel->setText(tr("The window closes by itself in a few seconds."));
    m_form->closeButton->setText(tr("Close anyway"));
}

void ClosingPage::showPending(int pending)
{
    m_form->spinner->hide();
    m_form->titleLabel->setText(tr("%n mail(s) could not be sent yet", nullptr, pending));
    m_form->leadLabel->setText(
        tr("Nothing is lost: the next start of the program sends what is waiting."));
    m_form->closeButton->setText(tr("Close"));
    Q_EMIT announced(heading());
}

ActionButton *ClosingPage::primaryButton() const
{
    return m_form->closeButton;
}

QWidget *ClosingPage::firstThingToDo() const
{
    return m_form->closeButton;
}

} // namespace latchkey
