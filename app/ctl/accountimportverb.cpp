// SPDX-License-Identifier: GPL-3.0-or-later
#include "ctl/accountverbs.h"
#include "ctl/progressbar.h"
#include "ctl/workplace.h"
#include "services/local/accountimport.h"

#include <QFile>

namespace latchkey {

Result<ExitCode> importAccounts(Workplace &place, const Invocation &invocation)
{
    const QString path = invocation.operandPath(0);
    QFile csv(path);
    if (!csv.open(QIODevice::ReadOnly)) {
        return fail({.reason = Reason::FileUnreadable, .detail = csv.errorString(), .about = path});
    }
    const auto database = place.database();
    if (!database)
        return fail(database.error());

    const bool dryRun = invocation.has("--dry-run");
    const auto report = [&] {
        ProgressBar bar(place.printer().style(), QStringLiteral("Reading"));
        const auto show = [&bar, size = csv.size()](qint64 bytes) {
            bar.show(bytes, size);
            return true;
        };
        return AccountImport(**database, place.now())
            .run(csv, show, dryRun ? ImportMode::DryRun : ImportMode::Apply);
    }();
    if (!report)
        return fail(report.error());
    if (csv.error() != QFileDevice::NoError) {
        return fail({.reason = Reason::FileUnreadable, .detail = csv.errorString(), .about = path});
    }
    if (!report->faults.isEmpty()) {
        return fail({.reason = Reason::FileFaulty,
                     .detail = report->faults.join(QStringLiteral("\n  ")),
                     .about = path});
    }
    place.printer().answer(
        {{QStringLiteral("imported"), report->imported}, {QStringLiteral("dry_run"), dryRun}},
        (dryRun ? QStringLiteral("%1 accounts would be added.")
                : QStringLiteral("%1 accounts were added."))
            .arg(report->imported));
    return ExitCode::Done;
}

} // namespace latchkey
