// SPDX-License-Identifier: GPL-3.0-or-later
#include "application/settingsdesk.h"

#include "application/language.h"
#include "application/windowsettings.h"
#include "ui/settingsdialog.h"

namespace latchkey {

SettingsDesk::SettingsDesk(const QString &program, QObject *parent)
    : QObject(parent), m_links(program)
{
}

void SettingsDesk::show(QWidget *parent)
{
    if (m_dialog && m_dialog->parent() != parent)
        m_dialog->close();
    if (!m_dialog || m_dialog->parent() != parent) {
        m_dialog = new SettingsDialog(parent);
        m_dialog->setAttribute(Qt::WA_DeleteOnClose);
        m_dialog->showLanguages(Language::all(), chosenLanguage());
        connect(m_dialog, &SettingsDialog::languageChosen, this, &keepLanguage);
        m_links.attend(m_dialog->links());
    }
    m_dialog->open();
}

} // namespace latchkey
