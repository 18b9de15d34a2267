// SPDX-License-Identifier: GPL-3.0-or-later
#include "application/composition.h"

#include "core/nearestname.h"

#include <QCoreApplication>

namespace latchkey {

namespace {

std::unexpected<Failure> faulty(const Configuration &configuration, const QString &why)
{
    return fail(
        {.reason = Reason::ConfigurationFaulty, .detail = why, .about = configuration.sourcePath});
}

/// Each variable that is given is wanted, each that has to be given is there, and no secret stands
/// in a file.
Result<void> checkVariables(const ServiceProfile &profile, const Configuration &configuration)
{
    const auto &given = configuration.remote.variables;
    QStringList wanted;
    for (const OperatorVariable &variable : profile->variables) {
        const QString name = QString::fromLatin1(variable.name);
        wanted += name;
        const auto found = given.find(name);
        const bool there = found != given.end() && !found->second.isEmpty();
        if (variable.secret && there)
            return faulty(configuration, QStringLiteral("%1 is a secret: it belongs in the vault, "
                                                        "not in a file")
                                             .arg(name));
        if (variable.required && !variable.secret && !there)
            return faulty(configuration,
                          QStringLiteral("[variables] needs %1: %2").arg(name, variable.label));
    }
    for (const auto &[name, value] : given) {
        if (!wanted.contains(name)) {
            const QString nearest = nearestName(name, wanted);
            return faulty(configuration,
                          QStringLiteral("the profile has no variable \"%1\"%2")
                              .arg(name, nearest.isEmpty()
                                             ? QString()
                                             : QStringLiteral("; the nearest is ") + nearest));
        }
    }
    return {};
}

void describeRemote(const Configuration &configuration, ServiceDescription &description)
{
    const QUrl address = configuration.remote.address;
    description.host = address.host(QUrl::PrettyDecoded);
    if (address.port() > 0)
        description.host += QLatin1Char(':') + QString::number(address.port());
    const auto profile = loadProfile(configuration);
    if (!profile)
        return;
    description.passwordRules = (*profile)->passwordRules;
    description.passwordRules.askTwice = configuration.password.askTwice;
    description.linkLifetime = (*profile)->linkLifetime;
    description.linkForms.code = (*profile)->code;
    description.mailed = (*profile)->code ? MailedProof::Code : MailedProof::Link;
    const QUrl linked = configuration.remote.linkAddress;
    for (const QString &text : (*profile)->links) {
        if (auto pattern = LinkPattern::parse(text, linked.isEmpty() ? address : linked))
            description.linkForms.patterns.push_back(std::move(*pattern));
    }
}

} // namespace

Result<ServiceProfile> loadProfile(const Configuration &configuration)
{
    const RemoteSettings &remote = configuration.remote;
    auto profile =
        ServiceProfile::load(remote.profile.isEmpty() ? remote.profileFile : remote.profile);
    if (!profile)
        return profile;
    if (auto fits = checkVariables(*profile, configuration); !fits)
        return fail(fits.error());
    return profile;
}

ServiceDescription describeService(const Configuration &configuration)
{
    ServiceDescription description{
        .id = configuration.service.id,
        .name = configuration.service.name,
        .host = QCoreApplication::translate("latchkey::ServiceDescription", "on this computer"),
        .iconPath = configuration.service.icon,
        .deskContact = configuration.service.deskContact,
        .signInAddress = configuration.service.signIn,
        .passwordRules = {.minimumCharacters = configuration.password.minimumLength,
                          .askTwice = configuration.password.askTwice},
        .linkLifetime = configuration.links.lifetime,
        .codeLifetime = configuration.links.codeLifetime,
        .demo = configuration.demo,
    };
    if (configuration.isRemote())
        describeRemote(configuration, description);
    if (configuration.links.bindToDevice) {
        description.reach = LinkReach::AskingDevice;
        description.mailed = MailedProof::Link;
    }
    return description;
}

} // namespace latchkey
