// SPDX-License-Identifier: GPL-3.0-or-later
#include "launch/entrance.h"

#include "core/log.h"
#include "core/secret.h"

#include <QTimer>

namespace latchkey {

namespace {

constexpr std::chrono::seconds patienceForTheFirstCall{20};

} // namespace

Entrance::Entrance(QByteArray instance, LinkInbox &inbox, QObject *parent)
    : QObject(parent), m_instance(std::move(instance)), m_inbox(inbox), m_bus(inbox)
{
}

Entrance::~Entrance() = default;

void Entrance::enter(InstanceClaim claim, LaunchMessage own)
{
    if (claim.role == InstanceRole::Alone)
        qCWarning(logWindow) << "nobody will hand links to this instance:" << claim.why;
    if (!own.link.isEmpty())
        m_inbox.put(std::move(own));
    m_server = std::make_unique<InstanceServer>(std::move(claim), m_inbox);
    Q_EMIT entered();
}

void Entrance::waitForBus()
{
    m_waiting = true;
    connect(&m_inbox, &LinkInbox::arrived, this, &Entrance::decide);
    m_busOpen = m_bus.open();
    const auto patience = m_busOpen ? patienceForTheFirstCall : std::chrono::seconds(0);
    QTimer::singleShot(patience, this, [this] {
        if (m_waiting)
            Q_EMIT notNeeded();
    });
}

void Entrance::decide()
{
    if (!m_waiting)
        return;
    std::vector<LaunchMessage> messages;
    while (auto message = m_inbox.take())
        messages.push_back(std::move(*message));
    for (LaunchMessage &message : messages) {
        if (!m_waiting) {
            m_inbox.put(std::move(message));
            continue;
        }
        InstanceClaim claim = claimInstance(m_instance, message);
        if (claim.role == InstanceRole::HandedOver) {
            wipe(message.link);
            continue;
        }
        m_waiting = false;
        // Where Qt's Wayland looks for it when the first window is shown.
        if (!message.activationToken.isEmpty())
            qputenv("XDG_ACTIVATION_TOKEN", message.activationToken);
        enter(std::move(claim), std::move(message));
    }
    if (m_waiting && !messages.empty()) {
        close(); // the other instance waits in the queue for the name
        Q_EMIT notNeeded();
    }
}

void Entrance::openBusDoor()
{
    if (m_instance == "window" && !m_busOpen && m_server)
        m_busOpen = m_bus.open();
}

void Entrance::close()
{
    m_waiting = false;
    if (m_server)
        m_server->resign();
    m_bus.close();
}

} // namespace latchkey
