// SPDX-License-Identifier: GPL-3.0-or-later
#include "launch/launchmessage.h"

#include "launch/identity.h"

#include <algorithm>

namespace latchkey {

namespace {

// magic NUL token NUL link: neither may hold a NUL, which an argument cannot have.
constexpr QByteArrayView magic{"latchkey-launch-1"};
constexpr qsizetype longestActivationToken = 512;
constexpr qsizetype longestSent = 3072;
static_assert(magic.size() + 1 + longestActivationToken + 1 + longestSent <= longestMessage);

} // namespace

bool isActivationToken(QByteArrayView token) noexcept
{
    return token.size() <= longestActivationToken &&
           std::ranges::all_of(token, [](char c) { return c > 0x20 && c < 0x7f; });
}

QByteArray activationTokenOfProcess()
{
    for (const char *name : {"XDG_ACTIVATION_TOKEN", "DESKTOP_STARTUP_ID"}) {
        const QByteArray token = qgetenv(name);
        if (!token.isEmpty() && isActivationToken(token))
            return token;
    }
    return {};
}

QByteArray encodeMessage(const LaunchMessage &message)
{
    QByteArray packet;
    packet.reserve(longestMessage);
    packet.append(magic).append('\0');
    if (isActivationToken(message.activationToken))
        packet.append(message.activationToken);
    packet.append('\0').append(message.link.constData(),
                               std::min(message.link.size(), longestSent));
    return packet;
}

std::optional<LaunchMessage> decodeMessage(QByteArrayView packet)
{
    if (packet.size() > longestMessage || packet.size() <= magic.size() ||
        !packet.startsWith(magic) || packet[magic.size()] != '\0')
        return std::nullopt;
    const QByteArrayView rest = packet.sliced(magic.size() + 1);
    const qsizetype end = rest.indexOf('\0');
    if (end < 0)
        return std::nullopt;
    const QByteArrayView token = rest.first(end);
    const QByteArrayView link = rest.sliced(end + 1);
    if (!isActivationToken(token) || link.size() > longestSent || link.contains('\0') ||
        (!link.isEmpty() && !isOurLink(link) && !isWebLink(link)))
        return std::nullopt;
    return LaunchMessage{.link = link.toByteArray(), .activationToken = token.toByteArray()};
}

} // namespace latchkey
