// SPDX-License-Identifier: GPL-3.0-or-later
#include "ctl/timetext.h"

#include <QDateTime>

namespace latchkey {

QString localTime(Instant time)
{
    return QDateTime::fromSecsSinceEpoch(time.time_since_epoch().count())
        .toString(QStringLiteral("yyyy-MM-dd HH:mm t"));
}

QJsonValue jsonTime(std::optional<Instant> time)
{
    if (!time)
        return QJsonValue::Null;
    return QDateTime::fromSecsSinceEpoch(time->time_since_epoch().count(), Qt::UTC)
        .toString(Qt::ISODate);
}

} // namespace latchkey
