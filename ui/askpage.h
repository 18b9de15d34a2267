// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/faultline.h"
#include "ui/page.h"

#include <memory>

namespace latchkey {

namespace Ui {
class AskPage;
}

/// Asks for the address that a reset link is sent to.
class AskPage final : public Page
{
    Q_OBJECT

public:
    explicit AskPage(QWidget *parent = nullptr);
    ~AskPage() override;

    /// What an empty field is filled with when nobody has typed an address yet.
    void offerAddress(const QString &address) { m_offered = address; }

    void present(const RecoverySession &session, Instant now) override;
    void setBusy(bool busy) override;
    void showRefusal(const Failure &failure) override;
    void tick(Instant now) override { m_fault.tick(now); }
    void leave() override;
    ActionButton *primaryButton() const override;
    QWidget *firstThingToDo() const override;

Q_SIGNALS:
    void resetWanted(const QString &address);
    void proofAtHand();
    void cancelWanted();

private:
    std::unique_ptr<Ui::AskPage> m_form;
    FaultLine m_fault;
    QString m_offered;
};

} // namespace latchkey
