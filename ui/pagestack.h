// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QStackedWidget>

namespace latchkey {

class Page;

/// The pages, one at a time, on the ground that text is read on. A new page comes up out of a short
/// fade where motion is welcome.
class PageStack final : public QStackedWidget
{
    Q_OBJECT

public:
    explicit PageStack(QWidget *parent = nullptr);

    /// Null before the first page.
    Page *page() const;
    /// Brings the page up, with the keyboard on the first thing to do, and lets the former one
    /// forget. The stack takes pages on first sight.
    void turnTo(Page *page);
    /// Gives the keyboard to a widget of the page and scrolls to it, its label and its fault.
    void focus(QWidget *widget);

private:
    void bringUp(Page *page);
    void fade();
};

} // namespace latchkey
