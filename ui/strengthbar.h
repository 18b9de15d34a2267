// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QWidget>

namespace latchkey {

/// Four segments, as many filled as the strength has steps. The word beside it says the same, so
/// colour is never the only sign.
class StrengthBar final : public QWidget
{
    Q_OBJECT

public:
    static constexpr int steps = 4;

    explicit StrengthBar(QWidget *parent = nullptr);

    /// 0 (nothing typed) to `steps`.
    void setFilled(int filled);
    int filled() const noexcept { return m_filled; }

    QSize sizeHint() const override;

protected:
    void paintEvent(QPaintEvent *event) override;

private:
    int m_filled = 0;
};

} // namespace latchkey
