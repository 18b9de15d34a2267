// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/clock.h"
#include "core/logfile.h"

#include <QtGlobal>

namespace latchkey {

/// Keeps what the program logs in a file as well, for as long as it lives: our own categories, and
/// not what libraries say, for which nobody promises that it holds no secret. Goes on without a
/// file where none can be written, and says so once. One at a time; made and ended in the main
/// thread, used from any.
class LogKeeper
{
public:
    /// The clock outlives it.
    LogKeeper(const QString &folder, const Clock &clock, LogLimits limits = {});
    ~LogKeeper();
    Q_DISABLE_COPY_MOVE(LogKeeper)

private:
    static void take(QtMsgType type, const QMessageLogContext &context, const QString &text);
    void keep(QtMsgType type, const QMessageLogContext &context, const QString &text);

    LogFile m_file;
    const Clock &m_clock;
    QtMessageHandler m_before = nullptr;
    bool m_complained = false;
};

/// "2026-11-30T12:00:00Z 4711 warning latchkey.store: text", one line whatever the text holds. An
/// address that got into a text (a mail server repeats them) loses all but the beginning of its
/// name.
QByteArray logLine(Instant now, QtMsgType type, const char *category, const QString &text);

} // namespace latchkey
