// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/result.h"

#include <QByteArray>

#include <optional>

namespace latchkey {

/// The bytes of an ordinary file of at most 1 MiB; a link to one is followed. Never waits, as
/// opening a pipe would. FileUnreadable with the path and why.
Result<QByteArray> readConfigurationFile(const QString &path);

/// The same of a file that is to hold against the user's own, if it is there. It and its folder
/// have to belong to root or to us, and be closed to the writing of others: FileUnreadable
/// otherwise.
Result<std::optional<QByteArray>> readSystemFile(const QString &path);

} // namespace latchkey
