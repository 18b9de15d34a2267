// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/page.h"

#include "ui/actionbutton.h"
#include "ui/look.h"

#include <QBoxLayout>
#include <QEvent>
#include <QKeyEvent>
#include <QLabel>

namespace latchkey {

namespace {

constexpr int designedLine = 16; // the forms' gaps are drawn for this line height, in pixels

} // namespace

QString Page::heading() const
{
    const auto *title = findChild<QLabel *>(QStringLiteral("titleLabel"));
    return title ? title->text() : QString();
}

void Page::keyPressEvent(QKeyEvent *event)
{
    const bool enter = event->key() == Qt::Key_Return || event->key() == Qt::Key_Enter;
    ActionButton *button = primaryButton();
    if (enter && button && button->isEnabled() && button->isVisible())
        button->click();
    else
        QWidget::keyPressEvent(event);
}

void Page::showEvent(QShowEvent *event)
{
    QWidget::showEvent(event);
    scaleGaps();
}

void Page::changeEvent(QEvent *event)
{
    QWidget::changeEvent(event);
    if (event->type() == QEvent::FontChange)
        scaleGaps();
}

void Page::scaleGaps()
{
    auto *column = qobject_cast<QBoxLayout *>(layout());
    const int line = em(this);
    if (!column || line == m_gapsFor)
        return;
    for (int i = 0; i < column->count(); ++i) {
        QSpacerItem *gap = column->itemAt(i)->spacerItem();
        if (!gap || gap->sizePolicy().verticalPolicy() != QSizePolicy::Fixed)
            continue;
        const int was = m_gapsFor == 0 ? designedLine : m_gapsFor;
        gap->changeSize(0, qRound(double(gap->sizeHint().height()) * line / was),
                        QSizePolicy::Minimum, QSizePolicy::Fixed);
    }
    m_gapsFor = line;
    column->invalidate();
}

} // namespace latchkey
