// SPDX-License-Identifier: GPL-3.0-or-later
#include "application/servicecatalogue.h"

#include "application/composition.h"

#include <algorithm>

namespace latchkey {

namespace {

KnownService readService(const QString &path, const std::vector<KnownService> &before)
{
    auto configuration = loadConfiguration(path);
    if (!configuration)
        return {.path = path, .fault = configuration.error()};
    if (configuration->isRemote()) {
        if (auto profile = loadProfile(*configuration); !profile)
            return {.path = path, .fault = profile.error()};
    }
    const QString id = configuration->service.id;
    const auto twin = std::ranges::find_if(before, [&id](const KnownService &known) {
        return !known.fault && known.description.id == id;
    });
    if (twin != before.end()) {
        return {.path = path,
                .fault = Failure{
                    .reason = Reason::ConfigurationFaulty,
                    .detail =
                        QStringLiteral("the service id \"%1\" is taken by %2").arg(id, twin->path),
                    .about = path}};
    }
    ServiceDescription description = describeService(*configuration);
    return {.path = path,
            .configuration = std::move(*configuration),
            .description = std::move(description)};
}

} // namespace

std::vector<KnownService> readServices(const QStringList &paths)
{
    std::vector<KnownService> services;
    for (const QString &path : paths)
        services.push_back(readService(path, services));
    return services;
}

} // namespace latchkey
