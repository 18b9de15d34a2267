// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/logfile.h"
#include "ctl/doctor/check.h"

#include <QFileInfo>
#include <QLocale>

namespace latchkey {

/// Of the user that asks: each has a log of their own.
Observations examineLog(const Patient &patient)
{
    const QStringList files = logFilesIn(logFolder());
    qint64 size = 0;
    for (const QString &file : files)
        size += QFileInfo(file).size();
    const QString words =
        files.isEmpty() ? QStringLiteral("nothing was logged yet in %1").arg(logFilePath())
                        : QStringLiteral("%1: %2 in %3 files")
                              .arg(files.constFirst(), QLocale::c().formattedDataSize(size, 1),
                                   QString::number(files.size()));
    if (!patient.configuration.log.keep)
        return {
            good(QStringLiteral("none is kept; log.keep has one kept in %1").arg(logFilePath()))};
    return {good(words)};
}

} // namespace latchkey
