// SPDX-License-Identifier: GPL-3.0-or-later
#include "ctl/progressbar.h"

#include <algorithm>
#include <cstdio>
#include <unistd.h>

namespace latchkey {

namespace {
constexpr std::chrono::milliseconds pause{100};
constexpr qint64 width = 40;
constexpr qint64 hundred = 100;
} // namespace

ProgressBar::ProgressBar(Style style, QString label)
    : m_label(std::move(label)), m_isVisible(style == Style::Text && isatty(STDERR_FILENO) == 1)
{
}

ProgressBar::~ProgressBar()
{
    if (m_isDrawn)
        (void)std::fputs("\r\033[K", stderr);
}

void ProgressBar::show(qint64 done, qint64 total)
{
    if (!m_isVisible)
        return;
    const auto now = std::chrono::steady_clock::now();
    if (now < m_nextDrawing)
        return;
    m_nextDrawing = now + pause;
    m_isDrawn = true;
    if (total <= 0) {
        (void)std::fprintf(stderr, "\r%s %lld\033[K", qPrintable(m_label),
                           static_cast<long long>(done));
        return;
    }
    const qint64 part = std::clamp<qint64>(done, 0, total);
    const QByteArray bar = QByteArray(part * width / total, '#').leftJustified(width, '.', true);
    (void)std::fprintf(stderr, "\r%s [%s] %lld%%\033[K", qPrintable(m_label), bar.constData(),
                       static_cast<long long>(part * hundred / total));
}

} // namespace latchkey
