// SPDX-License-Identifier: GPL-3.0-or-later
#include "services/vault/privatefile.h"

#include "core/descriptor.h"

#include <QFile>
#include <QFileInfo>
#include <QScopeGuard>

#include <cerrno>
#include <cstdlib>
#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

namespace latchkey {

namespace {

constexpr qsizetype largest = 64LL * 1024;

std::unexpected<Failure> failing(Reason reason, const QString &path, QString why)
{
    return fail({.reason = reason, .detail = std::move(why), .about = path});
}

std::unexpected<Failure> failingBySystem(const QString &path)
{
    return failing(Reason::FileUnreadable, path, qt_error_string(errno));
}

/// What makes the file unsafe; empty when it is safe.
QString dangerOf(const struct stat &facts, PrivateTo readers)
{
    if (!S_ISREG(facts.st_mode))
        return QStringLiteral("not an ordinary file");
    if (facts.st_uid != ::geteuid() && facts.st_uid != 0)
        return QStringLiteral("owned by user %1").arg(facts.st_uid);
    mode_t open = facts.st_mode & (S_IRWXG | S_IRWXO);
    if (readers == PrivateTo::SystemdCredential && facts.st_uid == 0 && facts.st_gid == 0)
        open &= ~mode_t{S_IRGRP};
    if (open != 0)
        return QStringLiteral("mode %1 lets others in")
            .arg(facts.st_mode & 07777, 4, 8, QLatin1Char('0'));
    return {};
}

Result<Secret> readAll(int file, const QString &path)
{
    QByteArray bytes(largest + 1, '\0');
    const auto wiping = qScopeGuard([&bytes] { wipe(bytes); });
    qsizetype filled = 0;
    while (filled < bytes.size()) {
        const ssize_t got =
            ::read(file, bytes.data() + filled, static_cast<size_t>(bytes.size() - filled));
        if (got < 0 && errno == EINTR)
            continue;
        if (got < 0)
            return failingBySystem(path);
        if (got == 0)
            break;
        filled += got;
    }
    if (filled > largest)
        return failing(Reason::FileUnreadable, path, QStringLiteral("larger than 64 KiB"));
    return Secret::copyOf(QByteArrayView(bytes).first(filled));
}

bool writeAll(int file, QByteArrayView bytes)
{
    while (!bytes.isEmpty()) {
        const ssize_t put = ::write(file, bytes.data(), static_cast<size_t>(bytes.size()));
        if (put < 0 && errno == EINTR)
            continue;
        if (put < 0)
            return false;
        bytes = bytes.sliced(put);
    }
    return ::fsync(file) == 0;
}

/// A new name is on the disk once its folder is.
bool syncFolderOf(const QString &path)
{
    const Descriptor folder(::open(QFile::encodeName(QFileInfo(path).absolutePath()).constData(),
                                   O_RDONLY | O_DIRECTORY | O_CLOEXEC));
    return folder && ::fsync(folder.number()) == 0;
}

} // namespace

Result<std::optional<Secret>> readPrivateFile(const QString &path, PrivateTo readers)
{
    const Descriptor file(::open(QFile::encodeName(path).constData(),
                                 O_RDONLY | O_CLOEXEC | O_NOFOLLOW | O_NONBLOCK | O_NOCTTY));
    if (!file && errno == ENOENT)
        return std::nullopt;
    if (!file && errno == ELOOP)
        return failing(Reason::CredentialUnsafe, path, QStringLiteral("a symbolic link"));
    if (!file)
        return failingBySystem(path);

    // Of the file that is open, and not of whatever its name leads to a moment later.
    struct stat facts = {};
    if (::fstat(file.number(), &facts) != 0)
        return failingBySystem(path);
    if (QString danger = dangerOf(facts, readers); !danger.isEmpty())
        return failing(Reason::CredentialUnsafe, path, std::move(danger));
    auto bytes = readAll(file.number(), path);
    if (!bytes)
        return fail(bytes.error());
    return std::move(*bytes);
}

Result<void> createPrivateFile(const QString &path, QByteArrayView bytes)
{
    const QByteArray target = QFile::encodeName(path);
    const Descriptor file(::open(target.constData(),
                                 O_CREAT | O_EXCL | O_WRONLY | O_NOFOLLOW | O_CLOEXEC,
                                 S_IRUSR | S_IWUSR));
    if (!file)
        return failingBySystem(path);
    if (!writeAll(file.number(), bytes) || !syncFolderOf(path)) {
        const auto failure = failingBySystem(path);
        ::unlink(target.constData());
        return failure;
    }
    return {};
}

Result<void> replacePrivateFile(const QString &path, QByteArrayView bytes)
{
    const QByteArray target = QFile::encodeName(path);
    QByteArray temporary = target + ".XXXXXX";
    const Descriptor file(::mkostemp(temporary.data(), O_CLOEXEC)); // made with mode 0600
    if (!file)
        return failingBySystem(path);
    if (!writeAll(file.number(), bytes) ||
        ::rename(temporary.constData(), target.constData()) != 0) {
        const auto failure = failingBySystem(path);
        ::unlink(temporary.constData());
        return failure;
    }
    if (!syncFolderOf(path))
        return failingBySystem(path);
    return {};
}

} // namespace latchkey
