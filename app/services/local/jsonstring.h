// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QByteArrayView>
#include <QString>

#include <optional>

namespace latchkey {

/// The text of a JSON document that is one string and nothing else (RFC 8259 7): no blanks around
/// it, valid UTF-8, no bare control character, no lone surrogate. Stricter than QJsonDocument,
/// which reads no bare string in Qt 6.4 and lets lone surrogates through.
std::optional<QString> readJsonString(QByteArrayView json);

} // namespace latchkey
