// SPDX-License-Identifier: GPL-3.0-or-later
#include "ctl/configverbs.h"
#include "ctl/failurewords.h"
#include "ctl/workplace.h"
#include "settings/configurationfile.h"
#include "settings/places.h"

#include <QFileInfo>

#include <algorithm>

namespace latchkey {

namespace {

enum class Role : quint8 { System, User, Named, Service };

struct LookedAt
{
    Role role;
    QString path;
    std::optional<QByteArray> text = {}; ///< nothing: it is not there
    std::optional<Failure> refused = {}; ///< it is there and cannot be used
};

QString wordFor(Role role)
{
    switch (role) {
    case Role::System:
        return QStringLiteral("system");
    case Role::User:
        return QStringLiteral("user");
    case Role::Named:
        return QStringLiteral("named");
    case Role::Service:
        return QStringLiteral("service");
    }
    return {};
}

/// A system file is told from another that others could have written.
LookedAt lookAt(Role role, const QString &path)
{
    LookedAt looked{.role = role, .path = path};
    if (role == Role::System) {
        if (auto read = readSystemFile(path))
            looked.text = std::move(*read);
        else
            looked.refused = read.error();
    } else if (role != Role::User || QFileInfo::exists(path)) {
        if (auto read = readConfigurationFile(path))
            looked.text = std::move(*read);
        else
            looked.refused = read.error();
    }
    return looked;
}

/// The strongest of the usual service last; then each of the other services.
QList<LookedAt> lookAtAll(const Workplace &place)
{
    QList<LookedAt> all;
    const QStringList system = systemConfigurationFiles();
    for (const QString &path : system)
        all << lookAt(Role::System, path);
    const QString &named = place.configurationPath();
    if (!named.isEmpty()) {
        if (!system.contains(named))
            all << lookAt(Role::Named, named);
        return all;
    }
    all << lookAt(Role::User, userConfigurationFile());
    const QString main = mainServiceFile();
    for (const QString &path : serviceFiles()) {
        if (path != main)
            all << lookAt(Role::Service, path);
    }
    return all;
}

/// What is wrong with a file by itself.
QList<Failure> faultsOf(const LookedAt &looked)
{
    if (looked.refused)
        return {*looked.refused};
    return looked.text ? readLayer(*looked.text, looked.path).faults : QList<Failure>();
}

/// What is wrong once the layers of each service are one. Files with faults of their own were told
/// already.
QList<Failure> faultsTogether(const Workplace &place, QList<OverruledValue> &overruled)
{
    QList<Failure> faults;
    for (const QString &file : place.serviceFiles()) {
        const auto layers = loadLayers(file);
        if (layers)
            overruled << layers->overruled;
        // One of the system's files is wrong for every service.
        else if (std::ranges::find(faults, layers.error().about, &Failure::about) == faults.end())
            faults << layers.error();
    }
    return faults;
}

void tell(Printer &printer, const Failure &failure)
{
    const bool hasPlace = failure.reason == Reason::ConfigurationFaulty;
    const QString why = failure.detail.isEmpty() ? failureSentence(failure) : failure.detail;
    printer.item({{QStringLiteral("where"), failure.about},
                  {QStringLiteral("why"), why},
                  {QStringLiteral("readable"), hasPlace}},
                 failure.about + QStringLiteral(": ") + why);
}

} // namespace

Result<ExitCode> checkConfiguration(Workplace &place, const Invocation &)
{
    Printer &printer = place.printer();
    int files = 0;
    QList<Failure> faults;
    for (const LookedAt &looked : lookAtAll(place)) {
        files += looked.text || looked.refused ? 1 : 0;
        faults << faultsOf(looked);
    }
    QList<OverruledValue> overruled;
    if (faults.isEmpty())
        faults = faultsTogether(place, overruled);

    printer.beginList("faults");
    for (const Failure &one : faults)
        tell(printer, one);
    for (const OverruledValue &one : overruled)
        printer.remark(overruledText(one) + u'.');
    printer.endList(
        {{QStringLiteral("files"), files}, {QStringLiteral("overruled"), overruled.size()}},
        QStringLiteral("Files: %1. Faults: %2.").arg(files).arg(faults.size()));
    return faults.isEmpty() ? ExitCode::Done : ExitCode::Refused;
}

Result<ExitCode> listConfigurationFiles(Workplace &place, const Invocation &)
{
    Printer &printer = place.printer();
    printer.beginList("files");
    for (const LookedAt &looked : lookAtAll(place)) {
        const QString state = looked.refused ? QStringLiteral("refused")
                              : looked.text  ? QStringLiteral("read")
                                             : QStringLiteral("not there");
        const QString why = looked.refused ? looked.refused->detail : QString();
        printer.item({{QStringLiteral("layer"), wordFor(looked.role)},
                      {QStringLiteral("file"), looked.path},
                      {QStringLiteral("state"), state},
                      {QStringLiteral("why"), why}},
                     QStringLiteral("%1  %2  %3%4")
                         .arg(wordFor(looked.role), -7)
                         .arg(state, -9)
                         .arg(looked.path, why.isEmpty() ? QString() : QStringLiteral(": ") + why));
    }
    printer.endList({}, {});
    return ExitCode::Done;
}

} // namespace latchkey
