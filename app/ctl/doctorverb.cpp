// SPDX-License-Identifier: GPL-3.0-or-later
#include "ctl/doctor/check.h"
#include "ctl/verbs.h"
#include "ctl/workplace.h"

namespace latchkey {

namespace {

QString healthWord(Health health)
{
    switch (health) {
    case Health::Good:
        return QStringLiteral("ok");
    case Health::Warning:
        return QStringLiteral("warning");
    case Health::Fault:
        return QStringLiteral("fault");
    }
    return {};
}

QString textOf(const char *subject, const Observation &observation)
{
    QString text = QStringLiteral("%1 %2: %3.")
                       .arg(healthWord(observation.health), -8)
                       .arg(QLatin1String(subject), observation.what);
    if (!observation.advice.isEmpty())
        text += QStringLiteral("\n         %1.").arg(observation.advice);
    return text;
}

Result<Patient> patientOf(Workplace &place)
{
    const auto settings = place.layers();
    if (!settings)
        return fail(settings.error());
    const auto vault = place.vault();
    return Patient{.layers = **settings,
                   .configuration = (*settings)->configuration,
                   .clock = place.clock(),
                   .vaultPlace = vault ? (*vault)->place() : QStringLiteral("the vault"),
                   .readKeys = [&place] { return place.keyRing(); },
                   .readSecret = [&place](const QString &name) -> Result<SharedSecret> {
                       const auto reached = place.vault();
                       return reached ? Workplace::wait((*reached)->read(name))
                                      : fail(reached.error());
                   }};
}

Result<ExitCode> doctor(Workplace &place, const Invocation &)
{
    const auto patient = patientOf(place);
    if (!patient)
        return fail(patient.error());
    Printer &printer = place.printer();
    int warnings = 0;
    int faults = 0;
    printer.beginList("findings");
    for (const Check &check : checks()) {
        for (const Observation &observation : check.examine(*patient)) {
            warnings += observation.health == Health::Warning ? 1 : 0;
            faults += observation.health == Health::Fault ? 1 : 0;
            printer.item({{QStringLiteral("subject"), QLatin1String(check.name)},
                          {QStringLiteral("health"), healthWord(observation.health)},
                          {QStringLiteral("what"), observation.what},
                          {QStringLiteral("advice"), observation.advice}},
                         textOf(check.name, observation));
        }
        printer.flush();
    }
    printer.endList({{QStringLiteral("warnings"), warnings}, {QStringLiteral("faults"), faults}},
                    QStringLiteral("Faults: %1. Warnings: %2.").arg(faults).arg(warnings));
    return faults > 0 ? ExitCode::Trouble : ExitCode::Done;
}

} // namespace

std::vector<Verb> doctorVerbs()
{
    return {
        {.path = "doctor",
         .summary = "say what is wrong with database, access, keys, mail and clock, and what to do",
         .details = "Changes nothing, and sends no mail. Exit code 3 when there are faults.",
         .run = doctor}};
}

} // namespace latchkey
