// SPDX-License-Identifier: GPL-3.0-or-later
#include "services/local/databasefacts.h"

#include "services/local/clockmark.h"
#include "services/local/schema.h"

#include <initializer_list>

namespace latchkey {

namespace {

struct Number
{
    const char *sql;
    qint64 *value;
};

Result<void> readNumbers(SqlRunner &runner, std::initializer_list<Number> numbers)
{
    for (const Number &number : numbers) {
        const auto row = runner.row(number.sql);
        if (!row)
            return fail(row.error());
        *number.value = (**row)[0].toLongLong();
    }
    return {};
}

} // namespace

Result<DatabaseSize> readDatabaseSize(SqlRunner &runner)
{
    qint64 pageSize = 0;
    qint64 pages = 0;
    qint64 freePages = 0;
    const auto read = readNumbers(runner, {{"PRAGMA page_size", &pageSize},
                                           {"PRAGMA page_count", &pages},
                                           {"PRAGMA freelist_count", &freePages}});
    if (!read)
        return fail(read.error());
    return DatabaseSize{.bytes = pages * pageSize, .freeBytes = freePages * pageSize};
}

Result<DatabaseFacts> readDatabaseFacts(SqlRunner &runner)
{
    DatabaseFacts facts;
    const auto counted =
        readNumbers(runner, {{"SELECT count(*) FROM accounts", &facts.accounts},
                             {"SELECT count(*) FROM latchkey_requests", &facts.requests},
                             {"SELECT count(*) FROM latchkey_links", &facts.links},
                             {"SELECT count(*) FROM latchkey_outbox", &facts.mails},
                             {"SELECT count(*) FROM latchkey_throttle", &facts.throttleEvents},
                             {"SELECT count(*) FROM latchkey_log", &facts.logEntries}});
    if (!counted)
        return fail(counted.error());
    const auto mode = runner.row("PRAGMA journal_mode");
    if (!mode)
        return fail(mode.error());
    facts.journalMode = (**mode)[0].toString();
    const auto size = readDatabaseSize(runner);
    const auto schema = readSchemaVersion(runner);
    const auto id = readDatabaseId(runner);
    const auto mark = ClockMark(runner).read();
    if (!size || !schema)
        return fail(size ? schema.error() : size.error());
    if (!id || !mark)
        return fail(id ? mark.error() : id.error());
    facts.size = *size;
    facts.schema = *schema;
    facts.databaseId = *id;
    facts.clockMark = *mark;
    return facts;
}

} // namespace latchkey
