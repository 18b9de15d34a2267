// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/kioskpinpage.h"

#include "ui/spokentime.h"
#include "ui_kioskpinpage.h"

namespace latchkey {

KioskPinPage::KioskPinPage(QWidget *parent)
    : Page(parent), m_form(std::make_unique<Ui::KioskPinPage>())
{
    m_form->setupUi(this);
    m_form->pinEdit->setInputMethodHints(Qt::ImhHiddenText | Qt::ImhSensitiveData |
                                         Qt::ImhNoPredictiveText | Qt::ImhNoAutoUppercase |
                                         Qt::ImhPreferNumbers);
    connect(m_form->leaveButton, &QPushButton::clicked, this, &KioskPinPage::give);
    connect(m_form->backButton, &QPushButton::clicked, this, &KioskPinPage::backWanted);
}

KioskPinPage::~KioskPinPage() = default;

void KioskPinPage::give()
{
    QString typed = m_form->pinEdit->text();
    m_form->pinEdit->setText({}); // drops the undo history as well
    if (typed.isEmpty()) {
        m_form->pinEdit->setFocus();
        return;
    }
    Q_EMIT pinGiven(share(Secret::taking(std::move(typed))));
}

void KioskPinPage::waitUntil(Instant next, Instant now)
{
    m_next = next > now ? next : Instant();
    tick(now);
}

void KioskPinPage::tick(Instant now)
{
    const auto left = m_next - now;
    const bool waits = left.count() > 0;
    m_form->pinEdit->setEnabled(!waits && !m_busy);
    m_form->leaveButton->setEnabled(!waits && !m_busy);
    if (waits)
        m_form->faultLabel->tell(
            tr("Too many wrong tries. The next one is possible %1.").arg(spokenIn(left)));
    else if (m_next != Instant())
        m_form->faultLabel->tell({});
    if (!waits)
        m_next = Instant();
}

void KioskPinPage::showWrong()
{
    m_form->faultLabel->tell(tr("This is not the PIN."));
    m_form->pinEdit->setFocus();
    Q_EMIT announced(m_form->faultLabel->text());
}

void KioskPinPage::showTrouble()
{
    m_form->faultLabel->tell(tr("The PIN could not be checked. The log says why."));
    Q_EMIT announced(m_form->faultLabel->text());
}

void KioskPinPage::setBusy(bool busy)
{
    m_busy = busy;
    m_form->pinEdit->setEnabled(!busy);
    m_form->leaveButton->setBusy(busy, tr("One moment…"));
}

void KioskPinPage::leave()
{
    m_form->pinEdit->setText({});
    m_form->faultLabel->tell({});
}

ActionButton *KioskPinPage::primaryButton() const
{
    return m_form->leaveButton;
}

QWidget *KioskPinPage::firstThingToDo() const
{
    return m_form->pinEdit;
}

} // namespace latchkey
