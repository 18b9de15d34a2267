// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "launch/linkinbox.h"

#include <QDBusConnection>
#include <QDBusVirtualObject>

namespace latchkey {

/// The program's name on the session bus, `org.latchkey.app`, and behind it the interface
/// org.freedesktop.Application (Desktop Entry Specification, "D-Bus Activation"): Activate, Open
/// and ActivateAction put messages into the inbox. A desktop that opens links this way starts no
/// process with a token among its arguments.
///
/// What comes is judged like an argument: one link of ours, no longer than we read; the bus lets
/// nobody else in than the user's own processes.
class BusDoor final : public QDBusVirtualObject
{
    Q_OBJECT

public:
    /// The inbox outlives the door.
    explicit BusDoor(LinkInbox &inbox, QObject *parent = nullptr);
    ~BusDoor() override;

    /// Connects and asks for the name; where another process has it, waits in the queue for it.
    /// False without a session bus. Takes some milliseconds: not before the first page.
    bool open();
    /// Gives the name back: who calls next starts an instance of its own.
    void close();

    QString introspect(const QString &path) const override;
    bool handleMessage(const QDBusMessage &message, const QDBusConnection &connection) override;

private:
    LinkInbox &m_inbox;
    QDBusConnection m_bus;
    bool m_open = false;
};

} // namespace latchkey
