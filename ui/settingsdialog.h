// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QDialog>

#include <memory>

namespace latchkey {

class LinksPanel;

namespace Ui {
class SettingsDialog;
}

/// The few things that a person may decide: the language of the window, and who opens the links in
/// mails. What is an administrator's to decide is in the configuration, and not here.
class SettingsDialog final : public QDialog
{
    Q_OBJECT

public:
    explicit SettingsDialog(QWidget *parent = nullptr);
    ~SettingsDialog() override;

    /// Languages there are words in ("de"); `chosen` is one of them, or empty for the desktop's.
    void showLanguages(const QStringList &languages, const QString &chosen);
    LinksPanel &links();

Q_SIGNALS:
    /// Empty: the desktop's.
    void languageChosen(const QString &language);

private:
    void chooseLanguage(int row);

    std::unique_ptr<Ui::SettingsDialog> m_form;
};

} // namespace latchkey
