// SPDX-License-Identifier: GPL-3.0-or-later
#include "application/composition.h"

#include "application/demo.h"
#include "application/demomailer.h"
#include "application/httpbackend.h"
#include "application/keyedmailer.h"
#include "application/localbackend.h"
#include "services/vault/devicekey.h"
#include "services/vault/keychainvault.h"

#include <QSysInfo>

namespace latchkey {

namespace {

RequestLimits limitsOf(const RequestSettings &settings)
{
    return {.perDeviceMinute = settings.perDeviceMinute,
            .perAccountHour = settings.perAccountHour,
            .perAccountDay = settings.perAccountDay,
            .resendAfter = settings.resendAfter};
}

/// What an operator asks for is for somebody else, who opens it elsewhere.
ServiceDescription describeFor(Asker asker, const Configuration &configuration)
{
    ServiceDescription description = describeService(configuration);
    if (asker == Asker::Operator) {
        description.reach = LinkReach::Anywhere;
        description.mailed = MailedProof::LinkAndCode;
    }
    return description;
}

LocalOptions optionsOf(const Configuration &configuration, Asker asker)
{
    return {.description = describeFor(asker, configuration),
            .databasePath = configuration.database.path,
            .origin = askingMachine(),
            .asker = asker,
            .messageDomain = configuration.mail.from.section(QLatin1Char('@'), -1),
            .language = configuration.service.language,
            .answerDelay = configuration.request.answerDelay,
            .limits = limitsOf(configuration.request),
            .bridge = configuration.links.bridge.toEncoded(),
            .acceptBareAddress = configuration.links.acceptBareAddress,
            .retention = std::chrono::days(configuration.retention.days),
            .mailConnections = configuration.mail.connections};
}

/// Stands for a mailer that the settings do not give: what it was to send waits.
class AbsentMailer final : public Mailer
{
public:
    explicit AbsentMailer(Failure why) : m_why(std::move(why)) {}
    Result<void> send(const Letter &) override { return fail(m_why); }

private:
    Failure m_why;
};

bool wantsPassword(const MailSettings &mail)
{
    return mail.transport == MailTransport::Smtp && !mail.user.isEmpty();
}

std::unique_ptr<Mailer> mailerOf(const Configuration &configuration,
                                 const std::shared_ptr<Vault> &vault)
{
    if (vault && wantsPassword(configuration.mail)) {
        return std::make_unique<KeyedMailer>(
            [vault, name = smtpPasswordName(configuration)] { return vault->read(name); },
            [configuration](SharedSecret secret) {
                return makeMailer(configuration, std::move(secret));
            });
    }
    Result<std::unique_ptr<Mailer>> made = makeMailer(configuration, {});
    return made ? std::move(*made) : std::make_unique<AbsentMailer>(made.error());
}

std::unique_ptr<Backend> openDemoBackend(const Configuration &configuration, const Clock &clock)
{
    auto watch = std::make_shared<DemoMailWatch>();
    const Result<SharedSecret> ring = seedDemo(configuration, clock);
    LocalOptions options = optionsOf(configuration, Asker::Window);
    options.origin = QString();
    LocalParts parts{.clock = clock,
                     .mailer = std::make_unique<DemoMailer>(
                         mailerOf(configuration, nullptr),
                         MailSender{.address = configuration.mail.from, .name = {}}, watch),
                     .readKeys = [ring] { return readyFuture<SharedSecret>(ring); }};
    return std::make_unique<LocalBackend>(std::move(options), std::move(parts), std::move(watch));
}

} // namespace

QString askingMachine()
{
    return QSysInfo::machineHostName();
}

std::unique_ptr<Backend> openBackend(const Configuration &configuration, const Clock &clock,
                                     Asker asker)
{
    if (configuration.demo)
        return openDemoBackend(configuration, clock);
    if (configuration.isRemote())
        return openHttpBackend(configuration, clock);

    std::shared_ptr<Vault> vault;
    std::function<Future<SharedSecret>()> readKeys;
    if (Result<std::unique_ptr<Vault>> made = makeVault(configuration)) {
        vault = std::move(*made);
        readKeys = [vault, name = signingKeysName(configuration)] { return vault->read(name); };
    } else {
        readKeys = [why = made.error()] { return readyFuture<SharedSecret>(fail(why)); };
    }
    // In the keyring of whoever is at the window, wherever the service's own keys are: a file that
    // the service's keys come from is the same for everybody.
    auto deviceKey = std::make_shared<DeviceKey>(std::make_unique<KeychainVault>(),
                                                 deviceKeyName(configuration));
    LocalParts parts{.clock = clock,
                     .mailer = mailerOf(configuration, vault),
                     .readKeys = std::move(readKeys),
                     .readDeviceKey = [deviceKey] { return deviceKey->read(); },
                     .readOrMakeDeviceKey = [deviceKey] { return deviceKey->readOrMake(); }};
    return std::make_unique<LocalBackend>(optionsOf(configuration, asker), std::move(parts),
                                          nullptr);
}

} // namespace latchkey
