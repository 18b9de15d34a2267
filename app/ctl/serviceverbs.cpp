// SPDX-License-Identifier: GPL-3.0-or-later
#include "ctl/newremote.h"
#include "ctl/servicecheck.h"
#include "ctl/verbs.h"
#include "ctl/workplace.h"

#include "application/servicecatalogue.h"

#include <QJsonArray>

namespace latchkey {

namespace {

Result<ExitCode> listKinds(Workplace &place)
{
    QJsonArray kinds;
    QString text;
    for (const QString &id : ServiceProfile::shipped()) {
        const auto profile = ServiceProfile::load(id);
        if (!profile)
            return fail(profile.error());
        const QString checked = (*profile)->ranAgainstReal
                                    ? QStringLiteral("tried against ") + (*profile)->checkedVersion
                                    : QStringLiteral("written from documentation (%1), not tried")
                                          .arg((*profile)->checkedVersion);
        kinds << QJsonObject{{QStringLiteral("id"), id},
                             {QStringLiteral("title"), (*profile)->title},
                             {QStringLiteral("tried"), (*profile)->ranAgainstReal},
                             {QStringLiteral("version"), (*profile)->checkedVersion}};
        text += QStringLiteral("%1  %2; %3\n").arg(id, -16).arg((*profile)->title, checked);
        for (const OperatorVariable &variable : (*profile)->variables) {
            text += QStringLiteral("%1  %2: %3%4\n")
                        .arg(QString(), 16)
                        .arg(QString::fromLatin1(variable.name), variable.label,
                             variable.secret     ? QStringLiteral(" (secret)")
                             : variable.required ? QStringLiteral(" (required)")
                                                 : QString());
        }
    }
    place.printer().answer({{QStringLiteral("kinds"), kinds}}, text);
    return ExitCode::Done;
}

Result<ExitCode> list(Workplace &place, const Invocation &invocation)
{
    if (invocation.has("--kinds"))
        return listKinds(place);
    const auto services = readServices(place.serviceFiles());
    bool faulty = false;
    place.printer().beginList("services");
    for (const KnownService &service : services) {
        if (service.fault) {
            faulty = true;
            place.printer().item({{QStringLiteral("file"), service.path},
                                  {QStringLiteral("fault"), service.fault->detail},
                                  {QStringLiteral("where"), service.fault->about}},
                                 QStringLiteral("faulty: %1\n  %2")
                                     .arg(service.fault->about, service.fault->detail));
            continue;
        }
        const RemoteSettings &remote = service.configuration.remote;
        const QString kind = !service.configuration.isRemote() ? QStringLiteral("local database")
                             : remote.profile.isEmpty()        ? remote.profileFile
                                                               : remote.profile;
        place.printer().item(
            {{QStringLiteral("id"), service.description.id},
             {QStringLiteral("name"), service.description.name},
             {QStringLiteral("kind"), kind},
             {QStringLiteral("address"), remote.address.toDisplayString()},
             {QStringLiteral("file"), service.path}},
            QStringLiteral("%1  %2; %3%4\n  %5")
                .arg(service.description.id, service.description.name, kind,
                     remote.address.isEmpty()
                         ? QString()
                         : QStringLiteral(" at ") + remote.address.toDisplayString(),
                     service.path));
    }
    place.printer().endList({}, services.empty()
                                    ? QStringLiteral("No service is set up. 'latchkeyctl init' "
                                                     "makes one here, 'service add' joins one.")
                                    : QString());
    return faulty ? ExitCode::Trouble : ExitCode::Done;
}

Result<ExitCode> add(Workplace &place, const Invocation &invocation)
{
    const auto setup = makeServiceSetup(place.clock());
    auto chosen = chooseRemote(place, *setup, invocation);
    if (!chosen)
        return fail(chosen.error());
    auto secrets = readSecrets(*chosen);
    if (!secrets)
        return fail(secrets.error());
    if (!invocation.has("--no-check")) {
        const auto trial = Workplace::wait(setup->tryOut(*chosen, *secrets));
        if (!trial)
            return fail(trial.error());
        if (!trial->understood) {
            return fail({.reason = Reason::ServiceUnreachable,
                         .detail = QStringLiteral("it did not answer as such a service does: %1; "
                                                  "nothing was written. --no-check adds it all "
                                                  "the same")
                                       .arg(trial->saw),
                         .about = chosen->remote.address.toDisplayString()});
        }
    }
    const auto added = Workplace::wait(setup->add(*chosen, *secrets, chosen->sourcePath));
    if (!added)
        return fail(added.error());
    place.printer().answer(
        {{QStringLiteral("id"), chosen->service.id},
         {QStringLiteral("kind"), chosen->remote.profile + chosen->remote.profileFile},
         {QStringLiteral("address"), chosen->remote.address.toDisplayString()},
         {QStringLiteral("file"), chosen->sourcePath}},
        QStringLiteral("The service %1 is added: %2 at %3.\n"
                       "  file  %4\n"
                       "Passwords go to %5 and nowhere else.")
            .arg(chosen->service.id, chosen->remote.profile + chosen->remote.profileFile,
                 chosen->remote.address.toDisplayString(), chosen->sourcePath,
                 chosen->remote.address.host(QUrl::PrettyDecoded)));
    return ExitCode::Done;
}

} // namespace

std::vector<Verb> serviceVerbs()
{
    return {
        {.path = "service list",
         .summary = "the services that this machine knows",
         .options = {{"--kinds", nullptr, "what kinds of web service can be added instead"}},
         .settings = Settings::None,
         .run = list},
        {.path = "service add",
         .summary = "join a web service that people already run",
         .operands = {{"ADDRESS"}},
         .options = {{"--kind", "ID", "what it is; left out, it is asked"},
                     {"--profile-file", "FILE", "a profile of your own instead"},
                     {"--id", "ID", "what it is called in files and links"},
                     {"--name", "NAME", "whose password people are about to choose"},
                     {"--sign-in", "URL", "where people sign in afterwards; https"},
                     {"--desk-contact", "TEXT", "how to reach the people who help"},
                     {"--icon", "FILE", "an SVG file beside the name"},
                     {"--set", "NAME=VALUE;…", "what the profile wants to know"},
                     {"--link-address", "URL", "where its mails link to"},
                     {"--ca-file", "FILE", "authorities to trust instead of the system's"},
                     {"--pins", "PINS", "only these public keys"},
                     {"--keys-file", "FILE", "keep secrets in this file, not in the keyring"},
                     {"--no-check", nullptr, "do not try it first"}},
         .details = "ADDRESS is where the service is, as https://cloud.example.org. It is asked "
                    "what it is,\nthen for a reset for an address that nobody has; nothing is "
                    "written unless it\nanswers as such a service does. Secrets that the profile "
                    "wants are read from\nstandard input, a line each, and kept in the keyring.",
         .settings = Settings::None,
         .run = add},
        {.path = "service check",
         .summary = "see whether services, or a profile, are what they should be",
         .operands = {{"WHAT", Needed::Optional}},
         .details = "WHAT is a service's id, its file, or a profile (.json). Left out: every "
                    "service. A\nprofile is told each of its faults, with the place in it. A "
                    "service is spoken to\n(certificate and all), and asked for a reset for an "
                    "address that nobody has.",
         .settings = Settings::None,
         .run = checkServices},
    };
}

} // namespace latchkey
