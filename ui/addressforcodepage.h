// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/faultline.h"
#include "ui/page.h"

#include <memory>

namespace latchkey {

namespace Ui {
class AddressForCodePage;
}

/// A code was typed without a request in this run: asks where it was sent to.
class AddressForCodePage final : public Page
{
    Q_OBJECT

public:
    explicit AddressForCodePage(QWidget *parent = nullptr);
    ~AddressForCodePage() override;

    void present(const RecoverySession &session, Instant now) override;
    void setBusy(bool busy) override;
    void showRefusal(const Failure &failure) override;
    void tick(Instant now) override { m_fault.tick(now); }
    void leave() override;
    ActionButton *primaryButton() const override;
    QWidget *firstThingToDo() const override;

Q_SIGNALS:
    void addressGiven(const QString &address);
    void backWanted();

private:
    std::unique_ptr<Ui::AddressForCodePage> m_form;
    FaultLine m_fault;
};

} // namespace latchkey
