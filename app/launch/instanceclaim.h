// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/descriptor.h"
#include "core/result.h"
#include "launch/launchmessage.h"

#include <chrono>

namespace latchkey {

/// What a start of the program turned out to be.
enum class InstanceRole : quint8 {
    First,      ///< holds the lock, and listens
    HandedOver, ///< another instance has taken the message over: nothing is left to do
    Alone,      ///< there is no safe way to others: does its work itself, and nobody reaches it
};

struct InstanceClaim
{
    InstanceRole role = InstanceRole::Alone;
    Descriptor lock = Descriptor();     ///< First: held until the process ends or resigns
    Descriptor listener = Descriptor(); ///< First: bound and listening, answers nobody yet
    QString why = {};                   ///< Alone: for the log
};

/// How long a start waits for the one that runs already, and that one for what a client has to say.
inline constexpr std::chrono::milliseconds instancePatience{2000};

/// Decides which instance this is, before there is an application object, and sends `message` over
/// where another one runs. `name` tells apart what must not meet: the usual configuration, the
/// demo, a configuration file named on the command line.
///
/// Whoever holds the lock file (flock) is the first and binds the socket; whoever does not connects
/// to it, so two cold starts never make two firsts. A message counts as handed over when the other
/// side has said so: an instance that dies or leaves meanwhile leaves the lock to this one. The
/// socket's other end must run under our own user id (SO_PEERCRED) before it is sent a byte.
InstanceClaim claimInstance(const QByteArray &name, const LaunchMessage &message);

/// True when the process at the other end runs under our user id.
bool isOwnPeer(int socket) noexcept;

} // namespace latchkey
