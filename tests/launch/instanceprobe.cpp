// SPDX-License-Identifier: GPL-3.0-or-later
// instanceprobe NAME LINK EXPECTED
//
// A start of the program without a window: waits for a line on its standard input, claims the
// instance NAME with LINK, and says "first", "handed-over" or "alone: why". The first prints each
// link that reaches it, its own to begin with, and ends at once when there were EXPECTED of them.
#include "launch/instanceserver.h"

#include <QCoreApplication>

#include <cstdio>

using namespace latchkey;

int main(int argc, char **argv)
{
    if (argc != 4)
        return 2;
    QCoreApplication application(argc, argv);
    if (std::getchar() == EOF)
        return 3;
    LaunchMessage message{.link = argv[2]};
    InstanceClaim claim = claimInstance(argv[1], message);
    switch (claim.role) {
    case InstanceRole::HandedOver:
        std::puts("handed-over");
        return 0;
    case InstanceRole::Alone:
        std::printf("alone: %s\n", qPrintable(claim.why));
        return 0;
    case InstanceRole::First:
        break;
    }
    std::puts("first");
    int missing = std::atoi(argv[3]);
    LinkInbox inbox;
    InstanceServer server(std::move(claim), inbox);
    QObject::connect(&inbox, &LinkInbox::arrived, &inbox, [&] {
        while (const auto each = inbox.take()) {
            std::printf("%s\n", each->link.constData());
            --missing;
        }
        std::fflush(stdout);
        if (missing <= 0)
            QCoreApplication::quit();
    });
    inbox.put(std::move(message));
    return QCoreApplication::exec();
}
