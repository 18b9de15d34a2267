// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/deadlinkpage.h"

#include "ui/failuretext.h"
#include "ui/repairtext.h"
#include "ui_deadlinkpage.h"

namespace latchkey {

namespace {

std::unique_ptr<Ui::DeadLinkPage> form(DeadLinkPage *page)
{
    auto made = std::make_unique<Ui::DeadLinkPage>();
    made->setupUi(page);
    return made;
}

QString symbolFor(Reason reason)
{
    const bool late = reason == Reason::LinkExpired || reason == Reason::LinkFromFuture ||
                      reason == Reason::ClockWentBack;
    return late ? QStringLiteral("clock") : QStringLiteral("broken");
}

} // namespace

DeadLinkPage::DeadLinkPage(QWidget *parent)
    : Page(parent), m_form(form(this)), m_fault(m_form->faultLabel, m_form->addressEdit)
{
    connect(m_form->sendButton, &QPushButton::clicked, this,
            [this] { Q_EMIT resetWanted(m_form->addressEdit->text()); });
    connect(m_form->pasteAgainButton, &QPushButton::clicked, this, &DeadLinkPage::pasteAgainWanted);
    connect(m_form->cancelButton, &QPushButton::clicked, this, &DeadLinkPage::cancelWanted);
    connect(m_form->addressEdit, &QLineEdit::textEdited, this, [this] { m_fault.clear(); });
}

DeadLinkPage::~DeadLinkPage() = default;

void DeadLinkPage::present(const RecoverySession &session, Instant /*now*/)
{
    const Failure failure = session.failure().value_or(Failure{});
    const FailureText words = failureText(failure);
    m_form->symbol->setName(symbolFor(failure.reason));
    m_form->titleLabel->setText(words.headline());
    m_form->wayOnLabel->setText(words.wayOn);
    m_form->repairLabel->tell(repairText(session.repairs()));
    if (m_form->addressEdit->text().isEmpty())
        m_form->addressEdit->setText(session.typedAddress());
    m_form->pasteAgainButton->setText(failure.reason == Reason::CodeNotAccepted
                                          ? tr("Type the code again")
                                          : tr("Paste the link again"));
    const QString &desk = session.service().deskContact;
    m_form->deskLabel->tell(desk.isEmpty() ? QString() : tr("Help: %1").arg(desk));
}

void DeadLinkPage::setBusy(bool busy)
{
    m_form->addressEdit->setReadOnly(busy);
    m_form->sendButton->setBusy(busy, tr("Sending…"));
    m_form->pasteAgainButton->setVisible(!busy);
    m_form->cancelButton->setVisible(busy);
}

void DeadLinkPage::showRefusal(const Failure &failure)
{
    m_fault.show(failure);
    m_form->addressEdit->setFocus();
    m_form->addressEdit->selectAll();
}

void DeadLinkPage::leave()
{
    m_form->addressEdit->setText({});
    m_fault.clear();
}

ActionButton *DeadLinkPage::primaryButton() const
{
    return m_form->sendButton;
}

QWidget *DeadLinkPage::firstThingToDo() const
{
    if (m_form->addressEdit->text().isEmpty())
        return m_form->addressEdit;
    return m_form->sendButton;
}

} // namespace latchkey
