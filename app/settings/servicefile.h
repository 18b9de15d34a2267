// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "settings/configuration.h"

#include <QByteArray>

namespace latchkey {

/// The file of a service at a web address: what differs from the defaults, and its variables.
/// `readConfiguration` reads it back to the same values.
QByteArray serviceFileText(const Configuration &configuration);

/// An id made of the address's host that is none of `taken`: "cloud-example-org".
QString serviceIdFor(const QUrl &address, const QStringList &taken);

/// Where this user's files of services are: $XDG_CONFIG_HOME/latchkey/services.d.
QString userServiceFolder();

} // namespace latchkey
