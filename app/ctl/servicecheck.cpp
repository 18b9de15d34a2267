// SPDX-License-Identifier: GPL-3.0-or-later
#include "ctl/servicecheck.h"

#include "application/composition.h"
#include "application/servicecatalogue.h"
#include "application/servicesetup.h"
#include "ctl/failurewords.h"
#include "ctl/workplace.h"
#include "settings/configurationfile.h"

#include <QFileInfo>
#include <QJsonArray>

namespace latchkey {

namespace {

Result<ExitCode> checkProfile(Workplace &place, const QString &path)
{
    const auto json = readConfigurationFile(path);
    if (!json)
        return fail(json.error());
    const auto profile = ServiceProfile::parse(*json);
    QJsonArray faults;
    QString text;
    if (profile) {
        text = QStringLiteral("%1: a sound profile of %2 (%3).")
                   .arg(path, (*profile)->title,
                        (*profile)->ranAgainstReal ? QStringLiteral("tried")
                                                   : QStringLiteral("from documentation"));
    } else {
        for (const ProfileFault &fault : profile.error()) {
            faults << QJsonObject{{QStringLiteral("pointer"), fault.pointer},
                                  {QStringLiteral("line"), fault.line},
                                  {QStringLiteral("column"), fault.column},
                                  {QStringLiteral("why"), fault.why}};
            text += path + u':' + fault.text() + u'\n';
        }
    }
    place.printer().answer({{QStringLiteral("profile"), path}, {QStringLiteral("faults"), faults}},
                           text);
    return profile ? ExitCode::Done : ExitCode::Refused;
}

struct Verdict
{
    bool good = false;
    QString saw;
};

Verdict verdictOn(const KnownService &service, ServiceSetup &setup)
{
    if (service.fault)
        return {.saw = service.fault->about + QStringLiteral(": ") + service.fault->detail};
    if (!service.configuration.isRemote())
        return {.good = true,
                .saw = QStringLiteral("a local database; 'latchkeyctl doctor' looks at it")};
    const auto trial = Workplace::wait(setup.tryOut(service.configuration, {}));
    if (!trial) {
        const QString words = failureSentence(trial.error());
        return {.saw = trial.error().detail.isEmpty()
                           ? words
                           : words + QStringLiteral(" (") + trial.error().detail + u')'};
    }
    return {.good = trial->understood, .saw = trial->saw};
}

} // namespace

Result<ExitCode> checkServices(Workplace &place, const Invocation &invocation)
{
    const QString what = invocation.operand(0);
    if (what.endsWith(QLatin1String(".json")))
        return checkProfile(place, invocation.operandPath(0));
    const bool isFile = what.contains(u'/') || what.endsWith(QLatin1String(".toml"));
    const auto services =
        readServices(isFile ? QStringList{invocation.operandPath(0)} : place.serviceFiles());
    const auto setup = makeServiceSetup(place.clock());
    bool allGood = true;
    int looked = 0;
    place.printer().beginList("services");
    for (const KnownService &service : services) {
        if (!what.isEmpty() && !isFile && service.description.id != what)
            continue;
        ++looked;
        const Verdict verdict = verdictOn(service, *setup);
        allGood = allGood && verdict.good;
        const QString id = service.fault ? service.path : service.description.id;
        place.printer().item(
            {{QStringLiteral("id"), id},
             {QStringLiteral("good"), verdict.good},
             {QStringLiteral("address"), service.configuration.remote.address.toDisplayString()},
             {QStringLiteral("saw"), verdict.saw}},
            QStringLiteral("%1 %2: %3")
                .arg(verdict.good ? QStringLiteral("ok") : QStringLiteral("fault"), -8)
                .arg(id, verdict.saw));
        place.printer().flush();
    }
    if (looked == 0 && !what.isEmpty())
        return fail(Reason::UsageFaulty, QStringLiteral("There is no service \"%1\".").arg(what));
    place.printer().endList({}, looked > 0 ? QString() : QStringLiteral("No service is set up."));
    return allGood ? ExitCode::Done : ExitCode::Trouble;
}

} // namespace latchkey
