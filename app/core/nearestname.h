// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QString>
#include <QStringList>

namespace latchkey {

/// The one of `names` that takes the fewest slips: a character too many, too few, another, or two
/// swapped (optimal string alignment). The first of several. Empty when there are none.
QString nearestName(const QString &typed, const QStringList &names);

} // namespace latchkey
