// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/failure.h"

#include <QListWidget>

#include <optional>

namespace latchkey {

/// One service to choose, as the list shows it.
struct ListedService
{
    QString name = {}; ///< of one that cannot be used: its file
    QString host = {};
    QString iconPath = {};
    std::optional<Failure> fault = {}; ///< why it cannot be used
};

/// Services with their mark, name and host, one of them current. One that cannot be used stands
/// there with the reason and cannot be chosen. As high as its rows: the page around it scrolls.
class ServiceList final : public QListWidget
{
    Q_OBJECT

public:
    explicit ServiceList(QWidget *parent = nullptr);

    /// The first that can be used becomes the current one.
    void setServices(const QList<ListedService> &services);

    QSize sizeHint() const override;
    QSize minimumSizeHint() const override;
};

} // namespace latchkey
