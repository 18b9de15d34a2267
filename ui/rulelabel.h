// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/textlabel.h"

namespace latchkey {

/// One rule of the live checklist: an empty ring, or a filled disc with a tick once it is met. The
/// shape says it, not the colour alone; the accessible name says it in words.
class RuleLabel final : public TextLabel
{
    Q_OBJECT

public:
    explicit RuleLabel(QWidget *parent = nullptr);

    void setRule(const QString &words, bool met);
    bool isMet() const noexcept { return m_met; }

protected:
    void paintEvent(QPaintEvent *event) override;
    void changeEvent(QEvent *event) override;

private:
    void makeRoom();

    bool m_met = false;
};

} // namespace latchkey
