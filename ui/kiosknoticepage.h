// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/page.h"

#include <memory>

namespace latchkey {

namespace Ui {
class KioskNoticePage;
}

/// What a kiosk says between visits: that it is wiping, that it has wiped, or that it is out of
/// order. The last without a path or a cause: those are for the log.
class KioskNoticePage final : public Page
{
    Q_OBJECT

public:
    explicit KioskNoticePage(QWidget *parent = nullptr);
    ~KioskNoticePage() override;

    void showWiping();
    void showReceipt();
    void showOutOfOrder();
    ActionButton *primaryButton() const override;
    QWidget *firstThingToDo() const override;

Q_SIGNALS:
    void beginWanted();

private:
    void tell(const QString &title, const QString &lead);

    std::unique_ptr<Ui::KioskNoticePage> m_form;
};

} // namespace latchkey
