// SPDX-License-Identifier: GPL-3.0-or-later
#include "ctl/progressbar.h"
#include "ctl/verbs.h"
#include "ctl/workplace.h"
#include "services/local/retention.h"

namespace latchkey {

namespace {

// What one transaction may hold the database for.
constexpr int prunedAtOnce = 2000;

QJsonObject jsonOf(const PruneCounts &counts)
{
    return {{QStringLiteral("requests"), counts.requests},
            {QStringLiteral("links"), counts.links},
            {QStringLiteral("mails"), counts.mails},
            {QStringLiteral("throttle_events"), counts.throttleEvents},
            {QStringLiteral("log_entries"), counts.logEntries}};
}

QString textOf(const PruneCounts &counts)
{
    return QStringLiteral("%1 requests, %2 links, %3 mails, %4 throttle events, %5 log entries")
        .arg(counts.requests)
        .arg(counts.links)
        .arg(counts.mails)
        .arg(counts.throttleEvents)
        .arg(counts.logEntries);
}

void add(PruneCounts &sum, const PruneCounts &step)
{
    sum.requests += step.requests;
    sum.links += step.links;
    sum.mails += step.mails;
    sum.throttleEvents += step.throttleEvents;
    sum.logEntries += step.logEntries;
}

Result<ExitCode> prune(Workplace &place, const Invocation &invocation)
{
    const auto settings = place.configuration();
    if (!settings)
        return fail(settings.error());
    const auto database = place.database();
    if (!database)
        return fail(database.error());
    const std::chrono::days keep((*settings)->retention.days);
    const Instant now = place.now();
    const auto old = countPrunable(**database, keep, now);
    if (!old)
        return fail(old.error());
    const bool isDry = invocation.has("--dry-run");
    PruneCounts removed;
    ProgressBar bar(place.printer().style(), QStringLiteral("removing"));
    while (!isDry) {
        const auto step = latchkey::prune(**database, keep, prunedAtOnce, now);
        if (!step)
            return fail(step.error());
        add(removed, *step);
        bar.show(removed.total(), old->total());
        if (step->total() == 0)
            break;
    }
    const PruneCounts &told = isDry ? *old : removed;
    place.printer().answer(
        {{QStringLiteral("older_than_days"), (*settings)->retention.days},
         {isDry ? QStringLiteral("would_remove") : QStringLiteral("removed"), jsonOf(told)}},
        (isDry ? QStringLiteral("Would remove ") : QStringLiteral("Removed ")) + textOf(told) +
            u'.');
    return ExitCode::Done;
}

} // namespace

std::vector<Verb> pruneVerbs()
{
    return {{.path = "prune",
             .summary = "remove requests, links, finished mail and log entries that are old",
             .options = {{"--dry-run", nullptr, "only say how many there are"}},
             .details =
                 "Old is what the configuration says: [retention] days. Requests prune a little "
                 "by\nthemselves; this does all of it, in short steps.",
             .run = prune}};
}

} // namespace latchkey
