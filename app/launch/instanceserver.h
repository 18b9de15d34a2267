// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "launch/instanceclaim.h"
#include "launch/linkinbox.h"

#include <QObject>
#include <QSocketNotifier>

#include <memory>
#include <vector>

namespace latchkey {

/// The first instance's ear: takes one message from each client of our own user id, says so, and
/// puts it into the inbox. Never waits; whoever says nothing is dropped after `instancePatience`,
/// and beyond ten clients the system's queue holds the next.
class InstanceServer final : public QObject
{
    Q_OBJECT

public:
    static constexpr size_t mostClients = 10;

    /// The inbox outlives the server. Claims of another role listen to nobody.
    InstanceServer(InstanceClaim claim, LinkInbox &inbox, QObject *parent = nullptr);
    ~InstanceServer() override;

    /// This instance is about to leave: the next start is the first of its own. Who was not
    /// answered yet turns there.
    void resign();

private:
    class Client;

    void accept();
    void readFrom(Client &client);
    void drop(const Client &client);

    InstanceClaim m_claim;
    LinkInbox &m_inbox;
    std::unique_ptr<QSocketNotifier> m_knocks;
    std::vector<std::unique_ptr<Client>> m_clients;
};

} // namespace latchkey
