// SPDX-License-Identifier: GPL-3.0-or-later
#include "application/demo.h"

#include <QCoreApplication>

namespace latchkey {

Configuration demoConfiguration(const QString &folder)
{
    Configuration configuration;
    configuration.service.id = QStringLiteral("demo");
    configuration.service.name = QCoreApplication::translate("latchkey::Demo", "Demo service");
    configuration.database.path = folder + QStringLiteral("/demo.db");
    configuration.mail.folder = folder + QStringLiteral("/mail");
    configuration.mail.from = QStringLiteral("recovery@example.com");
    configuration.demo = true;
    return configuration;
}

} // namespace latchkey
