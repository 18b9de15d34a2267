// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/result.h"

#include <QByteArray>
#include <QByteArrayView>
#include <QStringList>

#include <mutex>

namespace latchkey {

/// How much is kept: one file that is written to, and so many older ones.
struct LogLimits
{
    qint64 bytes = qint64{1024} * 1024; ///< a file that is larger is set aside
    int kept = 3;
};

/// A file of lines that several processes may write to at once: each line is one write to the end
/// of the file. A crash at any moment loses and changes nothing that was written; of the one line
/// in hand it may leave the beginning, which the next line does not continue. Nobody waits for
/// anybody: the lock is only tried for, by whoever finds the file too large, and without it the
/// file grows a little longer. Lines are for its owner alone (file 0600, folder 0700), and a
/// symbolic link is no log. For any thread.
class LogFile
{
public:
    /// Nothing is touched before the first line.
    explicit LogFile(const QString &folder, LogLimits limits = {});
    ~LogFile();
    Q_DISABLE_COPY_MOVE(LogFile)

    /// With its line end; what is longer than 4,000 bytes is cut there. FileUnreadable when the
    /// file cannot be used, or when there is no room; the next line is tried again.
    Result<void> write(QByteArrayView line);

private:
    Result<void> open();
    void close();
    Result<void> append(QByteArrayView line);
    /// Whether our open file is the one that its name leads to.
    bool isCurrent() const;
    void rotateIfLarge();
    void setAside();

    std::mutex m_mutex;
    const QByteArray m_folder;
    const QByteArray m_path;
    const LogLimits m_limits;
    int m_file = -1;
};

/// $XDG_STATE_HOME/latchkey, by default ~/.local/state/latchkey.
QString logFolder();

/// The file that is written to, there or not.
QString logFilePath();

/// The files in the folder of a log, the newest first.
QStringList logFilesIn(const QString &folder);

} // namespace latchkey
