// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/pageview.h"

#include "ui/look.h"
#include "ui/page.h"
#include "ui/symbol.h"

#include <QEvent>
#include <QHBoxLayout>

namespace latchkey {

namespace {

constexpr double columnWidth = 27; // line heights; about 420 pixels where a line has 16

} // namespace

PageView::PageView(Page *page, QWidget *parent) : QScrollArea(parent), m_page(page)
{
    setFrameShape(QFrame::NoFrame);
    setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    setFocusPolicy(Qt::NoFocus);
    setWidgetResizable(true);
    viewport()->setAutoFillBackground(false);
    auto *plain = new QWidget;
    plain->setAutoFillBackground(false);
    auto *row = new QHBoxLayout(plain);
    row->setSpacing(0);
    row->addStretch(1);
    row->addWidget(page, 10000);
    row->addStretch(1);
    setWidget(plain);
    plain->setAutoFillBackground(false); // setWidget() switched it on
    fit();
}

void PageView::fit()
{
    const int across = qMin(em(this, 1.6), width() / 16);
    const int along = em(this, 1.1);
    m_page->setMaximumWidth(em(this, columnWidth));
    widget()->layout()->setContentsMargins(across, along, across, along);
    fitSymbol(width() - 2 * across, height() - 2 * along);
}

void PageView::fitSymbol(int width, int height)
{
    auto *symbol = m_page->findChild<Symbol *>(QStringLiteral("symbol"));
    if (!symbol || !m_page->layout())
        return;
    // Where little fits, the words come first.
    const int words = m_page->layout()->totalHeightForWidth(qMin(width, m_page->maximumWidth())) -
                      (symbol->isHidden() ? 0 : symbol->sizeHint().height());
    symbol->setVisible(words + symbol->sizeHint().height() <= height);
}

bool PageView::eventFilter(QObject *watched, QEvent *event)
{
    const bool done = QScrollArea::eventFilter(watched, event);
    if (watched == widget() && event->type() == QEvent::LayoutRequest)
        fit();
    return done;
}

void PageView::resizeEvent(QResizeEvent *event)
{
    QScrollArea::resizeEvent(event);
    fit();
}

void PageView::changeEvent(QEvent *event)
{
    QScrollArea::changeEvent(event);
    if (event->type() == QEvent::FontChange && m_page)
        fit();
}

} // namespace latchkey
