// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/header.h"

#include "ui/look.h"
#include "ui_header.h"

#include <QEvent>
#include <QMenu>
#include <QPainter>

namespace latchkey {

namespace {

constexpr double widthForMark = 16; // below, the name needs the room

} // namespace

Header::Header(QWidget *parent) : QWidget(parent), m_form(std::make_unique<Ui::Header>())
{
    m_form->setupUi(this);
    m_form->demoBadge->hide();
    connect(m_form->moreButton, &QToolButton::clicked, this, &Header::openMenu);
}

Header::~Header() = default;

void Header::setService(const ServiceDescription &service)
{
    m_form->serviceMark->setService(service.name, service.iconPath);
    m_name = service.name;
    m_demo = service.demo;
    m_form->hostLabel->tell(service.host);
    nameService();
}

void Header::setVenue(Venue venue)
{
    m_form->moreButton->setVisible(venue == Venue::Desktop);
}

void Header::nameService()
{
    const bool roomy = width() >= em(this, widthForMark);
    m_form->serviceMark->setVisible(roomy);
    m_form->demoBadge->setVisible(roomy && m_demo);
    m_form->serviceLabel->setText(m_demo && !roomy ? tr("%1 (demo)").arg(m_name) : m_name);
}

void Header::resizeEvent(QResizeEvent *event)
{
    QWidget::resizeEvent(event);
    fit();
}

void Header::changeEvent(QEvent *event)
{
    QWidget::changeEvent(event);
    if (event->type() == QEvent::FontChange)
        fit();
}

void Header::fit()
{
    const int leading = qMin(em(this, 1.6), width() / 16); // as the pages below
    const int around = em(this, 0.75);
    const bool mirrored = layoutDirection() == Qt::RightToLeft;
    layout()->setContentsMargins(mirrored ? leading / 2 : leading, around,
                                 mirrored ? leading : leading / 2, around);
    layout()->setSpacing(qMin(around, leading / 2));
    nameService();
}

void Header::openMenu()
{
    auto *menu = new QMenu(this);
    menu->setAttribute(Qt::WA_DeleteOnClose);
    if (m_offersServices)
        menu->addAction(tr("Other services"), this, &Header::servicesWanted);
    menu->addAction(tr("Report this to your administrator"), this, &Header::diagnosisWanted);
    menu->addAction(tr("Settings"), this, &Header::settingsWanted);
    menu->addAction(tr("About Latchkey"), this, &Header::aboutWanted);
    const QWidget *button = m_form->moreButton;
    const int overhang = menu->sizeHint().width() - button->width();
    const bool mirrored = layoutDirection() == Qt::RightToLeft;
    menu->popup(button->mapToGlobal(QPoint(mirrored ? 0 : -overhang, button->height())));
}

void Header::paintEvent(QPaintEvent * /*event*/)
{
    QPainter painter(this);
    const Look look = Look::of(palette());
    painter.fillRect(rect(), look.ground);
    painter.fillRect(0, height() - 1, width(), 1, look.hairline);
}

} // namespace latchkey
