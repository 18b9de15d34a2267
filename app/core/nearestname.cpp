// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/nearestname.h"

#include <algorithm>
#include <limits>
#include <numeric>
#include <vector>

namespace latchkey {

namespace {

// No name is near this length, and the work grows with it.
constexpr qsizetype longestCompared = 64;

int changesBetween(QStringView from, QStringView to)
{
    const auto width = static_cast<size_t>(to.size()) + 1;
    std::vector<std::vector<int>> changes(static_cast<size_t>(from.size()) + 1,
                                          std::vector<int>(width));
    std::iota(changes.front().begin(), changes.front().end(), 0);
    for (size_t row = 1; row < changes.size(); ++row) {
        changes[row][0] = static_cast<int>(row);
        for (size_t column = 1; column < width; ++column) {
            const auto at = static_cast<qsizetype>(row) - 1;
            const auto other = static_cast<qsizetype>(column) - 1;
            const int replaced = changes[row - 1][column - 1] + (from[at] == to[other] ? 0 : 1);
            int &fewest = changes[row][column];
            fewest =
                std::min({changes[row - 1][column] + 1, changes[row][column - 1] + 1, replaced});
            if (at > 0 && other > 0 && from[at] == to[other - 1] && from[at - 1] == to[other])
                fewest = std::min(fewest, changes[row - 2][column - 2] + 1);
        }
    }
    return changes.back().back();
}

} // namespace

QString nearestName(const QString &typed, const QStringList &names)
{
    const QString compared = typed.left(longestCompared).toLower();
    QString nearest;
    int fewest = std::numeric_limits<int>::max();
    for (const QString &name : names) {
        const int changes = changesBetween(compared, name);
        if (changes < fewest) {
            fewest = changes;
            nearest = name;
        }
    }
    return nearest;
}

} // namespace latchkey
