// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/logkeeper.h"

#include <QCoreApplication>
#include <QDateTime>

#include <mutex>

namespace latchkey {

namespace {

// Qt calls a function without a context of ours.
std::mutex keeperMutex;
LogKeeper *keeper = nullptr;

QLatin1String wordFor(QtMsgType type)
{
    switch (type) {
    case QtDebugMsg:
        return QLatin1String("debug");
    case QtInfoMsg:
        return QLatin1String("info");
    case QtWarningMsg:
        return QLatin1String("warning");
    case QtCriticalMsg:
        return QLatin1String("critical");
    case QtFatalMsg:
        return QLatin1String("fatal");
    }
    return QLatin1String("message");
}

bool isOfAnAddress(QChar c)
{
    return c.isLetterOrNumber() || QLatin1String(".!#$%&'*+/=?^_`{|}~-").contains(c);
}

/// "robin@example.com" as "r…@example.com".
QString withoutAddresses(const QString &text)
{
    QString kept;
    kept.reserve(text.size());
    qsizetype nameBegins = 0; // in `kept`: where what could be a name before an @ begins
    for (const QChar c : text) {
        if (c == QLatin1Char('@') && kept.size() > nameBegins) {
            kept.truncate(nameBegins + 1);
            kept += QChar(0x2026);
        }
        kept += c;
        if (!isOfAnAddress(c))
            nameBegins = kept.size();
    }
    return kept;
}

} // namespace

LogKeeper::LogKeeper(const QString &folder, const Clock &clock, LogLimits limits)
    : m_file(folder, limits), m_clock(clock)
{
    {
        const std::scoped_lock lock(keeperMutex);
        keeper = this;
    }
    m_before = qInstallMessageHandler(&LogKeeper::take);
}

LogKeeper::~LogKeeper()
{
    qInstallMessageHandler(m_before);
    const std::scoped_lock lock(keeperMutex);
    keeper = nullptr;
}

void LogKeeper::take(QtMsgType type, const QMessageLogContext &context, const QString &text)
{
    QtMessageHandler before = nullptr;
    {
        const std::scoped_lock lock(keeperMutex);
        if (keeper) {
            keeper->keep(type, context, text);
            before = keeper->m_before;
        }
    }
    // Where standard error is a pipe that nobody reads, this can take long.
    if (before)
        before(type, context, text);
}

void LogKeeper::keep(QtMsgType type, const QMessageLogContext &context, const QString &text)
{
    if (!context.category || !QByteArrayView(context.category).startsWith("latchkey."))
        return;
    const auto written = m_file.write(logLine(m_clock.now(), type, context.category, text));
    if (written || m_complained || !m_before)
        return;
    m_complained = true;
    m_before(QtWarningMsg, QMessageLogContext(nullptr, 0, nullptr, "latchkey.log"),
             QStringLiteral("the log %1 cannot be written: %2")
                 .arg(written.error().about, written.error().detail));
}

QByteArray logLine(Instant now, QtMsgType type, const char *category, const QString &text)
{
    const QDateTime time = QDateTime::fromSecsSinceEpoch(now.time_since_epoch().count(), Qt::UTC);
    QString line =
        QStringLiteral("%1 %2 %3 %4: ")
            .arg(time.toString(Qt::ISODate), QString::number(QCoreApplication::applicationPid()),
                 wordFor(type), QLatin1String(category)) +
        withoutAddresses(text);
    for (QChar &c : line) {
        // A line end of somebody else's would write a line of their own.
        if (c.category() == QChar::Other_Control || c == QChar::LineSeparator ||
            c == QChar::ParagraphSeparator)
            c = QLatin1Char(' ');
    }
    return line.toUtf8();
}

} // namespace latchkey
