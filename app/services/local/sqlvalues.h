// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/clock.h"

#include <QVariant>

#include <optional>

namespace latchkey {

// How our values stand in a row: times as Unix seconds, hashes as text, absence as NULL.

inline QVariant seconds(Instant time)
{
    return QVariant::fromValue<qint64>(time.time_since_epoch().count());
}

inline Instant instant(const QVariant &value)
{
    return Instant(std::chrono::seconds(value.toLongLong()));
}

inline std::optional<Instant> optionalInstant(const QVariant &value)
{
    return value.isNull() ? std::nullopt : std::optional(instant(value));
}

inline QVariant textOrNull(const QByteArray &text)
{
    return text.isEmpty() ? QVariant() : QVariant(QString::fromUtf8(text));
}

/// For a column that is NOT NULL: Qt binds a null QString as NULL.
inline QVariant textOrEmpty(const QString &text)
{
    return text.isNull() ? QStringLiteral("") : text;
}

} // namespace latchkey
