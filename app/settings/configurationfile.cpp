// SPDX-License-Identifier: GPL-3.0-or-later
#include "settings/configurationfile.h"

#include "core/descriptor.h"

#include <QFile>
#include <QFileInfo>

#include <cerrno>
#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

namespace latchkey {

namespace {

constexpr qsizetype largest = 1024LL * 1024;

std::unexpected<Failure> unreadable(const QString &path, QString why)
{
    return fail({.reason = Reason::FileUnreadable, .detail = std::move(why), .about = path});
}

/// Never waits, as opening a pipe would.
Descriptor opened(const QString &path)
{
    return Descriptor(
        ::open(QFile::encodeName(path).constData(), O_RDONLY | O_CLOEXEC | O_NONBLOCK));
}

/// What would let others say what stands there; empty when nothing does.
QString dangerOf(const struct stat &facts)
{
    if (facts.st_uid != ::geteuid() && facts.st_uid != 0)
        return QStringLiteral("belongs to user %1, neither to root nor to you").arg(facts.st_uid);
    const bool shared = S_ISDIR(facts.st_mode) && (facts.st_mode & S_ISVTX) != 0;
    if ((facts.st_mode & (S_IWGRP | S_IWOTH)) != 0 && !shared)
        return QStringLiteral("mode %1 lets others write (chmod go-w)")
            .arg(facts.st_mode & 07777, 4, 8, QLatin1Char('0'));
    return {};
}

Result<void> checkOrdinary(const Descriptor &file, const QString &path)
{
    struct stat facts = {};
    if (::fstat(file.number(), &facts) != 0)
        return unreadable(path, qt_error_string(errno));
    if (!S_ISREG(facts.st_mode))
        return unreadable(path, QStringLiteral("not an ordinary file"));
    return {};
}

Result<void> checkTrusted(const Descriptor &file, const QString &path)
{
    struct stat facts = {};
    // Of the file that is open, and not of whatever its name leads to a moment later.
    if (::fstat(file.number(), &facts) != 0)
        return unreadable(path, qt_error_string(errno));
    if (const QString danger = dangerOf(facts); !danger.isEmpty())
        return unreadable(path, danger);
    const QString folder = QFileInfo(path).absolutePath();
    if (::stat(QFile::encodeName(folder).constData(), &facts) != 0)
        return unreadable(path, qt_error_string(errno));
    if (const QString danger = dangerOf(facts); !danger.isEmpty())
        return unreadable(path, QStringLiteral("its folder %1").arg(danger));
    return {};
}

Result<QByteArray> readAll(const Descriptor &file, const QString &path)
{
    if (const auto ordinary = checkOrdinary(file, path); !ordinary)
        return fail(ordinary.error());
    QByteArray bytes(largest + 1, Qt::Uninitialized);
    qsizetype filled = 0;
    while (filled < bytes.size()) {
        const ssize_t got = ::read(file.number(), bytes.data() + filled,
                                   static_cast<size_t>(bytes.size() - filled));
        if (got < 0 && errno == EINTR)
            continue;
        if (got < 0)
            return unreadable(path, qt_error_string(errno));
        if (got == 0)
            break;
        filled += got;
    }
    if (filled > largest)
        return unreadable(path, QStringLiteral("larger than 1 MiB"));
    bytes.resize(filled);
    return bytes;
}

} // namespace

Result<QByteArray> readConfigurationFile(const QString &path)
{
    const Descriptor file = opened(path);
    if (!file)
        return unreadable(path, qt_error_string(errno));
    return readAll(file, path);
}

Result<std::optional<QByteArray>> readSystemFile(const QString &path)
{
    const Descriptor file = opened(path);
    if (!file && (errno == ENOENT || errno == ENOTDIR))
        return std::nullopt;
    if (!file)
        return unreadable(path, qt_error_string(errno));
    if (const auto trusted = checkTrusted(file, path); !trusted)
        return fail(trusted.error());
    auto bytes = readAll(file, path);
    if (!bytes)
        return fail(bytes.error());
    return std::move(*bytes);
}

} // namespace latchkey
