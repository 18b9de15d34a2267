// SPDX-License-Identifier: GPL-3.0-or-later
#include "launch/linkinbox.h"

#include "core/secret.h"

#include <algorithm>
#include <cstring>

namespace latchkey {

QByteArrayList takeWords(int argc, char **argv)
{
    QByteArrayList words;
    for (int i = 1; i < argc; ++i) {
        words += QByteArray(argv[i]);
        if (char *colon = std::strchr(argv[i], ':'))
            std::fill(colon + 1, argv[i] + std::strlen(argv[i]), '*');
    }
    return words;
}

LinkInbox::~LinkInbox()
{
    for (LaunchMessage &message : m_waiting)
        wipe(message.link);
}

void LinkInbox::put(LaunchMessage message)
{
    m_waiting.push_back(std::move(message));
    if (m_waiting.size() > mostWaiting) {
        wipe(m_waiting.front().link);
        m_waiting.pop_front();
    }
    QMetaObject::invokeMethod(this, &LinkInbox::arrived, Qt::QueuedConnection);
}

const LaunchMessage *LinkInbox::newest() const noexcept
{
    return m_waiting.empty() ? nullptr : &m_waiting.back();
}

std::optional<LaunchMessage> LinkInbox::take()
{
    if (m_waiting.empty())
        return std::nullopt;
    LaunchMessage message = std::move(m_waiting.front());
    m_waiting.pop_front();
    return message;
}

} // namespace latchkey
