// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/servicemark.h"

#include "ui/look.h"

#include <QPainter>
#include <QTimer>

namespace latchkey {

namespace {

constexpr double side = 2.1;

QString letterOf(const QString &name)
{
    qsizetype first = 0;
    while (first < name.size() && !name[first].isLetterOrNumber() && !name[first].isSurrogate())
        ++first;
    const bool pair = first + 1 < name.size() && name[first].isHighSurrogate();
    return name.mid(first, pair ? 2 : 1).toUpper();
}

} // namespace

void paintServiceMark(QPainter &painter, const QRect &area, const QString &name, const QIcon &icon,
                      const Look &look)
{
    if (!icon.isNull()) {
        icon.paint(&painter, area);
        return;
    }
    painter.setRenderHint(QPainter::Antialiasing);
    painter.setPen(Qt::NoPen);
    painter.setBrush(look.accent);
    painter.drawEllipse(area);
    QFont heavy = painter.font();
    heavy.setWeight(QFont::DemiBold);
    painter.setFont(heavy);
    painter.setPen(look.onAccent);
    painter.drawText(area, Qt::AlignCenter, letterOf(name));
}

ServiceMark::ServiceMark(QWidget *parent) : QWidget(parent)
{
    setSizePolicy(QSizePolicy::Fixed, QSizePolicy::Fixed);
}

void ServiceMark::setService(const QString &name, const QString &iconPath)
{
    m_name = name;
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
    if (!m_iconPath.isEmpty() && m_icon.isNull()) {
        if (!m_painted)
            QTimer::singleShot(0, this, &ServiceMark::readIcon);
        m_painted = true;
        return;
    }
    paintServiceMark(painter, rect(), m_name, m_icon, Look::of(palette()));
}

} // namespace latchkey
