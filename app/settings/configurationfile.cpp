// SPDX-License-Identifier: GPL-3.0-or-later
#include "settings/configurationfile.h"

#include <QFile>
#include <QScopeGuard>

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

} // namespace

Result<QByteArray> readConfigurationFile(const QString &path)
{
    const int file = ::open(QFile::encodeName(path).constData(), O_RDONLY | O_CLOEXEC | O_NONBLOCK);
    if (file < 0)
        return unreadable(path, qt_error_string(errno));
    const auto closing = qScopeGuard([file] { ::close(file); });

    struct stat facts = {};
    if (::fstat(file, &facts) != 0)
        return unreadable(path, qt_error_string(errno));
    if (!S_ISREG(facts.st_mode))
        return unreadable(path, QStringLiteral("not an ordinary file"));

    QByteArray bytes(largest + 1, Qt::Uninitialized);
    qsizetype filled = 0;
    while (filled < bytes.size()) {
        const ssize_t got =
            ::read(file, bytes.data() + filled, static_cast<size_t>(bytes.size() - filled));
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

} // namespace latchkey
