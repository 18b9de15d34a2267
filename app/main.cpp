// SPDX-License-Identifier: GPL-3.0-or-later
#include "application/backendloader.h"
#include "application/desktop.h"
#include "application/kiosk.h"
#include "application/language.h"
#include "application/windowsettings.h"
#include "core/secret.h"
#include "launch/arguments.h"
#include "launch/entrance.h"
#include "launch/hardening.h"
#include "launch/pluginplaces.h"
#include "launch/waitingopener.h"

#include <QApplication>

#include <cstdio>

namespace {

int refuse(const latchkey::Failure &usage)
{
    (void)std::fprintf(stderr, "latchkey: %s\n%s", qPrintable(usage.detail),
                       "Try 'latchkey --help'.\n");
    return 2;
}

} // namespace

int main(int argc, char **argv)
{
    using namespace latchkey;
    hardenProcess();
    auto arguments = parseArguments(takeWords(argc, argv));
    if (!arguments)
        return refuse(arguments.error());
    if (arguments->answer == Arguments::Answer::Help) {
        (void)std::printf("%s", qPrintable(usageText()));
        return 0;
    }
    if (arguments->answer == Arguments::Answer::Version) {
        (void)std::printf("latchkey %s\n", LATCHKEY_VERSION);
        return 0;
    }

    if (const auto kiosk = kioskOf(*arguments)) {
        if (const auto fits = fitsKiosk(*arguments); !fits)
            return refuse(fits.error());
        return runKiosk(*arguments, *kiosk, argv);
    }
    LaunchMessage message{.link = std::move(arguments->link),
                          .activationToken = activationTokenOfProcess()};
    const QByteArray instance = instanceName(*arguments);
    InstanceClaim claim;
    if (!arguments->dbusActivated) {
        claim = claimInstance(instance, message);
        if (claim.role == InstanceRole::HandedOver)
            return 0;
        releaseWaitingOpener(message.link);
    }
    prepareSecretHeap();
    keepToInstalledPlugins();

    // Qt has options of its own that load code; it is shown the program's name and nothing else.
    int nameAlone = 1;
    QApplication application(nameAlone, argv);
    // Not before Qt has its own plugins: libraries are linked one after the other in a process.
    const std::jthread preloading = message.link.isEmpty() ? std::jthread() : preloadBackend();
    QApplication::setApplicationName(QStringLiteral("latchkey"));
    QApplication::setApplicationVersion(QStringLiteral(LATCHKEY_VERSION));
    QApplication::setQuitOnLastWindowClosed(false);
    const Language language(chosenLanguage());

    const SystemClock clock;
    LinkInbox inbox;
    Entrance entrance(instance, inbox);
    Desktop desktop(clock, inbox);
    QObject::connect(&desktop, &Desktop::firstPageShown, &entrance, &Entrance::openBusDoor);
    QObject::connect(&desktop, &Desktop::leaving, &entrance, &Entrance::close);
    QObject::connect(&desktop, &Desktop::finished, &application, &QApplication::quit);
    QObject::connect(&entrance, &Entrance::notNeeded, &application, &QApplication::quit);
    QObject::connect(&entrance, &Entrance::entered, &desktop, [&] {
        desktop.start({.configurationPath = std::move(arguments->configurationPath),
                       .demo = arguments->demo});
    });
    if (arguments->dbusActivated)
        entrance.waitForBus();
    else
        entrance.enter(std::move(claim), std::move(message));
    return QApplication::exec();
}
