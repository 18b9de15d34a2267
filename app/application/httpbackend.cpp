// SPDX-License-Identifier: GPL-3.0-or-later
#include "application/httpbackend.h"

#include "application/composition.h"
#include "services/http/httpservice.h"

namespace latchkey {

namespace {

/// Stands for a service that the settings do not give.
class AbsentService final : public RecoveryService
{
public:
    AbsentService(ServiceDescription description, Failure why)
        : m_description(std::move(description)), m_why(std::move(why))
    {
    }

    const ServiceDescription &description() const override { return m_description; }
    Future<RequestReceipt> requestReset(const EmailAddress &) override { return no(); }
    Future<AccountGlimpse> inspect(const Proof &) override { return no(); }
    Future<ResetOutcome> resetPassword(const Proof &, SharedSecret) override { return no(); }
    Future<AccountGlimpse> confirmAddress(const Proof &) override { return no(); }

private:
    struct No
    {
        const Failure &why;
        template <class T>
        operator Future<T>() const
        {
            return readyFuture<T>(fail(why));
        }
    };
    No no() const { return {m_why}; }

    ServiceDescription m_description;
    Failure m_why;
};

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

Result<TransportRules> rulesOf(const RemoteSettings &remote)
{
    TransportRules rules{.base = remote.address, .loopbackHttp = remote.development};
    if (!remote.certificateAuthority.isEmpty()) {
        auto authorities = readAuthorities(remote.certificateAuthority);
        if (!authorities)
            return fail(authorities.error());
        rules.trust.authorities = std::move(*authorities);
    }
    auto pins = readPins(remote.pins.split(u' ', Qt::SkipEmptyParts));
    if (!pins)
        return fail(pins.error());
    rules.trust.pins = std::move(*pins);
    return rules;
}

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

Result<std::unique_ptr<RecoveryService>> makeService(const Configuration &configuration,
                                                     const Clock &clock)
{
    auto profile = loadProfile(configuration);
    if (!profile)
        return fail(profile.error());
    auto rules = rulesOf(configuration.remote);
    if (!rules)
        return fail(rules.error());
    auto secrets = secretsOf(*profile, configuration);
    if (!secrets)
        return fail(secrets.error());
    return std::make_unique<HttpService>(
        HttpParts{.clock = clock,
                  .description = describeService(configuration),
                  .profile = *profile,
                  .rules = std::move(*rules),
                  .variables = variablesOf(*profile, configuration.remote),
                  .readSecrets = std::move(*secrets)});
}

class HttpBackend final : public Backend
{
public:
    explicit HttpBackend(std::unique_ptr<RecoveryService> service) : m_service(std::move(service))
    {
    }

    RecoveryService &service() override { return *m_service; }
    // The service sends its own mail.
    Future<int> drainOutbox(std::chrono::milliseconds) override { return readyFuture<int>(0); }
    void watchDemoMail(std::function<void(const SentMail &)>) override {}

private:
    std::unique_ptr<RecoveryService> m_service;
};

} // namespace

std::unique_ptr<Backend> openHttpBackend(const Configuration &configuration, const Clock &clock)
{
    auto service = makeService(configuration, clock);
    if (!service) {
        return std::make_unique<HttpBackend>(std::make_unique<AbsentService>(
            describeService(configuration), std::move(service.error())));
    }
    return std::make_unique<HttpBackend>(std::move(*service));
}

} // namespace latchkey
