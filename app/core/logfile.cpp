// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/logfile.h"

#include "core/descriptor.h"

#include <QDir>
#include <QFile>

#include <algorithm>
#include <array>
#include <cerrno>

#include <fcntl.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

namespace latchkey {

namespace {

constexpr QLatin1String fileName("/latchkey.log");
constexpr qsizetype longestLine = 4000;
constexpr mode_t others = S_IRWXG | S_IRWXO;

std::unexpected<Failure> unusable(const QByteArray &path, QString why)
{
    return fail({.reason = Reason::FileUnreadable,
                 .detail = std::move(why),
                 .about = QFile::decodeName(path)});
}

std::unexpected<Failure> failedBySystem(const QByteArray &path)
{
    return unusable(path, qt_error_string(errno));
}

/// What makes a file or folder no place for a log; empty when nothing does.
QString dangerOf(const struct stat &facts)
{
    if (facts.st_uid != ::geteuid())
        return QStringLiteral("belongs to another user");
    if ((facts.st_mode & others) != 0)
        return QStringLiteral("open to other users");
    return {};
}

Result<void> makeFolder(const QByteArray &folder)
{
    if (::mkdir(folder.constData(), S_IRWXU) == 0)
        return {};
    if (errno == ENOENT) {
        const QByteArray above = folder.left(folder.lastIndexOf('/'));
        if (above.isEmpty())
            return failedBySystem(folder);
        if (auto made = makeFolder(above); !made)
            return made;
        if (::mkdir(folder.constData(), S_IRWXU) == 0)
            return {};
    }
    return errno == EEXIST ? Result<void>() : failedBySystem(folder);
}

Result<void> checkFolder(const QByteArray &folder)
{
    struct stat facts = {};
    if (::lstat(folder.constData(), &facts) != 0)
        return failedBySystem(folder);
    if (!S_ISDIR(facts.st_mode))
        return unusable(folder, QStringLiteral("not a folder"));
    if (QString danger = dangerOf(facts); !danger.isEmpty())
        return unusable(folder, std::move(danger));
    return {};
}

/// Whoever was killed while it wrote from one page into the next, or had no room left, has left
/// half a line. Asked before each: it may have been another process, and just now.
bool endsInsideALine(int file)
{
    struct stat facts = {};
    char last = '\n';
    return ::fstat(file, &facts) == 0 && facts.st_size > 0 &&
           ::pread(file, &last, 1, facts.st_size - 1) == 1 && last != '\n';
}

QByteArray older(const QByteArray &path, int age)
{
    return age == 0 ? path : path + '.' + QByteArray::number(age);
}

} // namespace

LogFile::LogFile(const QString &folder, LogLimits limits)
    : m_folder(QFile::encodeName(folder)), m_path(QFile::encodeName(folder + fileName)),
      m_limits(limits)
{
}

LogFile::~LogFile()
{
    close();
}

Result<void> LogFile::write(QByteArrayView line)
{
    const std::scoped_lock lock(m_mutex);
    if (m_file >= 0 && !isCurrent())
        close(); // another process has set it aside
    if (auto opened = open(); !opened)
        return opened;
    rotateIfLarge();
    if (auto opened = open(); !opened)
        return opened;
    return append(line);
}

Result<void> LogFile::open()
{
    if (m_file >= 0)
        return {};
    if (auto made = makeFolder(m_folder); !made)
        return made;
    if (auto fit = checkFolder(m_folder); !fit)
        return fit;
    m_file = ::open(m_path.constData(),
                    O_RDWR | O_APPEND | O_CREAT | O_NOFOLLOW | O_NONBLOCK | O_NOCTTY | O_CLOEXEC,
                    S_IRUSR | S_IWUSR);
    if (m_file < 0)
        return errno == ELOOP ? unusable(m_path, QStringLiteral("a symbolic link"))
                              : failedBySystem(m_path);
    struct stat facts = {};
    QString danger;
    if (::fstat(m_file, &facts) != 0)
        danger = qt_error_string(errno);
    else
        danger = S_ISREG(facts.st_mode) ? dangerOf(facts) : QStringLiteral("not an ordinary file");
    if (!danger.isEmpty()) {
        close();
        return unusable(m_path, std::move(danger));
    }
    return {};
}

void LogFile::close()
{
    if (m_file >= 0)
        ::close(m_file);
    m_file = -1;
}

Result<void> LogFile::append(QByteArrayView line)
{
    QByteArray whole;
    whole.reserve(longestLine + 2);
    if (endsInsideALine(m_file))
        whole += '\n';
    whole += line.first(std::min(line.size(), longestLine));
    whole += '\n';
    ssize_t put = -1;
    do
        put = ::write(m_file, whole.constData(), static_cast<size_t>(whole.size()));
    while (put < 0 && errno == EINTR);
    if (put < 0)
        return failedBySystem(m_path);
    if (put < whole.size())
        return unusable(m_path, QStringLiteral("no room for a whole line"));
    return {};
}

bool LogFile::isCurrent() const
{
    struct stat named = {};
    struct stat held = {};
    return ::lstat(m_path.constData(), &named) == 0 && ::fstat(m_file, &held) == 0 &&
           named.st_dev == held.st_dev && named.st_ino == held.st_ino;
}

void LogFile::rotateIfLarge()
{
    struct stat facts = {};
    if (::fstat(m_file, &facts) != 0 || facts.st_size < m_limits.bytes)
        return;
    const Descriptor lock(::open((m_path + ".lock").constData(),
                                 O_RDWR | O_CREAT | O_NOFOLLOW | O_CLOEXEC, S_IRUSR | S_IWUSR));
    if (!lock || ::flock(lock.number(), LOCK_EX | LOCK_NB) != 0)
        return;
    // Between our look at it and the lock another process may have done it.
    if (isCurrent())
        setAside();
    close();
}

void LogFile::setAside()
{
    for (int age = m_limits.kept; age > 0; --age)
        (void)::rename(older(m_path, age - 1).constData(), older(m_path, age).constData());
}

QString logFolder()
{
    const QString state = qEnvironmentVariable("XDG_STATE_HOME");
    return (QDir::isAbsolutePath(state) ? state
                                        : QDir::homePath() + QStringLiteral("/.local/state")) +
           QStringLiteral("/latchkey");
}

QString logFilePath()
{
    return logFolder() + fileName;
}

QStringList logFilesIn(const QString &folder)
{
    QStringList files;
    for (int age = 0;; ++age) {
        const QString file = QFile::decodeName(older(QFile::encodeName(folder + fileName), age));
        if (!QFile::exists(file))
            return files;
        files << file;
    }
}

} // namespace latchkey
