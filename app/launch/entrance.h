// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "launch/busdoor.h"
#include "launch/instanceserver.h"

#include <memory>

namespace latchkey {

/// All ways by which this instance hears from outside, in front of one inbox: its own arguments,
/// the socket for later starts, and the session bus. Lives in the main thread.
class Entrance final : public QObject
{
    Q_OBJECT

public:
    /// `instance`: as in claimInstance(). The inbox outlives the entrance.
    Entrance(QByteArray instance, LinkInbox &inbox, QObject *parent = nullptr);
    ~Entrance() override;

    /// For a start by a person or an opener: `own` is what it was started with.
    void enter(InstanceClaim claim, LaunchMessage own);
    /// For a start by the session bus: takes the name, and with the first call decides which
    /// instance this is. An instance that runs already, without the name yet, is given the call.
    void waitForBus();
    /// Takes the name on the bus, which has waited for the first page; only for the usual instance.
    void openBusDoor();
    /// This instance is about to leave, and nobody finds it any more.
    void close();

Q_SIGNALS:
    /// There is something to show here.
    void entered();
    /// Another instance does the work, or nobody asked for any.
    void notNeeded();

private:
    void decide();

    QByteArray m_instance;
    LinkInbox &m_inbox;
    std::unique_ptr<InstanceServer> m_server;
    BusDoor m_bus;
    bool m_waiting = false;
    bool m_busOpen = false;
};

} // namespace latchkey
