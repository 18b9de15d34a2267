// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/textlabel.h"

namespace latchkey {

/// A word on a soft pill: "Demo".
class Badge final : public TextLabel
{
    Q_OBJECT

public:
    explicit Badge(QWidget *parent = nullptr);

    QSize minimumSizeHint() const override { return sizeHint(); }

protected:
    void paintEvent(QPaintEvent *event) override;
};

} // namespace latchkey
