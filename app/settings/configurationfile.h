// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/result.h"

#include <QByteArray>

namespace latchkey {

/// The bytes of an ordinary file of at most 1 MiB; a link to one is followed. Never waits, as
/// opening a pipe would. FileUnreadable with the path and why.
Result<QByteArray> readConfigurationFile(const QString &path);

} // namespace latchkey
