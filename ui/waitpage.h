// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/faultline.h"
#include "ui/page.h"

#include <memory>

namespace latchkey {

namespace Ui {
class WaitPage;
}

/// "Check your mail": takes back the link or the code, sends again after a cool-down. Says the same
/// whether or not an account belongs to the address.
class WaitPage final : public Page
{
    Q_OBJECT

public:
    explicit WaitPage(QWidget *parent = nullptr);
    ~WaitPage() override;

    void present(const RecoverySession &session, Instant now) override;
    void setBusy(bool busy) override;
    void showRefusal(const Failure &failure) override;
    void tick(Instant now) override;
    void leave() override;
    ActionButton *primaryButton() const override;
    QWidget *firstThingToDo() const override;

Q_SIGNALS:
    void proofGiven(const QString &text);
    void resendWanted();
    void otherAddressWanted();
    void cancelWanted();

private:
    void presentRequest(const RecoverySession &session, Instant now);

    std::unique_ptr<Ui::WaitPage> m_form;
    FaultLine m_fault;
    Instant m_resendAllowedAt;
    bool m_busy = false;
    bool m_coolingDown = false;
};

} // namespace latchkey
