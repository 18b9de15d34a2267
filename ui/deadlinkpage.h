// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/faultline.h"
#include "ui/page.h"

#include <memory>

namespace latchkey {

namespace Ui {
class DeadLinkPage;
}

/// Says which kind of dead a link or code is, before anybody has thought of a password, and offers
/// a new one.
class DeadLinkPage final : public Page
{
    Q_OBJECT

public:
    explicit DeadLinkPage(QWidget *parent = nullptr);
    ~DeadLinkPage() override;

    void present(const RecoverySession &session, Instant now) override;
    void setBusy(bool busy) override;
    void showRefusal(const Failure &failure) override;
    void tick(Instant now) override { m_fault.tick(now); }
    void leave() override;
    ActionButton *primaryButton() const override;
    QWidget *firstThingToDo() const override;

Q_SIGNALS:
    void resetWanted(const QString &address);
    void pasteAgainWanted();
    void cancelWanted();

private:
    std::unique_ptr<Ui::DeadLinkPage> m_form;
    FaultLine m_fault;
};

} // namespace latchkey
