// SPDX-License-Identifier: GPL-3.0-or-later
// knock SOCKET
//
// The least that a second start could do: starts, hands as many bytes as a link has over a local
// socket, waits for the answer, and leaves.
#include <sys/socket.h>
#include <sys/un.h>
#include <unistd.h>

#include <cstring>

int main(int argc, char **argv)
{
    sockaddr_un address = {};
    address.sun_family = AF_UNIX;
    if (argc != 2 || std::strlen(argv[1]) >= sizeof address.sun_path)
        return 2;
    std::strcpy(address.sun_path, argv[1]);
    const int door = socket(AF_UNIX, SOCK_SEQPACKET, 0);
    if (connect(door, reinterpret_cast<const sockaddr *>(&address), sizeof address) != 0)
        return 3;
    const char link[160] = {};
    char answer = 0;
    const bool heard = write(door, link, sizeof link) == sizeof link && read(door, &answer, 1) == 1;
    return heard ? 0 : 4;
}
