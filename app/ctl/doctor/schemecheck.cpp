// SPDX-License-Identifier: GPL-3.0-or-later
#include "ctl/doctor/check.h"

#include <QProcess>
#include <QStandardPaths>

#include <chrono>

namespace latchkey {

namespace {
constexpr std::chrono::seconds patience{5};
} // namespace

/// Told, not judged: a desk or a server needs no scheme, and links can always be pasted.
Observations examineScheme(const Patient &)
{
    const QString tool = QStandardPaths::findExecutable(QStringLiteral("xdg-mime"));
    if (tool.isEmpty())
        return {good(QStringLiteral("who opens latchkey: links is not known here (no xdg-mime); "
                                    "links can be pasted"))};
    QProcess query;
    query.start(tool, {QStringLiteral("query"), QStringLiteral("default"),
                       QStringLiteral("x-scheme-handler/latchkey")});
    const auto milliseconds =
        static_cast<int>(std::chrono::duration_cast<std::chrono::milliseconds>(patience).count());
    if (!query.waitForFinished(milliseconds)) {
        query.kill();
        query.waitForFinished();
        return {good(QStringLiteral("who opens latchkey: links is not known (xdg-mime hangs)"))};
    }
    const QString handler = QString::fromLocal8Bit(query.readAllStandardOutput()).trimmed();
    if (handler.isEmpty())
        return {good(QStringLiteral("no program opens latchkey: links on this desktop; links can "
                                    "be pasted"))};
    return {good(QStringLiteral("%1 opens latchkey: links").arg(handler))};
}

} // namespace latchkey
