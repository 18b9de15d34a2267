// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/settingsdialog.h"

#include "ui/look.h"
#include "ui_settingsdialog.h"

#include <QLocale>

namespace latchkey {

SettingsDialog::SettingsDialog(QWidget *parent)
    : QDialog(parent), m_form(std::make_unique<Ui::SettingsDialog>())
{
    m_form->setupUi(this);
    setBackgroundRole(QPalette::Base);
    setAutoFillBackground(true);
    resize(em(this, 24), em(this, 27));
    m_form->languageNoteLabel->hide();
    connect(m_form->languageBox, &QComboBox::activated, this, &SettingsDialog::chooseLanguage);
    connect(m_form->closeButton, &QPushButton::clicked, this, &QDialog::reject);
}

SettingsDialog::~SettingsDialog() = default;

void SettingsDialog::showLanguages(const QStringList &languages, const QString &chosen)
{
    m_form->languageBox->clear();
    m_form->languageBox->addItem(tr("As on this desktop"), QString());
    // Each in its own words: whoever is looking for theirs may read no other.
    for (const QString &language : languages)
        m_form->languageBox->addItem(QLocale(language).nativeLanguageName(), language);
    m_form->languageBox->setCurrentIndex(qMax(0, m_form->languageBox->findData(chosen)));
}

LinksPanel &SettingsDialog::links()
{
    return *m_form->linksPanel;
}

void SettingsDialog::chooseLanguage(int row)
{
    Q_EMIT languageChosen(m_form->languageBox->itemData(row).toString());
    const QString words = tr("Latchkey speaks it when it is started the next time.");
    m_form->languageNoteLabel->tell(words);
    m_form->languageNoteLabel->setAccessibleName(words);
}

} // namespace latchkey
