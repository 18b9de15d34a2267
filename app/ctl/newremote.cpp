// SPDX-License-Identifier: GPL-3.0-or-later
#include "ctl/newremote.h"

#include "application/composition.h"
#include "ctl/optionkeys.h"
#include "ctl/standardinput.h"
#include "ctl/workplace.h"
#include "settings/configurationreader.h"
#include "settings/consistency.h"
#include "settings/servicefile.h"

#include <QFileInfo>

namespace latchkey {

namespace {

constexpr OptionKey optionKeys[] = {
    {"--kind", "remote.profile"},
    {"--profile-file", "remote.profile_file"},
    {"--id", "service.id"},
    {"--name", "service.name"},
    {"--sign-in", "service.sign_in"},
    {"--desk-contact", "service.desk_contact"},
    {"--icon", "service.icon"},
    {"--link-address", "remote.link_address"},
    {"--ca-file", "remote.ca_file"},
    {"--pins", "remote.pins"},
    {"--keys-file", "keys.credential_file"},
};

/// https where no scheme is typed; http only to this machine.
Result<QUrl> readAddress(QString typed)
{
    if (!typed.contains(QLatin1String("://")))
        typed.prepend(QLatin1String("https://"));
    const QUrl address(typed, QUrl::StrictMode);
    const bool speakable =
        address.scheme() == QLatin1String("https") ||
        (address.scheme() == QLatin1String("http") && isThisMachine(address.host()));
    if (!address.isValid() || address.host().isEmpty() || !address.userInfo().isEmpty() ||
        address.hasQuery() || address.hasFragment() || !speakable)
        return fail(Reason::UsageFaulty,
                    QStringLiteral("ADDRESS is where a web service is: it begins with https:// "
                                   "and holds no user name, ? or #."));
    return address.adjusted(QUrl::StripTrailingSlash);
}

Result<void> readVariables(const QString &text, Configuration &chosen)
{
    for (const QString &pair : text.split(u';', Qt::SkipEmptyParts)) {
        const qsizetype equals = pair.indexOf(u'=');
        if (equals < 1)
            return fail(Reason::UsageFaulty,
                        QStringLiteral("--set takes NAME=VALUE, with ; between several."));
        chosen.remote.variables.insert_or_assign(pair.first(equals).trimmed(),
                                                 pair.sliced(equals + 1));
    }
    return {};
}

Result<void> recognise(Workplace &place, ServiceSetup &setup, Configuration &chosen)
{
    const auto seen = Workplace::wait(setup.recognise(chosen));
    if (!seen)
        return fail(seen.error());
    if (seen->empty())
        return fail(Reason::UsageFaulty,
                    QStringLiteral("The service does not say what it is. Name its kind with "
                                   "--kind; 'latchkeyctl service list --kinds' lists them."));
    chosen.remote.profile = seen->front().profile;
    chosen.remote.address = seen->front().address;
    QStringList others;
    for (size_t i = 1; i < seen->size(); ++i)
        others += (*seen)[i].profile;
    place.printer().remark(
        QStringLiteral("It seems to be %1%2.")
            .arg(chosen.remote.profile, others.isEmpty() ? QString()
                                                         : QStringLiteral("; it could also be ") +
                                                               others.join(QStringLiteral(", "))));
    return {};
}

QStringList takenIds(const Workplace &place)
{
    QStringList taken;
    for (const QString &path : place.serviceFiles()) {
        taken += QFileInfo(path).completeBaseName();
        if (const auto read = loadConfiguration(path))
            taken += read->service.id;
    }
    return taken;
}

} // namespace

Result<Configuration> chooseRemote(Workplace &place, ServiceSetup &setup,
                                   const Invocation &invocation)
{
    Configuration chosen;
    const auto address = readAddress(invocation.operand(0));
    if (!address)
        return fail(address.error());
    chosen.remote.address = *address;
    chosen.remote.development = address->scheme() == QLatin1String("http");
    for (const OptionKey &pair : optionKeys) {
        if (auto taken = takeOption(invocation, pair, chosen); !taken)
            return fail(taken.error());
    }
    if (invocation.has("--keys-file"))
        chosen.keys.source = KeySource::CredentialFile;
    if (auto read = readVariables(invocation.text("--set"), chosen); !read)
        return fail(read.error());
    if (!chosen.isRemote()) {
        if (auto seen = recognise(place, setup, chosen); !seen)
            return fail(seen.error());
    }
    const QStringList taken = takenIds(place);
    if (chosen.service.id.isEmpty())
        chosen.service.id = serviceIdFor(chosen.remote.address, taken);
    else if (taken.contains(chosen.service.id))
        return fail(Reason::UsageFaulty,
                    QStringLiteral("There is a service \"%1\" already.").arg(chosen.service.id));
    if (chosen.service.name.isEmpty())
        chosen.service.name = chosen.remote.address.host(QUrl::PrettyDecoded);
    const QString path =
        place.configurationPath().isEmpty()
            ? userServiceFolder() + u'/' + chosen.service.id + QStringLiteral(".toml")
            : QFileInfo(place.configurationPath()).absoluteFilePath();
    // As it will be read: what cannot be is told before anything is written.
    const auto read = readConfiguration(serviceFileText(chosen), path);
    if (!read)
        return fail(Reason::UsageFaulty, read.error().detail + u'.');
    if (const auto profile = loadProfile(*read); !profile)
        return fail(Reason::UsageFaulty, profile.error().detail + u'.');
    return read;
}

Result<GivenSecrets> readSecrets(const Configuration &configuration)
{
    const auto profile = loadProfile(configuration);
    if (!profile)
        return fail(profile.error());
    GivenSecrets secrets;
    for (const OperatorVariable &variable : (*profile)->variables) {
        if (!variable.secret)
            continue;
        auto typed = StandardInput::line(variable.label.toUtf8().constData());
        if (!typed)
            return fail(typed.error());
        secrets.insert_or_assign(variable.name, share(std::move(*typed)));
    }
    return secrets;
}

} // namespace latchkey
