// SPDX-License-Identifier: GPL-3.0-or-later
#include "application/composition.h"

#include <QCoreApplication>

namespace latchkey {

ServiceDescription describeService(const Configuration &configuration)
{
    return ServiceDescription{
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
}

} // namespace latchkey
