// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QWidget>

#include <memory>

namespace latchkey {

namespace Ui {
class LinkBanner;
}

/// Says that another link came in while something is being typed, and lets the person choose.
class LinkBanner final : public QWidget
{
    Q_OBJECT

public:
    explicit LinkBanner(QWidget *parent = nullptr);
    ~LinkBanner() override;

    QString words() const;

Q_SIGNALS:
    void useWanted();
    void dropWanted();

protected:
    void paintEvent(QPaintEvent *event) override;
    void resizeEvent(QResizeEvent *event) override;

private:
    std::unique_ptr<Ui::LinkBanner> m_form;
};

} // namespace latchkey
