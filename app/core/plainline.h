// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QString>

namespace latchkey {

/// One line, and nothing that could hide, reverse or break it: for names that come from
/// configuration or another machine. The joiners stay, which Persian names are spelled with. What
/// is longer than so many characters is cut at the end of one.
QString plainLine(const QString &text, qsizetype atMost = 1000);

} // namespace latchkey
