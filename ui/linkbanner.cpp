// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/linkbanner.h"

#include "ui/look.h"
#include "ui_linkbanner.h"

#include <QPainter>

namespace latchkey {

namespace {

constexpr double widthForRow = 18; // below, the two buttons stand on top of each other

} // namespace

LinkBanner::LinkBanner(QWidget *parent)
    : QWidget(parent), m_form(std::make_unique<Ui::LinkBanner>())
{
    m_form->setupUi(this);
    const int around = em(this, 0.6);
    layout()->setContentsMargins(around * 2, around, around * 2, around);
    connect(m_form->useLinkButton, &QPushButton::clicked, this, &LinkBanner::useWanted);
    connect(m_form->dropLinkButton, &QPushButton::clicked, this, &LinkBanner::dropWanted);
}

LinkBanner::~LinkBanner() = default;

QString LinkBanner::words() const
{
    return m_form->bannerLabel->text();
}

void LinkBanner::resizeEvent(QResizeEvent *event)
{
    QWidget::resizeEvent(event);
    const bool roomy = width() >= em(this, widthForRow);
    m_form->bannerRow->setDirection(roomy ? QBoxLayout::LeftToRight : QBoxLayout::TopToBottom);
}

void LinkBanner::paintEvent(QPaintEvent * /*event*/)
{
    QPainter painter(this);
    const Look look = Look::of(palette());
    painter.fillRect(rect(), look.ground);
    const int bar = em(this, 0.25);
    const bool mirrored = layoutDirection() == Qt::RightToLeft;
    painter.fillRect(mirrored ? width() - bar : 0, 0, bar, height(), look.accent);
    painter.fillRect(0, height() - 1, width(), 1, look.hairline);
}

} // namespace latchkey
