// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QString>

#include <chrono>

namespace latchkey {

/// Keeps the other programs that use this class out of a folder while it lives. It is flock(2) on
/// the folder itself: it leaves no file behind and ends with its process, and a writer cannot be
/// starved as QLockFile's growing pauses let happen.
class FolderLock
{
public:
    FolderLock(const QString &folder, std::chrono::milliseconds patience);
    ~FolderLock();
    Q_DISABLE_COPY_MOVE(FolderLock)

    bool isHeld() const noexcept { return m_isHeld; }

private:
    int m_folder;
    bool m_isHeld = false;
};

} // namespace latchkey
