// SPDX-License-Identifier: GPL-3.0-or-later
#include "application/serviceadding.h"

#include "application/backendloader.h"
#include "application/composition.h"
#include "settings/configurationreader.h"
#include "settings/consistency.h"
#include "settings/servicefile.h"
#include "ui/findservicepage.h"
#include "ui/startwindow.h"

#include <QDir>

#include <algorithm>

namespace latchkey {

namespace {

/// Http only to this machine, where no certificate can be had.
bool isDevelopment(const QUrl &address)
{
    return address.scheme() == QLatin1String("http") && isThisMachine(address.host());
}

Result<Configuration> askedConfiguration(const QUrl &address)
{
    const bool speakable = address.scheme() == QLatin1String("https") || isDevelopment(address);
    if (!address.isValid() || address.host().isEmpty() || !address.userInfo().isEmpty() ||
        !speakable)
        return fail(Reason::ServiceAddressInvalid);
    Configuration asked;
    asked.remote.address =
        address.adjusted(QUrl::RemoveQuery | QUrl::RemoveFragment | QUrl::StripTrailingSlash);
    asked.remote.development = isDevelopment(address);
    return asked;
}

ServiceKind kindOf(const ServiceProfile &profile, const QUrl &typed,
                   const std::vector<SeenService> &seen)
{
    const auto found = std::ranges::find(seen, profile->id, &SeenService::profile);
    ServiceKind kind{.id = profile->id,
                     .title = profile->title,
                     .address = found == seen.end() ? typed : found->address,
                     .seen = found != seen.end(),
                     .tried = profile->ranAgainstReal};
    for (const OperatorVariable &variable : profile->variables) {
        kind.variables.push_back({.name = QString::fromLatin1(variable.name),
                                  .label = variable.label,
                                  .fallback = variable.fallback,
                                  .required = variable.required,
                                  .secret = variable.secret});
    }
    return kind;
}

} // namespace

ServiceAdding::ServiceAdding(StartWindow &window, const Clock &clock, QStringList takenIds,
                             QObject *parent)
    : QObject(parent), m_window(window), m_clock(clock), m_takenIds(std::move(takenIds))
{
}

ServiceAdding::~ServiceAdding() = default;

void ServiceAdding::start()
{
    m_find = m_window.showFindService();
    connect(m_find, &FindServicePage::lookWanted, this, &ServiceAdding::look);
    connect(m_find, &FindServicePage::backWanted, this, &ServiceAdding::givenUp);
}

void ServiceAdding::look(const QUrl &address)
{
    const auto asked = askedConfiguration(address);
    if (!asked) {
        m_find->showRefusal(asked.error());
        return;
    }
    if (!m_setup) {
        auto loaded = loadServiceSetup(m_clock);
        if (!loaded) {
            m_find->showRefusal(loaded.error());
            return;
        }
        m_setup = std::move(*loaded);
    }
    m_find->setBusy(true);
    whenDone(m_setup->recognise(*asked), m_find,
             [this, asked = *asked](const Result<std::vector<SeenService>> &seen) {
                 m_find->setBusy(false);
                 if (seen)
                     offer(asked, *seen);
                 else
                     m_find->showRefusal(seen.error());
             });
}

void ServiceAdding::offer(const Configuration &asked, const std::vector<SeenService> &seen)
{
    QList<ServiceKind> kinds;
    for (const QString &id : ServiceProfile::shipped()) {
        if (const auto profile = ServiceProfile::load(id))
            kinds.push_back(kindOf(*profile, asked.remote.address, seen));
    }
    // What was seen in the order in which it was, then those that were tried, then the rest.
    const auto rank = [&seen](const ServiceKind &kind) {
        const auto found = std::ranges::find(seen, kind.id, &SeenService::profile);
        return std::pair(found - seen.begin(), !kind.tried);
    };
    std::ranges::stable_sort(kinds, {}, rank);
    m_new = m_window.showNewService(kinds);
    connect(m_new, &NewServicePage::addWanted, this, &ServiceAdding::add);
    connect(m_new, &NewServicePage::backWanted, this, &ServiceAdding::start);
}

void ServiceAdding::add(const NewService &service, bool insisting)
{
    Configuration configuration;
    configuration.service.id = serviceIdFor(service.address, m_takenIds);
    configuration.service.name = service.name;
    configuration.remote.profile = service.kind;
    configuration.remote.address = service.address;
    configuration.remote.development = isDevelopment(service.address);
    GivenSecrets secrets;
    const auto profile = ServiceProfile::load(service.kind);
    for (auto given = service.variables.cbegin(); given != service.variables.cend(); ++given) {
        const bool secret =
            profile && std::ranges::any_of((*profile)->variables, [&given](const auto &variable) {
                return variable.secret && QLatin1String(variable.name) == given.key();
            });
        if (secret)
            secrets.insert_or_assign(given.key().toLatin1(),
                                     share(Secret::taking(given.value().toUtf8())));
        else
            configuration.remote.variables.insert_or_assign(given.key(), *given);
    }
    // As it will be read: what cannot be is told before anything is written.
    const QString path =
        userServiceFolder() + u'/' + configuration.service.id + QStringLiteral(".toml");
    const auto read = readConfiguration(serviceFileText(configuration), path);
    const auto fits = read ? loadProfile(*read) : Result<ServiceProfile>(fail(read.error()));
    if (!fits) {
        m_new->showRefusal(fits.error());
        return;
    }
    if (insisting) {
        write(*read, secrets);
        return;
    }
    m_new->setBusy(true);
    whenDone(m_setup->tryOut(*read, secrets), m_new,
             [this, configuration = *read, secrets](const Result<ServiceTrial> &trial) {
                 m_new->setBusy(false);
                 if (!trial)
                     m_new->showDoubt(reasonName(trial.error().reason) + QStringLiteral(": ") +
                                      trial.error().detail);
                 else if (!trial->understood)
                     m_new->showDoubt(trial->saw);
                 else
                     write(configuration, secrets);
             });
}

void ServiceAdding::write(const Configuration &configuration, const GivenSecrets &secrets)
{
    m_new->setBusy(true);
    whenDone(m_setup->add(configuration, secrets, configuration.sourcePath), m_new,
             [this](const Result<bool> &done) {
                 m_new->setBusy(false);
                 if (done)
                     Q_EMIT added();
                 else
                     m_new->showRefusal(done.error());
             });
}

} // namespace latchkey
