// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/faultline.h"
#include "ui/page.h"

#include <QUrl>

#include <memory>

namespace latchkey {

namespace Ui {
class FindServicePage;
}

/// The first step of adding a service: where it is.
class FindServicePage final : public Page
{
    Q_OBJECT

public:
    explicit FindServicePage(QWidget *parent = nullptr);
    ~FindServicePage() override;

    void setBusy(bool busy) override;
    void showRefusal(const Failure &failure) override;
    ActionButton *primaryButton() const override;
    QWidget *firstThingToDo() const override;

Q_SIGNALS:
    /// https where no scheme was typed. Whoever looks checks it.
    void lookWanted(const QUrl &address);
    void backWanted();

private:
    void look();

    std::unique_ptr<Ui::FindServicePage> m_form;
    FaultLine m_fault;
};

} // namespace latchkey
