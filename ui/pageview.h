// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QScrollArea>

namespace latchkey {

class Page;

/// One page as a column: centred, no wider than is comfortable to read, and scrolling when the
/// window is too low for it.
class PageView final : public QScrollArea
{
    Q_OBJECT

public:
    /// Takes the page.
    explicit PageView(Page *page, QWidget *parent = nullptr);

    Page *page() const noexcept { return m_page; }

protected:
    bool eventFilter(QObject *watched, QEvent *event) override;
    void resizeEvent(QResizeEvent *event) override;
    void changeEvent(QEvent *event) override;

private:
    void fit();
    void fitSymbol(int width, int height);

    Page *m_page;
};

} // namespace latchkey
