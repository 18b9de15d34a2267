// SPDX-License-Identifier: GPL-3.0-or-later
#include "launch/waitingopener.h"

#include <QFile>

#include <unistd.h>

#include <cstdlib>

namespace latchkey {

namespace {

/// Far more than a link, its opener and the opener's options are.
constexpr qint64 mostArguments = 64LL * 1024;

/// The link without its scheme, which `plainLink` may have changed.
QByteArrayView behindScheme(QByteArrayView link)
{
    return link.sliced(link.indexOf(':') + 1);
}

bool hasInArguments(pid_t process, QByteArrayView bytes)
{
    QFile arguments(QStringLiteral("/proc/%1/cmdline").arg(process));
    return arguments.open(QIODevice::ReadOnly) && arguments.read(mostArguments).contains(bytes);
}

} // namespace

void releaseWaitingOpener(QByteArrayView link)
{
    const QByteArrayView told = behindScheme(link);
    if (told.isEmpty() || !hasInArguments(getppid(), told))
        return;
    const pid_t child = fork();
    if (child > 0)
        std::_Exit(EXIT_SUCCESS); // what is open now is the child's
    if (child == 0)
        setsid();
}

} // namespace latchkey
