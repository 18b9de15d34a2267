// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/linkspanel.h"

#include "ui_linkspanel.h"

namespace latchkey {

LinksPanel::LinksPanel(QWidget *parent)
    : QWidget(parent), m_form(std::make_unique<Ui::LinksPanel>())
{
    m_form->setupUi(this);
    m_form->resultLabel->hide();
    connect(m_form->repairButton, &QPushButton::clicked, this, &LinksPanel::repairWanted);
    connect(m_form->testButton, &QPushButton::clicked, this, &LinksPanel::testWanted);
}

LinksPanel::~LinksPanel() = default;

void LinksPanel::showOpener(Opener opener, const QString &rival)
{
    QString words;
    switch (opener) {
    case Opener::ThisProgram:
        words = tr("A link in a mail that begins with \"latchkey:\" is opened by this program.");
        break;
    case Opener::Nobody:
        words = tr("Nothing opens links that begin with \"latchkey:\" on your account yet.");
        break;
    case Opener::Another:
        words =
            tr("Links that begin with \"latchkey:\" are opened by something else: %1").arg(rival);
        break;
    }
    m_form->openerLabel->setText(words);
    m_form->repairButton->setVisible(opener != Opener::ThisProgram);
    m_form->testButton->setEnabled(opener != Opener::Nobody);
}

void LinksPanel::showTesting()
{
    m_form->testButton->setEnabled(false);
    tell(tr("A harmless link was opened. Waiting for it to come back…"));
}

void LinksPanel::showCameBack()
{
    m_form->testButton->setEnabled(true);
    tell(tr("The link came back. A click in a mail reaches this program."));
}

void LinksPanel::showLost(const QString &program)
{
    m_form->testButton->setEnabled(true);
    const QString wayOn = tr("Until this works, paste links instead of clicking them.");
    tell((program.isEmpty() ? tr("The link did not come back.")
                            : tr("The link did not come back. It was given to %1.").arg(program)) +
         u' ' + wayOn);
}

void LinksPanel::showNotWritten(const QString &path)
{
    tell(tr("This could not be changed: %1 cannot be written.").arg(path));
}

void LinksPanel::tell(const QString &words)
{
    m_form->resultLabel->tell(words);
    // Qt 6.4 has no announcement event; a changed accessible name does reach screen readers.
    m_form->resultLabel->setAccessibleName(words);
}

} // namespace latchkey
