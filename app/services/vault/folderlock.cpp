// SPDX-License-Identifier: GPL-3.0-or-later
#include "services/vault/folderlock.h"

#include <QDeadlineTimer>
#include <QFile>
#include <QThread>

#include <fcntl.h>
#include <sys/file.h>
#include <unistd.h>

namespace latchkey {

namespace {
constexpr unsigned long pauseInMilliseconds = 5;
}

FolderLock::FolderLock(const QString &folder, std::chrono::milliseconds patience)
    : m_folder(::open(QFile::encodeName(folder).constData(), O_RDONLY | O_DIRECTORY | O_CLOEXEC))
{
    if (m_folder < 0)
        return;
    // Never waiting inside flock: whoever can read the folder could make that last for ever.
    const QDeadlineTimer deadline(patience);
    while (!(m_isHeld = ::flock(m_folder, LOCK_EX | LOCK_NB) == 0) && !deadline.hasExpired())
        QThread::msleep(pauseInMilliseconds);
}

FolderLock::~FolderLock()
{
    if (m_folder >= 0)
        ::close(m_folder);
}

} // namespace latchkey
