// SPDX-License-Identifier: GPL-3.0-or-later
#include "application/httpparts.h"

#include "application/composition.h"

namespace latchkey {

namespace {

/// Reads the operator's secrets one after the other, so that a keyring asks once.
class SecretReader final : public QObject
{
public:
    SecretReader(std::shared_ptr<Vault> vault, std::vector<std::pair<QByteArray, QString>> wanted)
        : m_vault(std::move(vault)), m_wanted(std::move(wanted))
    {
    }

    Future<Variables> read()
    {
        auto promise = std::make_shared<QPromise<Result<Variables>>>();
        promise->start();
        auto future = promise->future();
        readFrom(0, std::make_shared<Variables>(), promise);
        return future;
    }

private:
    void readFrom(size_t at, const std::shared_ptr<Variables> &read,
                  const std::shared_ptr<QPromise<Result<Variables>>> &promise)
    {
        if (at == m_wanted.size()) {
            promise->addResult(*read);
            promise->finish();
            return;
        }
        const auto &[variable, name] = m_wanted[at];
        whenDone(m_vault->read(name), this,
                 [this, at, read, promise, name = variable](const Result<SharedSecret> &secret) {
                     if (secret) {
                         read->insert_or_assign(name, *secret);
                         readFrom(at + 1, read, promise);
                     } else {
                         promise->addResult(fail(secret.error()));
                         promise->finish();
                     }
                 });
    }

    std::shared_ptr<Vault> m_vault;
    std::vector<std::pair<QByteArray, QString>> m_wanted;
};

Variables variablesOf(const ServiceProfile &profile, const RemoteSettings &remote)
{
    Variables variables;
    for (const OperatorVariable &variable : profile->variables) {
        const auto given = remote.variables.find(QString::fromLatin1(variable.name));
        const QString value = given == remote.variables.end() ? variable.fallback : given->second;
        if (!value.isEmpty())
            variables.emplace(variable.name, share(Secret::copyOf(value.toUtf8())));
    }
    return variables;
}

Result<std::function<Future<Variables>()>> secretsOf(const ServiceProfile &profile,
                                                     const Configuration &configuration)
{
    std::vector<std::pair<QByteArray, QString>> wanted;
    for (const OperatorVariable &variable : profile->variables) {
        if (variable.secret)
            wanted.emplace_back(variable.name, variableName(configuration, variable.name));
    }
    if (wanted.empty())
        return std::function<Future<Variables>()>();
    auto vault = makeVault(configuration);
    if (!vault)
        return fail(vault.error());
    auto reader = std::make_shared<SecretReader>(std::move(*vault), std::move(wanted));
    return [reader] { return reader->read(); };
}

} // namespace

Result<TransportRules> transportRulesOf(const Configuration &configuration)
{
    const RemoteSettings &remote = configuration.remote;
    TransportRules rules{.base = remote.address, .loopbackHttp = remote.development};
    if (!remote.certificateAuthority.isEmpty()) {
        auto authorities = readAuthorities(remote.certificateAuthority);
        if (!authorities)
            return fail(authorities.error());
        rules.trust.authorities = std::move(*authorities);
    }
    auto pins = readPins(remote.pins.split(u' ', Qt::SkipEmptyParts));
    if (!pins) {
        return fail({.reason = pins.error().reason,
                     .detail = QStringLiteral("remote.pins: ") + pins.error().detail,
                     .about = configuration.sourcePath});
    }
    rules.trust.pins = std::move(*pins);
    return rules;
}

Result<HttpParts> httpPartsOf(const Configuration &configuration, const Clock &clock)
{
    auto profile = loadProfile(configuration);
    if (!profile)
        return fail(profile.error());
    auto rules = transportRulesOf(configuration);
    if (!rules)
        return fail(rules.error());
    auto secrets = secretsOf(*profile, configuration);
    if (!secrets)
        return fail(secrets.error());
    return HttpParts{.clock = clock,
                     .description = describeService(configuration),
                     .profile = *profile,
                     .rules = std::move(*rules),
                     .variables = variablesOf(*profile, configuration.remote),
                     .readSecrets = std::move(*secrets)};
}

} // namespace latchkey
