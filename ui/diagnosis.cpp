// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/diagnosis.h"

#include "core/logfile.h"

#include <QDateTime>
#include <QDir>
#include <QFileInfo>
#include <QGuiApplication>
#include <QLocale>
#include <QSysInfo>

namespace latchkey {

namespace {

QLatin1String stageName(Stage stage)
{
    switch (stage) {
    case Stage::Asking:
        return QLatin1String("asking");
    case Stage::Requesting:
        return QLatin1String("requesting");
    case Stage::Waiting:
        return QLatin1String("waiting for the mail");
    case Stage::AddressForCode:
        return QLatin1String("asking for a code's address");
    case Stage::Judging:
        return QLatin1String("judging a link");
    case Stage::DeadLink:
        return QLatin1String("dead link");
    case Stage::Choosing:
        return QLatin1String("choosing a password");
    case Stage::Saving:
        return QLatin1String("saving");
    case Stage::Done:
        return QLatin1String("done");
    case Stage::Confirming:
        return QLatin1String("confirming an address");
    case Stage::SavingConfirm:
        return QLatin1String("saving a confirmation");
    case Stage::Confirmed:
        return QLatin1String("address confirmed");
    case Stage::Withdrawing:
        return QLatin1String("looking at a request to withdraw");
    case Stage::SavingWithdrawal:
        return QLatin1String("withdrawing a request");
    case Stage::Withdrawn:
        return QLatin1String("request withdrawn");
    case Stage::Trouble:
        return QLatin1String("trouble");
    }
    return {};
}

/// A home folder says whose it is.
QString fromHome(const QString &path)
{
    const QString home = QDir::homePath() + u'/';
    return path.startsWith(home) ? QStringLiteral("~/") + path.mid(home.size()) : path;
}

} // namespace

QString diagnosis(const RecoverySession &session, Instant now)
{
    const ServiceDescription &service = session.service();
    const auto seconds = now.time_since_epoch().count();
    QStringList lines;
    const auto add = [&lines](const char *name, const QString &value) {
        lines += QLatin1String(name) + QLatin1String(": ") + value;
    };
    add("Latchkey", QStringLiteral(LATCHKEY_VERSION));
    add("Time", QDateTime::fromSecsSinceEpoch(seconds).toUTC().toString(Qt::ISODate));
    add("System", QSysInfo::prettyProductName() + u' ' + QSysInfo::currentCpuArchitecture());
    add("Qt", QLatin1String(qVersion()) + u' ' + QGuiApplication::platformName());
    add("Language", QLocale().name());
    add("Service", service.id + u' ' + service.host);
    add("Stage", stageName(session.stage()));
    if (const QString log = logFilePath(); QFileInfo::exists(log))
        add("Log", fromHome(log));
    if (const auto failure = session.failure()) {
        add("Reason", reasonName(failure->reason));
        add("Detail", failure->detail);
    }
    return lines.join(u'\n') + u'\n';
}

} // namespace latchkey
