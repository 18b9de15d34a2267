// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/secret.h"
#include "ui/page.h"

#include <memory>

namespace latchkey {

namespace Ui {
class KioskPinPage;
}

/// The administrator's way out of a kiosk, behind a PIN. Whether it is right, and how long to wait
/// after wrong ones, others say.
class KioskPinPage final : public Page
{
    Q_OBJECT

public:
    explicit KioskPinPage(QWidget *parent = nullptr);
    ~KioskPinPage() override;

    /// The next try is allowed from then on.
    void waitUntil(Instant next, Instant now);
    void showWrong();
    void showTrouble();
    void setBusy(bool busy) override;
    void tick(Instant now) override;
    void leave() override;
    ActionButton *primaryButton() const override;
    QWidget *firstThingToDo() const override;

Q_SIGNALS:
    void pinGiven(const latchkey::SharedSecret &pin);
    void backWanted();

private:
    void give();

    Instant m_next;
    bool m_busy = false;
    std::unique_ptr<Ui::KioskPinPage> m_form;
};

} // namespace latchkey
