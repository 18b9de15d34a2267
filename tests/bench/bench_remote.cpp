// SPDX-License-Identifier: GPL-3.0-or-later
// bench_remote [--short]
//
// What a whole recovery at a real web service (better-auth, of tests/peers) costs: ask, inspect,
// set by HttpService, against the same three calls by libcurl on one kept connection, and by a bare
// QNetworkAccessManager, which tells what of the difference is Qt's. Wall time beside the server's,
// and processor time of this process alone, all its threads. The three take turns, so that a slow
// second of the machine falls on all; reading the mail is not timed; the figures are ratios of
// medians.
#include "tests/bench/remoteclients.h"
#include "tests/support/peer.h"

#include <QCoreApplication>

#include <sys/resource.h>

#include <algorithm>
#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <memory>
#include <vector>

using namespace latchkey;

namespace {

/// Milliseconds.
struct Cost
{
    double wall = 0;
    double processor = 0;
};

class Meter
{
public:
    Cost cost() const
    {
        const std::chrono::duration<double, std::milli> wall =
            std::chrono::steady_clock::now() - m_start;
        return {wall.count(), processor() - m_processor};
    }

private:
    static double processor()
    {
        rusage usage = {};
        getrusage(RUSAGE_SELF, &usage);
        const auto milliseconds = [](const timeval &time) {
            return double(time.tv_sec) * 1e3 + double(time.tv_usec) / 1e3;
        };
        return milliseconds(usage.ru_utime) + milliseconds(usage.ru_stime);
    }

    std::chrono::steady_clock::time_point m_start = std::chrono::steady_clock::now();
    double m_processor = processor();
};

QByteArray newestToken(const Peer &peer)
{
    const QDir folder(peer.hello().value(QLatin1String("mailbox")).toString());
    QFile mail(folder.filePath(folder.entryList({QStringLiteral("*.json")}).value(0)));
    check(mail.open(QIODevice::ReadOnly), "no mail came");
    const QUrl link(
        QJsonDocument::fromJson(mail.readAll()).object().value(QLatin1String("link")).toString());
    mail.remove(); // so that the newest is the only one
    return link.path().section(u'/', -1).toLatin1();
}

Cost recover(Client &client, const Peer &peer)
{
    Meter asking;
    client.ask();
    Cost cost = asking.cost();
    const QByteArray token = newestToken(peer);
    Meter saving;
    client.inspect(token);
    client.set(token);
    const Cost rest = saving.cost();
    return {cost.wall + rest.wall, cost.processor + rest.processor};
}

double median(std::vector<double> values)
{
    std::ranges::sort(values);
    return values[values.size() / 2];
}

struct Costs
{
    std::vector<double> wall;
    std::vector<double> processor;
};

void figure(const char *name, double ratio, double milliseconds, double goal = 0)
{
    std::printf("%-66s %9.2f", name, ratio);
    if (goal > 0)
        std::printf("   goal <= %-5.2f %-7s", goal, ratio <= goal ? "met" : "MISSED");
    std::printf("  (%.2f ms)\n", milliseconds);
}

} // namespace

int main(int argc, char **argv)
{
    QCoreApplication application(argc, argv);
    const bool isShort = argc > 1 && QByteArrayView(argv[1]) == "--short";
    Peer peer(QStringLiteral("better-auth"));
    peer.ask(QStringLiteral("add"),
             {{QStringLiteral("email"), address},
              {QStringLiteral("password"), QStringLiteral("an old pass phrase")}});
    QUrl base = peer.url();
    base.setPath(QStringLiteral("/api/auth"));

    Ours ours(base);
    Libcurl curl(base);
    BareQt qt(base);
    const std::vector<std::pair<Client *, std::unique_ptr<Costs>>> clients = [&] {
        std::vector<std::pair<Client *, std::unique_ptr<Costs>>> all;
        for (Client *client : std::initializer_list<Client *>{&ours, &curl, &qt})
            all.emplace_back(client, std::make_unique<Costs>());
        return all;
    }();
    const int warming = isShort ? 5 : 20; // the server's just-in-time compiler too
    for (int turn = 0; turn < warming + (isShort ? 15 : 101); ++turn) {
        for (const auto &[client, costs] : clients) {
            const Cost cost = recover(*client, peer);
            if (turn < warming)
                continue;
            costs->wall.push_back(cost.wall);
            costs->processor.push_back(cost.processor);
        }
    }
    const Costs &our = *clients[0].second;
    const Costs &curls = *clients[1].second;
    const Costs &qts = *clients[2].second;
    const double wall = median(our.wall);
    const double processor = median(our.processor);
    figure("recovery at better-auth / same calls by libcurl, time", wall / median(curls.wall), wall,
           1.2);
    figure("  against a bare QNetworkAccessManager", wall / median(qts.wall), median(qts.wall));
    figure("recovery at better-auth / libcurl, processor time", processor / median(curls.processor),
           processor, 1.2);
    figure("  against a bare QNetworkAccessManager", processor / median(qts.processor),
           median(qts.processor));
    return EXIT_SUCCESS;
}
