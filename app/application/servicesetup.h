// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/async.h"
#include "core/clock.h"
#include "core/secret.h"
#include "settings/configuration.h"

#include <map>
#include <memory>
#include <vector>

namespace latchkey {

/// What a service at an address seems to be.
struct SeenService
{
    QString profile; ///< id
    QUrl address;    ///< where it begins; below the one that was asked about
};

/// How a trial of a service went.
struct ServiceTrial
{
    bool understood = false; ///< the service answered as its profile says
    QString saw;             ///< for a person who knows: status and step, in English
};

/// The secrets that a profile's variables ask for, by name.
using GivenSecrets = std::map<QByteArray, SharedSecret>;

/// What adding a service needs beside its file. The window loads it with the back end's module.
/// Lives in the caller's thread, which runs an event loop; outlives the futures it gave.
class ServiceSetup
{
public:
    virtual ~ServiceSetup() = default;

    /// Asks the address of the settings what it is, by GETs that change nothing. Offline,
    /// ServiceUnreachable, CertificateWrong, TimedOut.
    virtual Future<std::vector<SeenService>> recognise(const Configuration &configuration) = 0;
    /// Asks for a reset for an address that nobody has. Secrets that are not given come from the
    /// vault.
    virtual Future<ServiceTrial> tryOut(const Configuration &configuration,
                                        const GivenSecrets &secrets) = 0;
    /// Puts the secrets into the vault that the settings name, and then writes the service's file,
    /// which must not be there yet. FileUnreadable with the path.
    virtual Future<bool> add(const Configuration &configuration, const GivenSecrets &secrets,
                             const QString &path) = 0;

protected:
    ServiceSetup() = default;
    ServiceSetup(const ServiceSetup &) = default;
    ServiceSetup &operator=(const ServiceSetup &) = default;
};

/// The clock outlives it.
std::unique_ptr<ServiceSetup> makeServiceSetup(const Clock &clock);

} // namespace latchkey
