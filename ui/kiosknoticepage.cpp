// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/kiosknoticepage.h"

#include "ui_kiosknoticepage.h"

namespace latchkey {

KioskNoticePage::KioskNoticePage(QWidget *parent)
    : Page(parent), m_form(std::make_unique<Ui::KioskNoticePage>())
{
    m_form->setupUi(this);
    connect(m_form->beginButton, &QPushButton::clicked, this, &KioskNoticePage::beginWanted);
}

KioskNoticePage::~KioskNoticePage() = default;

void KioskNoticePage::tell(const QString &title, const QString &lead)
{
    m_form->titleLabel->setText(title);
    m_form->leadLabel->tell(lead);
    for (QWidget *line :
         {static_cast<QWidget *>(m_form->memoryRule), static_cast<QWidget *>(m_form->clipboardRule),
          static_cast<QWidget *>(m_form->diskRule), static_cast<QWidget *>(m_form->remainsLabel),
          static_cast<QWidget *>(m_form->beginButton)})
        line->hide();
    Q_EMIT announced(title);
}

void KioskNoticePage::showWiping()
{
    m_form->symbol->setName(QStringLiteral("clock"));
    m_form->symbol->setTone(Symbol::Tone::Calm);
    tell(tr("Wiping…"), tr("Mail that was promised is sent first."));
}

void KioskNoticePage::showReceipt()
{
    m_form->symbol->setName(QStringLiteral("check"));
    m_form->symbol->setTone(Symbol::Tone::Good);
    tell(tr("The last visit is wiped"), {});
    m_form->memoryRule->setRule(
        tr("Memory: what was typed, pasted or shown is gone. The program has started anew."), true);
    m_form->clipboardRule->setRule(tr("Clipboard and selection: emptied."), true);
    m_form->diskRule->setRule(
        tr("Disk: nothing of the visit was put into settings, history or temporary files."), true);
    m_form->remainsLabel->tell(
        tr("The service itself keeps its own record of what was asked for."));
    for (QWidget *line :
         {static_cast<QWidget *>(m_form->memoryRule), static_cast<QWidget *>(m_form->clipboardRule),
          static_cast<QWidget *>(m_form->diskRule), static_cast<QWidget *>(m_form->beginButton)})
        line->show();
}

void KioskNoticePage::showOutOfOrder()
{
    m_form->symbol->setName(QStringLiteral("trouble"));
    m_form->symbol->setTone(Symbol::Tone::Bad);
    tell(tr("This kiosk is out of order"),
         tr("Nothing can be done here at the moment. Please tell the people who look after it."));
}

ActionButton *KioskNoticePage::primaryButton() const
{
    return m_form->beginButton;
}

QWidget *KioskNoticePage::firstThingToDo() const
{
    return m_form->beginButton;
}

} // namespace latchkey
