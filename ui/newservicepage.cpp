// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/newservicepage.h"

#include "ui/failuretext.h"
#include "ui_newservicepage.h"

#include <QComboBox>

#include <algorithm>

namespace latchkey {

NewServicePage::NewServicePage(QWidget *parent)
    : Page(parent), m_form(std::make_unique<Ui::NewServicePage>())
{
    m_form->setupUi(this);
    m_addText = m_form->addButton->text();
    m_form->kindBox->setMinimumHeight(m_form->nameEdit->sizeHint().height());
    connect(m_form->addButton, &QPushButton::clicked, this, &NewServicePage::add);
    connect(m_form->backButton, &QPushButton::clicked, this, &NewServicePage::backWanted);
    connect(m_form->kindBox, &QComboBox::currentIndexChanged, this, &NewServicePage::showKind);
}

NewServicePage::~NewServicePage() = default;

void NewServicePage::offer(const QList<ServiceKind> &kinds)
{
    m_kinds = kinds;
    m_form->kindBox->clear();
    const bool seen = !kinds.isEmpty() && kinds.front().seen;
    if (!seen)
        m_form->kindBox->addItem(tr("Please choose"));
    for (const ServiceKind &kind : kinds)
        m_form->kindBox->addItem(kind.tried ? kind.title : tr("%1 (untried)").arg(kind.title),
                                 kind.id);
    m_form->seenLabel->setText(
        seen ? tr("It seems to be %1.").arg(kinds.front().title)
             : tr("It does not say what it is. Choose what its administrator told you."));
    if (!kinds.isEmpty())
        m_form->nameEdit->setText(kinds.front().address.host(QUrl::PrettyDecoded));
    showKind();
}

void NewServicePage::showKind()
{
    forgetDoubt();
    m_variables.clear();
    while (QLayoutItem *item = m_form->variablesColumn->takeAt(0)) {
        delete item->widget();
        delete item;
    }
    const QString id = m_form->kindBox->currentData().toString();
    const auto kind =
        std::ranges::find_if(m_kinds, [&id](const ServiceKind &one) { return one.id == id; });
    const QUrl address = kind != m_kinds.end() ? kind->address
                         : m_kinds.isEmpty()   ? QUrl()
                                               : m_kinds.front().address;
    m_form->hostLabel->setText(address.toDisplayString());
    m_form->addButton->setEnabled(kind != m_kinds.end());
    if (kind == m_kinds.end())
        return;
    for (const ServiceKind::Variable &variable : kind->variables) {
        auto *label = new TextLabel(this);
        label->setText(variable.label);
        label->setWordWrap(true);
        label->setTone(TextLabel::Tone::Name);
        auto *field = new TextField(this);
        field->setObjectName(QStringLiteral("variable_") + variable.name);
        field->setAccessibleName(variable.label);
        field->setPlaceholderText(variable.fallback);
        if (variable.secret)
            field->setEchoMode(QLineEdit::Password);
        label->setBuddy(field);
        connect(field, &QLineEdit::textEdited, this, &NewServicePage::forgetDoubt);
        m_form->variablesColumn->addWidget(label);
        m_form->variablesColumn->addWidget(field);
        m_variables.insert(variable.name, field);
    }
}

void NewServicePage::add()
{
    const QString id = m_form->kindBox->currentData().toString();
    const auto kind =
        std::ranges::find_if(m_kinds, [&id](const ServiceKind &one) { return one.id == id; });
    if (kind == m_kinds.end())
        return;
    NewService service{
        .kind = id, .address = kind->address, .name = m_form->nameEdit->text().trimmed()};
    for (auto field = m_variables.cbegin(); field != m_variables.cend(); ++field) {
        if (!(*field)->text().isEmpty())
            service.variables.insert(field.key(), (*field)->text());
    }
    Q_EMIT addWanted(service, m_doubtful);
}

void NewServicePage::showDoubt(const QString &saw)
{
    m_form->faultLabel->tell(
        tr("It did not answer as such a service does. Technical details: %1").arg(saw));
    m_form->addButton->setText(tr("Add it anyway"));
    m_doubtful = true;
    Q_EMIT announced(m_form->faultLabel->text());
}

void NewServicePage::forgetDoubt()
{
    m_form->faultLabel->tell({});
    m_form->addButton->setText(m_addText);
    m_doubtful = false;
}

void NewServicePage::setBusy(bool busy)
{
    for (QWidget *field : {static_cast<QWidget *>(m_form->kindBox), //
                           static_cast<QWidget *>(m_form->nameEdit), m_form->variables})
        field->setEnabled(!busy);
    m_form->addButton->setBusy(busy, tr("Trying it…"));
}

void NewServicePage::showRefusal(const Failure &failure)
{
    m_form->faultLabel->tell(
        failureText(failure).joined() +
        (failure.reason == Reason::ConfigurationFaulty ? u'\n' + failure.detail : QString()));
    Q_EMIT announced(m_form->faultLabel->text());
}

ActionButton *NewServicePage::primaryButton() const
{
    return m_form->addButton;
}

QWidget *NewServicePage::firstThingToDo() const
{
    return m_form->kindBox->currentData().isValid() ? static_cast<QWidget *>(m_form->nameEdit)
                                                    : m_form->kindBox;
}

} // namespace latchkey
