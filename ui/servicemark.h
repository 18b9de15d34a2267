// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QIcon>
#include <QWidget>

class QPainter;

namespace latchkey {

/// The service's icon, or, where that is null, the first letter of its name on a disc.
void paintServiceMark(QPainter &painter, const QRect &area, const QString &name, const QIcon &icon,
                      const struct Look &look);

/// The service's icon, or the first letter of its name on a disc. The icon's file is read only
/// after the first frame.
class ServiceMark final : public QWidget
{
    Q_OBJECT

public:
    explicit ServiceMark(QWidget *parent = nullptr);

    void setService(const QString &name, const QString &iconPath);

    QSize sizeHint() const override;

protected:
    void paintEvent(QPaintEvent *event) override;

private:
    void readIcon();

    QString m_name;
    QString m_iconPath;
    QIcon m_icon;
    bool m_painted = false;
};

} // namespace latchkey
