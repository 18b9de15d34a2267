// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/page.h"

#include <memory>

namespace latchkey {

namespace Ui {
class KioskIdlePage;
}

/// Counts down to the wiping of a visit that nobody seems to be at any more, and covers what was on
/// the screen. Any key, or a touch of the big button, gives more time.
class KioskIdlePage final : public Page
{
    Q_OBJECT

public:
    explicit KioskIdlePage(QWidget *parent = nullptr);
    ~KioskIdlePage() override;

    /// Until everything is wiped.
    void countDown(std::chrono::seconds left);
    ActionButton *primaryButton() const override;
    QWidget *firstThingToDo() const override;

Q_SIGNALS:
    void moreTimeWanted();
    void finishWanted();

private:
    int m_lastTold = 0;
    std::unique_ptr<Ui::KioskIdlePage> m_form;
};

} // namespace latchkey
