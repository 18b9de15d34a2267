// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/page.h"

#include <QTimer>

#include <memory>

namespace latchkey {

namespace Ui {
class JudgingPage;
}

/// Stands while a link is being looked at. Most are judged before anybody could read this, so its
/// contents come up only after a moment.
class JudgingPage final : public Page
{
    Q_OBJECT

public:
    explicit JudgingPage(QWidget *parent = nullptr);
    ~JudgingPage() override;

    void present(const RecoverySession &session, Instant now) override;
    void leave() override;
    ActionButton *primaryButton() const override { return nullptr; }
    QWidget *firstThingToDo() const override;

Q_SIGNALS:
    void cancelWanted();

private:
    void setContentsVisible(bool visible);

    std::unique_ptr<Ui::JudgingPage> m_form;
    QTimer m_moment;
};

} // namespace latchkey
