// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/textfield.h"

#include "ui/look.h"

#include <QEvent>
#include <QPainter>

namespace latchkey {

void paintFieldEdge(QWidget *field, bool focused, bool faulty)
{
    QPainter painter(field);
    painter.setRenderHint(QPainter::Antialiasing);
    const Look look = Look::of(field->palette());
    const double width = focused || faulty ? 2.0 : 1.0;
    QColor colour = focused ? look.accent : look.edge;
    if (faulty)
        colour = look.bad;
    painter.setPen(QPen(colour, width));
    const double inset = width / 2;
    const QRectF edge = QRectF(field->rect()).adjusted(inset, inset, -inset, -inset);
    painter.drawRoundedRect(edge, em(field, 0.4), em(field, 0.4));
}

TextField::TextField(QWidget *parent) : QLineEdit(parent)
{
    setFrame(false);
    makeRoom();
}

void TextField::setFault(const QString &fault)
{
    if (!m_faulty)
        m_plainDescription = accessibleDescription();
    m_faulty = !fault.isEmpty();
    setAccessibleDescription(m_faulty ? fault : m_plainDescription);
    update();
}

void TextField::setTrailingRoom(double lines)
{
    m_trailingRoom = lines;
    makeRoom();
}

void TextField::makeRoom()
{
    const int across = em(this, 0.6);
    const int along = em(this, 0.5);
    const int trailing = across + em(this, m_trailingRoom);
    const bool mirrored = layoutDirection() == Qt::RightToLeft;
    setTextMargins(mirrored ? trailing : across, along, mirrored ? across : trailing, along);
}

void TextField::paintEvent(QPaintEvent *event)
{
    QLineEdit::paintEvent(event);
    paintFieldEdge(this, hasFocus(), m_faulty);
}

void TextField::changeEvent(QEvent *event)
{
    QLineEdit::changeEvent(event);
    const QEvent::Type type = event->type();
    if (type == QEvent::FontChange || type == QEvent::LayoutDirectionChange)
        makeRoom();
}

} // namespace latchkey
