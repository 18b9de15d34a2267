// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QDialog>

#include <memory>

namespace latchkey {

namespace Ui {
class AboutDialog;
}

/// What this program is, in which version, under which licence, and the same of every part that it
/// is built on. Copies `diagnosis` when it is asked to: that is what an administrator needs.
class AboutDialog final : public QDialog
{
    Q_OBJECT

public:
    explicit AboutDialog(const QString &diagnosis, QWidget *parent = nullptr);
    ~AboutDialog() override;

private:
    void listParts();

    std::unique_ptr<Ui::AboutDialog> m_form;
};

} // namespace latchkey
