// SPDX-License-Identifier: GPL-3.0-or-later
#include "application/servicesetup.h"

#include "application/composition.h"
#include "application/httpparts.h"
#include "services/http/servicescout.h"
#include "services/vault/privatefile.h"
#include "settings/servicefile.h"

#include <QDir>
#include <QFileInfo>

#include <algorithm>

namespace latchkey {

namespace {

ServiceTrial trialOf(const FlowEnd &end)
{
    const bool understood = end.outcome != Outcome::Unavailable;
    return {.understood = understood,
            .saw = end.outcome == Outcome::Ok
                       ? QStringLiteral("every step was answered as the profile says")
                       : end.detail};
}

std::vector<SeenService> seenOf(const std::vector<Sighting> &sightings)
{
    std::vector<SeenService> services;
    services.reserve(sightings.size());
    for (const Sighting &sighting : sightings)
        services.push_back({sighting.profile, sighting.address});
    return services;
}

/// What a future brings, in other words.
template <class To, class From>
Future<To> reworded(const Future<From> &future, QObject *context, To (*reword)(const From &))
{
    auto promise = std::make_shared<QPromise<Result<To>>>();
    promise->start();
    whenDone(future, context, [promise, reword](const Result<From> &result) {
        promise->addResult(result ? Result<To>(reword(*result)) : fail(result.error()));
        promise->finish();
    });
    return promise->future();
}

std::vector<ServiceProfile> shippedProfiles()
{
    std::vector<ServiceProfile> profiles;
    for (const QString &id : ServiceProfile::shipped()) {
        if (auto profile = ServiceProfile::load(id))
            profiles.push_back(std::move(*profile));
    }
    return profiles;
}

Result<bool> writeFile(const Configuration &configuration, const QString &path)
{
    const QString folder = QFileInfo(path).absolutePath();
    if (!QDir().mkpath(folder))
        return fail({.reason = Reason::FileUnreadable,
                     .detail = QStringLiteral("the folder cannot be made"),
                     .about = folder});
    if (auto made = createPrivateFile(path, serviceFileText(configuration)); !made)
        return fail(made.error());
    return true;
}

/// Writes one secret after the other, so that a keyring asks once, and then does the last thing.
class SecretKeeper final : public QObject
{
public:
    SecretKeeper(std::unique_ptr<Vault> vault,
                 std::vector<std::pair<QString, SharedSecret>> secrets,
                 std::function<Result<bool>()> last)
        : m_vault(std::move(vault)), m_secrets(std::move(secrets)), m_last(std::move(last))
    {
        m_promise.start();
    }

    Future<bool> keep()
    {
        auto future = m_promise.future();
        keepFrom(0);
        return future;
    }

private:
    void keepFrom(size_t at)
    {
        if (at == m_secrets.size()) {
            finish(m_last());
            return;
        }
        whenDone(m_vault->write(m_secrets[at].first, m_secrets[at].second), this,
                 [this, at](const Result<bool> &written) {
                     if (written)
                         keepFrom(at + 1);
                     else
                         finish(fail(written.error()));
                 });
    }

    void finish(Result<bool> result)
    {
        m_promise.addResult(std::move(result));
        m_promise.finish();
        deleteLater();
    }

    std::unique_ptr<Vault> m_vault;
    std::vector<std::pair<QString, SharedSecret>> m_secrets;
    std::function<Result<bool>()> m_last;
    QPromise<Result<bool>> m_promise;
};

class HttpServiceSetup final : public QObject, public ServiceSetup
{
public:
    explicit HttpServiceSetup(const Clock &clock) : m_clock(clock), m_scout(clock) {}

    Future<std::vector<SeenService>> recognise(const Configuration &configuration) override
    {
        const auto rules = transportRulesOf(configuration);
        if (!rules)
            return readyFuture<std::vector<SeenService>>(fail(rules.error()));
        return reworded(m_scout.recognise(*rules, shippedProfiles()), this, &seenOf);
    }

    Future<ServiceTrial> tryOut(const Configuration &configuration,
                                const GivenSecrets &secrets) override
    {
        auto parts = httpPartsOf(configuration, m_clock);
        if (!parts)
            return readyFuture<ServiceTrial>(fail(parts.error()));
        if (parts->profile->request.steps.empty())
            return readyFuture<ServiceTrial>(ServiceTrial{
                .understood = true,
                .saw = QStringLiteral("the profile asks nothing: people go on in a browser")});
        for (const auto &[name, secret] : secrets)
            parts->variables.insert_or_assign(name, secret);
        const bool allGiven =
            std::ranges::all_of(parts->profile->variables, [&secrets](const auto &variable) {
                return !variable.secret || secrets.contains(variable.name);
            });
        if (allGiven || !parts->readSecrets)
            return tryWith(*parts, parts->variables);
        auto promise = std::make_shared<QPromise<Result<ServiceTrial>>>();
        promise->start();
        whenDone(parts->readSecrets(), this, [this, promise, parts](const Result<Variables> &read) {
            if (!read) {
                promise->addResult(fail(read.error()));
                promise->finish();
                return;
            }
            Variables all = parts->variables;
            all.insert(read->begin(), read->end());
            whenDone(tryWith(*parts, all), this, [promise](const Result<ServiceTrial> &trial) {
                promise->addResult(trial);
                promise->finish();
            });
        });
        return promise->future();
    }

    Future<bool> add(const Configuration &configuration, const GivenSecrets &secrets,
                     const QString &path) override
    {
        if (secrets.empty())
            return readyFuture<bool>(writeFile(configuration, path));
        auto vault = makeVault(configuration);
        if (!vault)
            return readyFuture<bool>(fail(vault.error()));
        std::vector<std::pair<QString, SharedSecret>> named;
        for (const auto &[name, secret] : secrets)
            named.emplace_back(variableName(configuration, name), secret);
        return (new SecretKeeper(std::move(*vault), std::move(named),
                                 [configuration, path] { return writeFile(configuration, path); }))
            ->keep();
    }

private:
    Future<ServiceTrial> tryWith(const HttpParts &parts, const Variables &variables)
    {
        return reworded(tryRequest(parts.profile, parts.rules, variables, m_clock), this, &trialOf);
    }

    const Clock &m_clock;
    ServiceScout m_scout;
};

} // namespace

std::unique_ptr<ServiceSetup> makeServiceSetup(const Clock &clock)
{
    return std::make_unique<HttpServiceSetup>(clock);
}

} // namespace latchkey
