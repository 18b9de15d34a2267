// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/page.h"

#include <memory>

namespace latchkey {

namespace Ui {
class ConfirmPage;
}

/// Asks whether an address is the person's own. Nothing is confirmed before they agree.
class ConfirmPage final : public Page
{
    Q_OBJECT

public:
    explicit ConfirmPage(QWidget *parent = nullptr);
    ~ConfirmPage() override;

    void present(const RecoverySession &session, Instant now) override;
    void setBusy(bool busy) override;
    void showRefusal(const Failure &failure) override;
    void leave() override;
    ActionButton *primaryButton() const override;
    QWidget *firstThingToDo() const override;

Q_SIGNALS:
    void confirmWanted();
    void notMine();

private:
    std::unique_ptr<Ui::ConfirmPage> m_form;
};

} // namespace latchkey
