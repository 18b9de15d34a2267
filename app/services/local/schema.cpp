// SPDX-License-Identifier: GPL-3.0-or-later
#include "services/local/schema.h"

#include "core/secret.h"

namespace latchkey {

namespace {

// What version 2 knows of the asking beside its time: who, from where, and the SHA-256 of the
// verifier that its links are bound to, if they are. Each stands in a new table as it is added to
// an old one.
#define ASKED_BY "asked_by INTEGER NOT NULL DEFAULT 0 CHECK (asked_by BETWEEN 0 AND 2)"
#define ASKED_FROM "origin TEXT NOT NULL DEFAULT '' CHECK (length(origin) <= 100)"
#define BOUND_TO                                                                                   \
    "binding BLOB CHECK (binding IS NULL OR (typeof(binding) = 'blob' AND length(binding) = 32))"

// Times are Unix seconds. What must never be empty, and so never be matched by something empty, is
// NOT NULL and has its length checked (CVE-2013-0233).
constexpr const char *tables[] = {
    // AUTOINCREMENT: the id of an account that was removed never comes back, or the links mailed to
    // its owner would open the account of whoever has the id next.
    "CREATE TABLE accounts ("
    " id INTEGER PRIMARY KEY AUTOINCREMENT,"
    " email TEXT NOT NULL CHECK (length(email) BETWEEN 3 AND 254),"
    " match_key TEXT NOT NULL CHECK (length(match_key) >= 3),"
    " password_hash TEXT CHECK (password_hash IS NULL OR length(password_hash) > 0),"
    " confirmed_at INTEGER,"
    " disabled_at INTEGER,"
    " locale TEXT NOT NULL DEFAULT '',"
    " session_generation INTEGER NOT NULL DEFAULT 0,"
    " links_void_before INTEGER NOT NULL DEFAULT 0,"
    " created_at INTEGER NOT NULL,"
    " updated_at INTEGER NOT NULL)",
    "CREATE UNIQUE INDEX accounts_by_key ON accounts (match_key)",

    "CREATE TABLE latchkey_meta (key TEXT PRIMARY KEY, value TEXT NOT NULL) WITHOUT ROWID",

    "CREATE TABLE latchkey_requests ("
    " id INTEGER PRIMARY KEY,"
    " account_id INTEGER,"
    " purpose INTEGER NOT NULL CHECK (purpose IN (0, 1)),"
    " nonce BLOB NOT NULL UNIQUE CHECK (typeof(nonce) = 'blob' AND length(nonce) = 16),"
    " requested_at INTEGER NOT NULL,"
    " decision INTEGER NOT NULL,"
    " code_tries INTEGER NOT NULL DEFAULT 0,"
    " voided_at INTEGER, " ASKED_BY ", " ASKED_FROM ", " BOUND_TO ")",
    "CREATE INDEX latchkey_requests_by_account ON latchkey_requests (account_id, requested_at)",

    "CREATE TABLE latchkey_links ("
    " digest BLOB PRIMARY KEY CHECK (typeof(digest) = 'blob' AND length(digest) = 32),"
    " request_id INTEGER,"
    " account_id INTEGER NOT NULL,"
    " purpose INTEGER NOT NULL CHECK (purpose IN (0, 1)),"
    " issued_at INTEGER NOT NULL,"
    " used_at INTEGER,"
    " voided_at INTEGER,"
    " voided_by INTEGER) WITHOUT ROWID",
    "CREATE INDEX latchkey_links_by_account ON latchkey_links (account_id, issued_at)",

    "CREATE TABLE latchkey_outbox ("
    " id INTEGER PRIMARY KEY,"
    " request_id INTEGER,"
    " account_id INTEGER,"
    " kind INTEGER NOT NULL CHECK (kind IN (0, 1, 2)),"
    " created_at INTEGER NOT NULL,"
    " state INTEGER NOT NULL CHECK (state BETWEEN 0 AND 4),"
    " attempts INTEGER NOT NULL DEFAULT 0,"
    " due_at INTEGER NOT NULL,"
    " lease_owner TEXT,"
    " lease_until INTEGER,"
    " minted_at INTEGER,"
    " message_id TEXT,"
    " last_error TEXT,"
    " finished_at INTEGER)",
    "CREATE INDEX latchkey_outbox_due ON latchkey_outbox (due_at) WHERE state IN (0, 1)",
    "CREATE INDEX latchkey_outbox_by_account ON latchkey_outbox (account_id) WHERE state IN (0, 1)",

    "CREATE TABLE latchkey_throttle (bucket TEXT NOT NULL, at INTEGER NOT NULL)",
    "CREATE INDEX latchkey_throttle_by_bucket ON latchkey_throttle (bucket, at)",

    "CREATE TABLE latchkey_log ("
    " id INTEGER PRIMARY KEY,"
    " at INTEGER NOT NULL,"
    " event TEXT NOT NULL,"
    " account_id INTEGER,"
    " detail TEXT NOT NULL DEFAULT '')",
};

constexpr const char *toVersion2[] = {
    "ALTER TABLE latchkey_requests ADD COLUMN " ASKED_BY,
    "ALTER TABLE latchkey_requests ADD COLUMN " ASKED_FROM,
    "ALTER TABLE latchkey_requests ADD COLUMN " BOUND_TO,
};

constexpr qsizetype databaseIdBytes = 9; // twelve characters of base64url

} // namespace

Result<int> readSchemaVersion(SqlRunner &runner)
{
    const auto table = runner.row(
        "SELECT count(*) FROM sqlite_master WHERE type = 'table' AND name = 'latchkey_meta'");
    if (!table)
        return fail(table.error());
    if ((**table)[0].toInt() == 0)
        return 0;
    const auto version = runner.row("SELECT value FROM latchkey_meta WHERE key = 'schema_version'");
    if (!version)
        return fail(version.error());
    return *version ? (**version)[0].toInt() : 0;
}

Result<void> createSchema(SqlRunner &runner)
{
    for (const char *statement : tables) {
        if (auto made = runner.execute(statement); !made)
            return fail(made.error());
    }
    const auto id = Secret::random(databaseIdBytes);
    if (!id)
        return fail(id.error());
    const QByteArray text = id->reveal().toByteArray().toBase64(QByteArray::Base64UrlEncoding |
                                                                QByteArray::OmitTrailingEquals);
    const auto filled =
        runner.execute("INSERT INTO latchkey_meta (key, value)"
                       " VALUES ('schema_version', ?), ('database_id', ?), ('clock_mark', '0')",
                       {QString::number(schemaVersion), QString::fromLatin1(text)});
    if (!filled)
        return fail(filled.error());
    return {};
}

Result<void> upgradeSchema(SqlRunner &runner, int from)
{
    if (from < 2) {
        for (const char *statement : toVersion2) {
            if (auto altered = runner.execute(statement); !altered)
                return fail(altered.error());
        }
    }
    const auto marked =
        runner.execute("UPDATE latchkey_meta SET value = ? WHERE key = 'schema_version'",
                       {QString::number(schemaVersion)});
    if (!marked)
        return fail(marked.error());
    return {};
}

Result<QByteArray> readDatabaseId(SqlRunner &runner)
{
    const auto id = runner.row("SELECT value FROM latchkey_meta WHERE key = 'database_id'");
    if (!id)
        return fail(id.error());
    if (!*id)
        return fail({.reason = Reason::DatabaseForeign, .about = runner.path()});
    return (**id)[0].toString().toLatin1();
}

} // namespace latchkey
