// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QByteArray>
#include <QByteArrayView>

#include <optional>

namespace latchkey {

/// A zlib stream (RFC 1950) at the library's default level, as Python's zlib.compress() makes it.
QByteArray deflate(QByteArrayView bytes);

/// What one whole zlib stream holds. Nothing when it is damaged or cut off, when bytes follow it,
/// or when it holds more than `most` bytes: 10 MB of JSON fit into 13,027 characters.
std::optional<QByteArray> inflateBounded(QByteArrayView stream, qsizetype most);

} // namespace latchkey
