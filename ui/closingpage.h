// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/page.h"

#include <memory>

namespace latchkey {

namespace Ui {
class ClosingPage;
}

/// Stands while mail that was promised is still being sent, and says what is left if it could not
/// be.
class ClosingPage final : public Page
{
    Q_OBJECT

public:
    explicit ClosingPage(QWidget *parent = nullptr);
    ~ClosingPage() override;

    void showSending();
    /// `pending` mails could not be sent in time.
    void showPending(int pending);
    ActionButton *primaryButton() const override;
    QWidget *firstThingToDo() const override;

Q_SIGNALS:
    void closeAnyway();

private:
    std::unique_ptr<Ui::ClosingPage> m_form;
};

} // namespace latchkey
