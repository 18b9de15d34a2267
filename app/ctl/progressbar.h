// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ctl/printer.h"

#include <chrono>

namespace latchkey {

/// A line on standard error that is redrawn while something long goes on, and gone afterwards. Only
/// where that is a terminal and the answer is text.
class ProgressBar
{
public:
    ProgressBar(Style style, QString label);
    ~ProgressBar();
    Q_DISABLE_COPY_MOVE(ProgressBar)

    /// Cheap enough to be called for each of a million rows. A total of 0: unknown, only counts.
    void show(qint64 done, qint64 total);

private:
    QString m_label;
    bool m_isVisible;
    bool m_isDrawn = false;
    std::chrono::steady_clock::time_point m_nextDrawing;
};

} // namespace latchkey
