// SPDX-License-Identifier: GPL-3.0-or-later
#include "launch/runtimefolder.h"

#include "launch/identity.h"

#include <QFile>

#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>

namespace latchkey {

namespace {

constexpr mode_t ownerAlone = 0700;
constexpr mode_t others = 077;

std::unexpected<Failure> unusable(const QByteArray &path, const QString &why)
{
    return fail(
        {.reason = Reason::FileUnreadable, .detail = why, .about = QFile::decodeName(path)});
}

Result<void> checkPrivate(const QByteArray &path)
{
    struct stat found = {};
    if (lstat(path.constData(), &found) != 0)
        return unusable(path, qt_error_string(errno));
    if (!S_ISDIR(found.st_mode))
        return unusable(path, QStringLiteral("not a folder"));
    if (found.st_uid != geteuid())
        return unusable(path, QStringLiteral("belongs to another user"));
    if ((found.st_mode & others) != 0)
        return unusable(path, QStringLiteral("open to other users"));
    return {};
}

} // namespace

Result<QByteArray> openRuntimeFolder()
{
    const QByteArray base = qgetenv("XDG_RUNTIME_DIR");
    if (!base.startsWith('/'))
        return unusable(base, QStringLiteral("XDG_RUNTIME_DIR names no folder"));
    if (const auto fit = checkPrivate(base); !fit)
        return fail(fit.error());
    QByteArray folder = base + '/' + runtimeFolderName.toByteArray();
    if (mkdir(folder.constData(), ownerAlone) != 0 && errno != EEXIST)
        return unusable(folder, qt_error_string(errno));
    if (const auto fit = checkPrivate(folder); !fit)
        return fail(fit.error());
    return folder;
}

} // namespace latchkey
