// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/waitpage.h"

#include "ui/spokentime.h"
#include "ui_waitpage.h"

#include <QCoreApplication>

namespace latchkey {

namespace {

std::unique_ptr<Ui::WaitPage> form(WaitPage *page)
{
    auto made = std::make_unique<Ui::WaitPage>();
    made->setupUi(page);
    return made;
}

class MailText
{
    Q_DECLARE_TR_FUNCTIONS(latchkey::WaitPage)

public:
    static QString onItsWay(MailedProof mailed)
    {
        switch (mailed) {
        case MailedProof::LinkAndCode:
            return tr("If %1 belongs to an account at %2, a mail with a link and a code is on its "
                      "way.");
        case MailedProof::Link:
            return tr("If %1 belongs to an account at %2, a mail with a link is on its way.");
        case MailedProof::Code:
            return tr("If %1 belongs to an account at %2, a mail with a code is on its way.");
        }
        return {};
    }

    static QString validity(const ServiceDescription &service, Instant linkExpires, Instant now)
    {
        switch (service.mailed) {
        case MailedProof::LinkAndCode:
            return tr("The link is valid until %1, the code for %2.")
                .arg(spokenTime(linkExpires, now), spokenSpan(service.codeLifetime));
        case MailedProof::Link:
            if (service.reach == LinkReach::AskingDevice) {
                return tr("The link is valid until %1. It works only on this computer, and only "
                          "for the user who is signed in here now.")
                    .arg(spokenTime(linkExpires, now));
            }
            return tr("Such a link is usually valid for %1.").arg(spokenSpan(service.linkLifetime));
        case MailedProof::Code:
            return tr("Such a code is usually valid for %1.").arg(spokenSpan(service.linkLifetime));
        }
        return {};
    }
};

} // namespace

WaitPage::WaitPage(QWidget *parent)
    : Page(parent), m_form(form(this)), m_fault(m_form->faultLabel, m_form->proofEdit)
{
    connect(m_form->continueButton, &QPushButton::clicked, this,
            [this] { Q_EMIT proofGiven(m_form->proofEdit->toPlainText()); });
    connect(m_form->resendButton, &QPushButton::clicked, this, &WaitPage::resendWanted);
    connect(m_form->otherAddressButton, &QPushButton::clicked, this, &WaitPage::otherAddressWanted);
    connect(m_form->cancelButton, &QPushButton::clicked, this, &WaitPage::cancelWanted);
    connect(m_form->proofEdit, &QPlainTextEdit::textChanged, this, [this] { m_fault.clear(); });
}

WaitPage::~WaitPage() = default;

void WaitPage::present(const RecoverySession &session, Instant now)
{
    const bool asked = session.receipt().has_value();
    const QString &service = session.service().name;
    m_form->resendButton->setVisible(asked && !m_busy);
    m_form->validLabel->setVisible(asked);
    m_form->helpLabel->setVisible(asked);
    if (asked) {
        presentRequest(session, now);
    } else {
        m_form->titleLabel->setText(tr("Use your link or code"));
        m_form->leadLabel->setText(
            tr("You find it in the mail about your account at %1.").arg(service));
        m_form->otherAddressButton->setText(tr("Send me a new link"));
    }
    tick(now);
}

void WaitPage::presentRequest(const RecoverySession &session, Instant now)
{
    const ServiceDescription &service = session.service();
    m_form->titleLabel->setText(tr("Check your mail"));
    m_form->leadLabel->setText(
        MailText::onItsWay(service.mailed).arg(session.typedAddress(), service.name));
    m_form->validLabel->setText(MailText::validity(service, session.receipt()->linkExpires, now));
    m_form->otherAddressButton->setText(tr("Use another address"));
    QString help = tr("Nothing there after a few minutes? Look in the spam folder, or try another "
                      "address that you may have used.");
    if (!service.deskContact.isEmpty())
        help += u' ' + tr("Help: %1").arg(service.deskContact);
    m_form->helpLabel->setText(help);
    m_resendAllowedAt = session.resendAllowedAt();
}

void WaitPage::setBusy(bool busy)
{
    m_busy = busy;
    m_form->proofEdit->setReadOnly(busy);
    m_form->continueButton->setBusy(busy, tr("One moment…"));
    m_form->resendButton->setVisible(!busy && !m_form->helpLabel->isHidden());
    m_form->otherAddressButton->setVisible(!busy);
    m_form->cancelButton->setVisible(busy);
}

void WaitPage::showRefusal(const Failure &failure)
{
    m_fault.show(failure);
    m_form->proofEdit->setFocus();
}

void WaitPage::tick(Instant now)
{
    m_fault.tick(now);
    const auto left = m_resendAllowedAt - now;
    const bool cooling = left.count() > 0;
    m_form->resendButton->setEnabled(!cooling);
    m_form->resendButton->setText(cooling ? tr("Send again %1").arg(spokenIn(left))
                                          : tr("Send again"));
    if (m_coolingDown && !cooling && isVisible())
        Q_EMIT announced(tr("You can send the mail again now."));
    m_coolingDown = cooling;
}

void WaitPage::leave()
{
    m_form->proofEdit->forget();
    m_coolingDown = false;
    m_fault.clear();
}

ActionButton *WaitPage::primaryButton() const
{
    return m_form->continueButton;
}

QWidget *WaitPage::firstThingToDo() const
{
    return m_form->proofEdit;
}

} // namespace latchkey
