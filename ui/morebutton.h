// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QToolButton>

namespace latchkey {

/// Three dots, behind which everything stands that is not the recovery itself.
class MoreButton final : public QToolButton
{
    Q_OBJECT

public:
    explicit MoreButton(QWidget *parent = nullptr);

    QSize sizeHint() const override;

protected:
    void paintEvent(QPaintEvent *event) override;
};

} // namespace latchkey
