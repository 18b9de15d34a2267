// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/result.h"

#include <QStringList>

namespace latchkey {

/// Who beside its owner and the machine's administrator may use a file, in words: "everybody",
/// "the group staff", "the user bob (access list)".
struct Audience
{
    QString owner;
    bool ownedByOther = false; ///< by neither us nor root
    bool isLink = false;       ///< then the rest tells of the link itself
    QStringList readers;
    QStringList writers;
};

/// From mode and POSIX access list. FileUnreadable when it cannot be looked at.
Result<Audience> audienceOf(const QString &path);

/// Folders above the file where somebody else could move it away and put another in its place:
/// open to writing without the sticky bit, or another user's.
QStringList foldersOpenAbove(const QString &path);

/// The name of the user that this program works as.
QString ownName();

} // namespace latchkey
