// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/clock.h"

#include <QJsonValue>
#include <QString>

#include <optional>

namespace latchkey {

/// For people: "2026-03-01 14:05 CET", the time and zone of this machine.
QString localTime(Instant time);
/// For scripts: RFC 3339 in UTC; null for none.
QJsonValue jsonTime(std::optional<Instant> time);

} // namespace latchkey
