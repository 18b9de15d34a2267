// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/page.h"

#include <memory>

namespace latchkey {

namespace Ui {
class WithdrawPage;
}

/// "This was not me": shows what was asked, when and from where. Nothing is withdrawn before the
/// person says so.
class WithdrawPage final : public Page
{
    Q_OBJECT

public:
    explicit WithdrawPage(QWidget *parent = nullptr);
    ~WithdrawPage() override;

    void present(const RecoverySession &session, Instant now) override;
    void setBusy(bool busy) override;
    void showRefusal(const Failure &failure) override;
    void leave() override;
    ActionButton *primaryButton() const override;
    QWidget *firstThingToDo() const override;

Q_SIGNALS:
    void withdrawWanted();
    void closeWanted();

private:
    std::unique_ptr<Ui::WithdrawPage> m_form;
};

} // namespace latchkey
