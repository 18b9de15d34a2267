// SPDX-License-Identifier: GPL-3.0-or-later
#include "application/kiosk.h"

#include "application/backendloader.h"
#include "application/kioskdesk.h"
#include "application/language.h"
#include "launch/freshstart.h"
#include "launch/kioskenvironment.h"
#include "launch/pluginplaces.h"
#include "settings/configurationfile.h"
#include "settings/places.h"

#include <QApplication>
#include <QFile>
#include <QRegularExpression>

#include <algorithm>

#include <malloc.h>

namespace latchkey {

namespace {

QStringList filesOf(const Arguments &arguments)
{
    return arguments.configurationPath.isEmpty() ? serviceFiles()
                                                 : QStringList{arguments.configurationPath};
}

/// Whether the text would say `enabled = true` if it could be read. No other section has that key.
bool asksForKiosk(const Result<QByteArray> &text)
{
    static const QRegularExpression wish(
        QStringLiteral("^[^#\\n]*\\benabled[\"']?[ \\t]*=[ \\t]*true"),
        QRegularExpression::MultilineOption);
    return text && wish.match(QString::fromUtf8(*text)).hasMatch();
}

/// The words of the next run.
QByteArrayList wordsAfterVisit(const Arguments &arguments)
{
    QByteArrayList words{"--kiosk", "--wiped"};
    if (!arguments.configurationPath.isEmpty())
        words += {"--config", QFile::encodeName(arguments.configurationPath)};
    return words;
}

} // namespace

std::optional<KioskSettings> kioskOf(const Arguments &arguments)
{
    const QStringList files = filesOf(arguments);
    // Read twice only where there is a reason to: everybody else's start is quick.
    const auto asks = [](const QString &path) { return asksForKiosk(readConfigurationFile(path)); };
    if (!arguments.kiosk && std::ranges::none_of(systemConfigurationFiles(), asks) &&
        std::ranges::none_of(files.first(qMin(files.size(), 1)), asks))
        return std::nullopt;
    if (files.isEmpty())
        return KioskSettings{};
    const auto configuration = loadConfiguration(files.constFirst());
    if (!configuration)
        return KioskSettings{};
    if (!arguments.kiosk && !configuration->kiosk.enabled)
        return std::nullopt;
    return configuration->kiosk;
}

int runKiosk(const Arguments &arguments, const KioskSettings &settings, char **argv)
{
    // What is freed is overwritten at once, also within a visit.
    constexpr int anyByte = 0x5a;
    mallopt(M_PERTURB, anyByte); // NOLINT(concurrency-mt-unsafe): there is no second thread yet
    const FreshStart next;
    reduceEnvironment(settings.onScreenKeyboard ? OnScreenKeyboard::Qt : OnScreenKeyboard::Absent);
    prepareSecretHeap();
    keepToInstalledPlugins();

    int nameAlone = 1;
    QApplication application(nameAlone, argv);
    QApplication::setApplicationName(QStringLiteral("latchkey"));
    QApplication::setApplicationVersion(QStringLiteral(LATCHKEY_VERSION));
    QApplication::setQuitOnLastWindowClosed(false);
    const Language language;

    const SystemClock clock;
    KioskDesk desk(
        clock, {.files = filesOf(arguments), .settings = settings, .afterVisit = arguments.wiped},
        matchPin);
    // Not quit(), which asks the windows first: this one refuses.
    QObject::connect(&desk, &KioskDesk::dismissed, &application, [] { QApplication::exit(0); });
    QObject::connect(&desk, &KioskDesk::wipeWanted, &application,
                     [&] { next.begin(wordsAfterVisit(arguments)); });
    desk.open();
    return QApplication::exec();
}

} // namespace latchkey
