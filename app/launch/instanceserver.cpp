// SPDX-License-Identifier: GPL-3.0-or-later
#include "launch/instanceserver.h"

#include "core/log.h"
#include "core/secret.h"

#include <QTimer>

#include <sys/socket.h>

#include <algorithm>

namespace latchkey {

class InstanceServer::Client
{
public:
    Client(InstanceServer &server, Descriptor socket)
        : m_socket(std::move(socket)), m_speaks(m_socket.number(), QSocketNotifier::Read)
    {
        connect(&m_speaks, &QSocketNotifier::activated, &server,
                [this, &server] { server.readFrom(*this); });
        m_patience.setSingleShot(true);
        connect(&m_patience, &QTimer::timeout, &server, [this, &server] { server.drop(*this); });
        m_patience.start(instancePatience);
    }

    int socket() const noexcept { return m_socket.number(); }
    /// Nothing more is to be heard, and the object waits for its end.
    void silence()
    {
        m_speaks.setEnabled(false);
        m_patience.stop();
    }

private:
    Descriptor m_socket; // before the notifier, which must die first
    QSocketNotifier m_speaks;
    QTimer m_patience;
};

InstanceServer::InstanceServer(InstanceClaim claim, LinkInbox &inbox, QObject *parent)
    : QObject(parent), m_claim(std::move(claim)), m_inbox(inbox)
{
    if (m_claim.role != InstanceRole::First)
        return;
    m_knocks = std::make_unique<QSocketNotifier>(m_claim.listener.number(), QSocketNotifier::Read);
    connect(m_knocks.get(), &QSocketNotifier::activated, this, &InstanceServer::accept);
}

InstanceServer::~InstanceServer() = default;

void InstanceServer::resign()
{
    m_clients.clear();
    m_knocks.reset();
    m_claim.listener = Descriptor();
    m_claim.lock = Descriptor();
}

void InstanceServer::accept()
{
    Descriptor socket(
        accept4(m_claim.listener.number(), nullptr, nullptr, SOCK_CLOEXEC | SOCK_NONBLOCK));
    if (!socket)
        return;
    if (!isOwnPeer(socket.number())) {
        qCWarning(logWindow) << "another user knocked at the instance's socket";
        return;
    }
    m_clients.push_back(std::make_unique<Client>(*this, std::move(socket)));
    m_knocks->setEnabled(m_clients.size() < mostClients);
}

void InstanceServer::readFrom(Client &client)
{
    // One more than allowed, so that a longer packet shows.
    QByteArray packet(longestMessage + 1, Qt::Uninitialized);
    const ssize_t size = recv(client.socket(), packet.data(), size_t(packet.size()), MSG_DONTWAIT);
    if (size > 0) {
        auto message = decodeMessage(QByteArrayView(packet).first(size));
        // A sender that has given up has opened its link by itself.
        if (message && send(client.socket(), "+", 1, MSG_DONTWAIT | MSG_NOSIGNAL) == 1)
            m_inbox.put(std::move(*message));
    }
    wipe(packet);
    drop(client);
}

void InstanceServer::drop(const Client &client)
{
    const auto found = std::ranges::find_if(
        m_clients, [&client](const auto &each) { return each.get() == &client; });
    if (found == m_clients.end())
        return;
    // Not here and now: a client's own notifier or timer has called.
    (*found)->silence();
    QTimer::singleShot(0, this, [gone = std::shared_ptr<Client>(std::move(*found))] {});
    m_clients.erase(found);
    if (m_knocks)
        m_knocks->setEnabled(true);
}

} // namespace latchkey
