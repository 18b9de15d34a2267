// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "application/linksdesk.h"

#include <QObject>
#include <QPointer>

class QWidget;

namespace latchkey {

class SettingsDialog;

/// Behind the settings dialog: one at a time, over whichever window asked for it.
class SettingsDesk final : public QObject
{
    Q_OBJECT

public:
    /// `program`: absolute path of the program that is to open links.
    explicit SettingsDesk(const QString &program, QObject *parent = nullptr);

    void show(QWidget *parent);
    /// See LinksDesk.
    bool takeHello(QByteArrayView link) { return m_links.takeHello(link); }

private:
    LinksDesk m_links;
    QPointer<SettingsDialog> m_dialog;
};

} // namespace latchkey
