// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/servicelist.h"

#include "ui/failuretext.h"
#include "ui/look.h"
#include "ui/servicemark.h"

#include <QPainter>
#include <QStyledItemDelegate>
#include <QTextOption>

namespace latchkey {

namespace {

constexpr int nameRole = Qt::UserRole;
constexpr int hostRole = Qt::UserRole + 1;
constexpr int iconRole = Qt::UserRole + 2;

constexpr double rowHeight = 3.4;
constexpr double markSide = 2.1;
constexpr double around = 0.65;

class RowPainter final : public QStyledItemDelegate
{
public:
    using QStyledItemDelegate::QStyledItemDelegate;

    QSize sizeHint(const QStyleOptionViewItem &option, const QModelIndex &) const override
    {
        return {em(option.widget, 12), em(option.widget, rowHeight)};
    }

    void paint(QPainter *painter, const QStyleOptionViewItem &option,
               const QModelIndex &index) const override
    {
        const QWidget *list = option.widget;
        const Look look = Look::of(list->palette());
        const bool usable = option.state.testFlag(QStyle::State_Enabled);
        painter->save();
        painter->setRenderHint(QPainter::Antialiasing);
        const QRectF row = QRectF(option.rect).adjusted(2, 2, -2, -2);
        if (option.state.testFlag(QStyle::State_Selected) && usable) {
            painter->setPen(QPen(look.accent, 2));
            painter->setBrush(look.accentSoft);
            painter->drawRoundedRect(row, em(list, 0.4), em(list, 0.4));
        }
        const int gap = em(list, around);
        const int side = em(list, markSide);
        QRect mark(0, 0, side, side);
        mark.moveCenter(option.rect.center());
        mark.moveLeft(option.rect.left() + gap);
        mark = QStyle::visualRect(option.direction, option.rect, mark);
        if (usable)
            paintServiceMark(*painter, mark, index.data(nameRole).toString(),
                             index.data(iconRole).value<QIcon>(), look);

        QRect words = option.rect.adjusted(2 * gap + side, 0, -gap, 0);
        words = QStyle::visualRect(option.direction, option.rect, words);
        paintWords(*painter, words, index, list, look, usable);
        painter->restore();
    }

private:
    static void paintWords(QPainter &painter, const QRect &area, const QModelIndex &index,
                           const QWidget *list, const Look &look, bool usable)
    {
        QFont strong = list->font();
        strong.setWeight(QFont::DemiBold);
        const QFontMetrics upper(strong);
        const QFontMetrics lower(list->font());
        const int top = area.center().y() - (upper.height() + lower.height()) / 2;
        const QRect nameArea(area.left(), top, area.width(), upper.height());
        const QRect hostArea(area.left(), top + upper.height(), area.width(), lower.height());
        // The painter mirrors: left is where reading begins.
        QTextOption line(Qt::AlignVCenter | Qt::AlignLeft);
        line.setTextDirection(list->layoutDirection());
        line.setWrapMode(QTextOption::NoWrap);
        painter.setFont(strong);
        painter.setPen(usable ? look.text : look.quiet);
        const auto elide = usable ? Qt::ElideRight : Qt::ElideMiddle;
        painter.drawText(
            nameArea, upper.elidedText(index.data(nameRole).toString(), elide, area.width()), line);
        painter.setFont(list->font());
        painter.setPen(usable ? look.quiet : look.bad);
        painter.drawText(
            hostArea,
            lower.elidedText(index.data(hostRole).toString(), Qt::ElideRight, area.width()), line);
    }
};

} // namespace

ServiceList::ServiceList(QWidget *parent) : QListWidget(parent)
{
    setItemDelegate(new RowPainter(this));
    setVerticalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    setFrameShape(QFrame::NoFrame);
    setUniformItemSizes(true);
    setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Fixed);
    viewport()->setAutoFillBackground(false);
}

void ServiceList::setServices(const QList<ListedService> &services)
{
    clear();
    for (const ListedService &service : services) {
        const QString second = service.fault ? failureText(*service.fault).cause : service.host;
        auto *item = new QListWidgetItem(this);
        item->setData(nameRole, service.name);
        item->setData(hostRole, second);
        item->setData(Qt::AccessibleTextRole, QStringLiteral("%1, %2").arg(service.name, second));
        if (!service.iconPath.isEmpty())
            item->setData(iconRole, QVariant::fromValue(QIcon(service.iconPath)));
        if (service.fault) {
            item->setFlags(Qt::NoItemFlags);
            item->setToolTip(service.fault->about + u'\n' + service.fault->detail);
        } else if (!currentItem()) {
            setCurrentItem(item);
        }
    }
    updateGeometry();
}

QSize ServiceList::sizeHint() const
{
    return {em(this, 20), em(this, rowHeight) * count() + 2 * frameWidth()};
}

QSize ServiceList::minimumSizeHint() const
{
    return {em(this, 12), sizeHint().height()};
}

} // namespace latchkey
