// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/choicepage.h"

#include "ui_choicepage.h"

namespace latchkey {

ChoicePage::ChoicePage(QWidget *parent) : Page(parent), m_form(std::make_unique<Ui::ChoicePage>())
{
    m_form->setupUi(this);
    connect(m_form->continueButton, &QPushButton::clicked, this, &ChoicePage::choose);
    connect(m_form->serviceList, &QListWidget::itemDoubleClicked, this, &ChoicePage::choose);
    connect(m_form->addButton, &QPushButton::clicked, this, &ChoicePage::addWanted);
}

ChoicePage::~ChoicePage() = default;

void ChoicePage::offer(const QList<ListedService> &services, Question question)
{
    m_form->serviceList->setServices(services);
    switch (question) {
    case Question::Service:
        m_form->titleLabel->setText(tr("Which account is it?"));
        m_form->leadLabel->setText(
            tr("Your new password will go to the service that you choose, and nowhere else."));
        break;
    case Question::LinkOfSeveral:
        m_form->titleLabel->setText(tr("Who sent you this link?"));
        m_form->leadLabel->setText(
            tr("It could be from any of these. Nothing has been sent to them yet."));
        break;
    case Question::LinkOfNobody:
        m_form->titleLabel->setText(tr("This link is from none of these"));
        m_form->leadLabel->setText(tr("Open it on the computer where you asked for it, or choose "
                                      "the service here and ask for a new one."));
        break;
    }
    // A link is answered by who sent it; what to set up is another matter.
    m_form->addButton->setVisible(question == Question::Service && m_venue == Venue::Desktop);
}

void ChoicePage::choose()
{
    if (m_form->serviceList->currentItem())
        Q_EMIT chosen(m_form->serviceList->currentRow());
}

ActionButton *ChoicePage::primaryButton() const
{
    return m_form->continueButton;
}

QWidget *ChoicePage::firstThingToDo() const
{
    return m_form->serviceList;
}

} // namespace latchkey
