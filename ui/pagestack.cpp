// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/pagestack.h"

#include "ui/look.h"
#include "ui/page.h"
#include "ui/pageview.h"

#include <QAbstractButton>
#include <QPainter>
#include <QScrollBar>
#include <QTimer>
#include <QVariantAnimation>

namespace latchkey {

namespace {

constexpr int fadeMilliseconds = 140;

/// The ground itself, growing transparent over the new page. No picture of the old page is taken:
/// it may show a password.
class Veil final : public QWidget
{
public:
    explicit Veil(QWidget *parent) : QWidget(parent)
    {
        setAttribute(Qt::WA_TransparentForMouseEvents);
        setGeometry(parent->rect());
        m_fading.setDuration(fadeMilliseconds);
        m_fading.setStartValue(1.0);
        m_fading.setEndValue(0.0);
        connect(&m_fading, &QVariantAnimation::valueChanged, this, qOverload<>(&QWidget::update));
        connect(&m_fading, &QVariantAnimation::finished, this, &QObject::deleteLater);
        m_fading.start();
        show();
    }

protected:
    void paintEvent(QPaintEvent * /*event*/) override
    {
        QPainter painter(this);
        painter.setOpacity(m_fading.currentValue().toDouble());
        painter.fillRect(rect(), Look::of(palette()).ground);
    }

private:
    QVariantAnimation m_fading;
};

} // namespace

PageStack::PageStack(QWidget *parent) : QStackedWidget(parent)
{
    setBackgroundRole(QPalette::Base);
    setAutoFillBackground(true);
}

Page *PageStack::page() const
{
    const auto *view = qobject_cast<PageView *>(currentWidget());
    return view ? view->page() : nullptr;
}

void PageStack::turnTo(Page *next)
{
    Q_ASSERT(next);
    if (next != page())
        bringUp(next);
    QWidget *first = next->firstThingToDo();
    if (qobject_cast<QAbstractButton *>(first))
        first->setFocus(); // without scrolling: such a page wants to be read first
    else
        focus(first);
}

void PageStack::bringUp(Page *next)
{
    Page *former = page();
    PageView *view = nullptr;
    for (int i = 0; i < count() && !view; ++i) {
        auto *candidate = qobject_cast<PageView *>(widget(i));
        if (candidate && candidate->page() == next)
            view = candidate;
    }
    if (!view) {
        view = new PageView(next, this);
        addWidget(view);
    }
    view->verticalScrollBar()->setValue(0);
    setCurrentWidget(view);
    if (former) {
        former->leave();
        fade();
    }
}

void PageStack::focus(QWidget *widget)
{
    widget->setFocus();
    // Only after the layout has settled is it known where the widget stands.
    QTimer::singleShot(0, widget, [this, widget] {
        if (auto *view = qobject_cast<PageView *>(currentWidget()))
            view->ensureWidgetVisible(widget, 0, em(widget, 2));
    });
}

void PageStack::fade()
{
    if (isVisible() && motionAllowed(this))
        new Veil(this);
}

} // namespace latchkey
