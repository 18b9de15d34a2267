// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/servicemark.h"

#include "ui/look.h"

#include <QPainter>
#include <QTimer>

namespace latchkey {

namespace {

constexpr double side = 2.1;

} // namespace

ServiceMark::ServiceMark(QWidget *parent) : QWidget(parent)
{
    setSizePolicy(QSizePolicy::Fixed, QSizePolicy::Fixed);
}

void ServiceMark::setService(const QString &name, const QString &iconPath)
{
    qsizetype first = 0;
    while (first < name.size() && !name[first].isLetterOrNumber() && !name[first].isSurrogate())
        ++first;
    const bool pair = first + 1 < name.size() && name[first].isHighSurrogate();
    m_letter = name.mid(first, pair ? 2 : 1).toUpper();
    m_iconPath = iconPath;
    m_icon = {};
    m_painted = false;
    update();
}

QSize ServiceMark::sizeHint() const
{
    return {em(this, side), em(this, side)};
}

void ServiceMark::readIcon()
{
    m_icon = QIcon(m_iconPath);
    if (m_icon.pixmap(size()).isNull())
        m_iconPath.clear();
    update();
}

void ServiceMark::paintEvent(QPaintEvent * /*event*/)
{
    QPainter painter(this);
    painter.setRenderHint(QPainter::Antialiasing);
    if (!m_iconPath.isEmpty()) {
        if (!m_icon.isNull())
            m_icon.paint(&painter, rect());
        else if (!m_painted)
            QTimer::singleShot(0, this, &ServiceMark::readIcon);
        m_painted = true;
        return;
    }
    const Look look = Look::of(palette());
    painter.setPen(Qt::NoPen);
    painter.setBrush(look.accent);
    painter.drawEllipse(rect());
    QFont heavy = font();
    heavy.setWeight(QFont::DemiBold);
    painter.setFont(heavy);
    painter.setPen(look.onAccent);
    painter.drawText(rect(), Qt::AlignCenter, m_letter);
}

} // namespace latchkey
