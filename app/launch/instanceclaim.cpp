// SPDX-License-Identifier: GPL-3.0-or-later
#include "launch/instanceclaim.h"

#include "launch/runtimefolder.h"

#include <fcntl.h>
#include <poll.h>
#include <sys/file.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/un.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>

namespace latchkey {

namespace {

using Clock = std::chrono::steady_clock;
using std::chrono::milliseconds;

constexpr std::chrono::milliseconds betweenTries{3};
constexpr int backlog = 32;
// Sticky: the cleaners of runtime folders then leave it alone (XDG Base Directory).
constexpr mode_t lockMode = S_ISVTX | S_IRUSR | S_IWUSR;

struct Address
{
    sockaddr_un bytes = {};
    socklen_t size = 0;
};

std::optional<Address> addressOf(const QByteArray &path)
{
    Address address;
    if (path.size() >= qsizetype(sizeof address.bytes.sun_path))
        return std::nullopt;
    address.bytes.sun_family = AF_UNIX;
    std::memcpy(address.bytes.sun_path, path.constData(), size_t(path.size()) + 1);
    address.size = sizeof address.bytes;
    return address;
}

Descriptor newSocket()
{
    return Descriptor(socket(AF_UNIX, SOCK_SEQPACKET | SOCK_CLOEXEC | SOCK_NONBLOCK, 0));
}

/// Without waiting; nothing when another process has it.
std::optional<Descriptor> takeLock(const QByteArray &path, int &error)
{
    Descriptor lock(
        open(path.constData(), O_RDWR | O_CREAT | O_CLOEXEC | O_NOFOLLOW, S_IRUSR | S_IWUSR));
    if (!lock || fchmod(lock.number(), lockMode) != 0 ||
        flock(lock.number(), LOCK_EX | LOCK_NB) != 0) {
        error = errno;
        return std::nullopt;
    }
    return lock;
}

std::optional<Descriptor> listenAt(const QByteArray &path, const Address &address)
{
    // We hold the lock, so nobody lives behind a socket that is there.
    unlink(path.constData());
    Descriptor listener = newSocket();
    if (!listener ||
        bind(listener.number(), reinterpret_cast<const sockaddr *>(&address.bytes), address.size) !=
            0 ||
        chmod(path.constData(), lockMode) != 0 || listen(listener.number(), backlog) != 0)
        return std::nullopt;
    return listener;
}

/// Waits for an answer until the deadline.
bool waitForReply(int socket, Clock::time_point deadline)
{
    for (;;) {
        const auto left = std::chrono::ceil<milliseconds>(deadline - Clock::now());
        pollfd poll{.fd = socket, .events = POLLIN, .revents = 0};
        const int ready = ::poll(&poll, 1, int(std::max(left.count(), milliseconds::rep(0))));
        if (ready > 0)
            break;
        if (ready == 0 || errno != EINTR)
            return false;
    }
    char reply = 0;
    return recv(socket, &reply, 1, MSG_DONTWAIT) == 1;
}

enum class Sending : quint8 { Done, Again, Foreign };

Sending send(const Address &address, const QByteArray &packet, Clock::time_point deadline)
{
    const Descriptor client = newSocket();
    if (!client || connect(client.number(), reinterpret_cast<const sockaddr *>(&address.bytes),
                           address.size) != 0)
        return Sending::Again;
    if (!isOwnPeer(client.number()))
        return Sending::Foreign;
    if (::send(client.number(), packet.constData(), size_t(packet.size()), MSG_NOSIGNAL) !=
        packet.size())
        return Sending::Again;
    return waitForReply(client.number(), deadline) ? Sending::Done : Sending::Again;
}

InstanceClaim alone(const QString &why)
{
    return {.role = InstanceRole::Alone, .why = why};
}

} // namespace

bool isOwnPeer(int socket) noexcept
{
    ucred peer = {};
    socklen_t size = sizeof peer;
    return getsockopt(socket, SOL_SOCKET, SO_PEERCRED, &peer, &size) == 0 && size == sizeof peer &&
           peer.uid == geteuid();
}

InstanceClaim claimInstance(const QByteArray &name, const LaunchMessage &message)
{
    const auto folder = openRuntimeFolder();
    if (!folder)
        return alone(folder.error().about + QStringLiteral(": ") + folder.error().detail);
    const QByteArray path = *folder + '/' + name;
    const auto address = addressOf(path);
    if (!address)
        return alone(QStringLiteral("the runtime folder's name is too long for a socket"));

    const QByteArray packet = encodeMessage(message);
    const auto deadline = Clock::now() + instancePatience;
    while (Clock::now() < deadline) {
        int error = 0;
        if (auto lock = takeLock(path + ".lock", error)) {
            auto listener = listenAt(path, *address);
            if (!listener)
                return alone(qt_error_string(errno));
            return {.role = InstanceRole::First,
                    .lock = std::move(*lock),
                    .listener = std::move(*listener)};
        }
        if (error != EWOULDBLOCK)
            return alone(qt_error_string(error));
        switch (send(*address, packet, deadline)) {
        case Sending::Done:
            return {.role = InstanceRole::HandedOver};
        case Sending::Foreign:
            return alone(QStringLiteral("another user listens at our socket"));
        case Sending::Again:
            // It has not bound its socket yet, or is about to end and leaves us the lock.
            poll(nullptr, 0, int(betweenTries.count()));
            break;
        }
    }
    return alone(QStringLiteral("the instance that runs does not answer"));
}

} // namespace latchkey
