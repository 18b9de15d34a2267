// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/page.h"

#include <memory>

namespace latchkey {

namespace Ui {
class WelcomePage;
}

/// Nothing is configured: offers the demo, and says where a configuration is looked for.
class WelcomePage final : public Page
{
    Q_OBJECT

public:
    explicit WelcomePage(QWidget *parent = nullptr);
    ~WelcomePage() override;

    void showPlaces(const QStringList &paths);
    ActionButton *primaryButton() const override;
    QWidget *firstThingToDo() const override;

Q_SIGNALS:
    void demoWanted();
    void addWanted();

private:
    std::unique_ptr<Ui::WelcomePage> m_form;
    QString m_firstPlace;
};

} // namespace latchkey
