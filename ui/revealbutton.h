// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QToolButton>

namespace latchkey {

/// The eye in a password field. Reached by Tab, pressed by Space, named for screen readers.
class RevealButton final : public QToolButton
{
    Q_OBJECT

public:
    explicit RevealButton(QWidget *parent);

protected:
    void paintEvent(QPaintEvent *event) override;
    void changeEvent(QEvent *event) override;

private:
    void name();
};

} // namespace latchkey
