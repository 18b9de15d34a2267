// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "application/backend.h"
#include "core/clock.h"
#include "services/http/serviceprofile.h"
#include "services/mail/mailer.h"
#include "services/mail/smtpoutcome.h"
#include "services/vault/vault.h"

#include <functional>
#include <memory>

namespace latchkey {

/// From settings to working parts: the one place that knows which class stands behind which
/// setting. Used by the window's back-end module and by `latchkeyctl`.

/// Of a remote service whose profile cannot be read only what the configuration itself says.
ServiceDescription describeService(const Configuration &configuration);

/// The profile of a remote service. ConfigurationFaulty when it has a fault, or when the
/// configuration's variables are not those that it wants. FileUnreadable.
Result<ServiceProfile> loadProfile(const Configuration &configuration);

/// The keyring, or the credential file. Fails with CredentialUnsafe or ConfigurationFaulty before
/// anything is read. Needs an event loop in the calling thread when it is used.
Result<std::unique_ptr<Vault>> makeVault(const Configuration &configuration);

/// Names under which a service's secrets are kept in the vault.
QString signingKeysName(const Configuration &configuration);
QString smtpPasswordName(const Configuration &configuration);
QString deviceKeyName(const Configuration &configuration);
QString variableName(const Configuration &configuration, const QByteArray &variable);

/// `smtpPassword` may be null where the server wants none.
Result<std::unique_ptr<Mailer>> makeMailer(const Configuration &configuration,
                                           SharedSecret smtpPassword);

/// How a conversation with the mail server of the settings ends, when it is sent this letter or,
/// without one, when it is talked to up to the login. For `transport = "smtp"`.
Result<SmtpOutcome> tryMailServer(const Configuration &configuration, SharedSecret smtpPassword,
                                  const Letter *letter = nullptr);

/// What requests say of where they were asked.
QString askingMachine();

/// Returns at once; a database or key that cannot be opened fails the first call to the service.
std::unique_ptr<Backend> openBackend(const Configuration &configuration, const Clock &clock,
                                     Asker asker = Asker::Window);

} // namespace latchkey
