// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "services/local/localoptions.h"

#include <QSysInfo>

namespace latchkey {

// The names under which this device's own limits are counted. Those are the only ones that anybody
// is told of: they say nothing about an account.

inline QString deviceName(const LocalOptions &options)
{
    return options.device.isEmpty() ? QSysInfo::machineHostName() : options.device;
}

inline QString requestsBucket(const LocalOptions &options)
{
    return QStringLiteral("device:") + deviceName(options);
}

inline QString wrongLinksBucket(const LocalOptions &options)
{
    return QStringLiteral("links:") + deviceName(options);
}

inline QString wrongCodesBucket(const LocalOptions &options)
{
    return QStringLiteral("codes:") + deviceName(options);
}

} // namespace latchkey
