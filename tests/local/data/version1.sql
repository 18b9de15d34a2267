-- The tables as version 1 made them, in a file of their own: what people have on their disks.
CREATE TABLE accounts (
 id INTEGER PRIMARY KEY AUTOINCREMENT,
 email TEXT NOT NULL CHECK (length(email) BETWEEN 3 AND 254),
 match_key TEXT NOT NULL CHECK (length(match_key) >= 3),
 password_hash TEXT CHECK (password_hash IS NULL OR length(password_hash) > 0),
 confirmed_at INTEGER,
 disabled_at INTEGER,
 locale TEXT NOT NULL DEFAULT '',
 session_generation INTEGER NOT NULL DEFAULT 0,
 links_void_before INTEGER NOT NULL DEFAULT 0,
 created_at INTEGER NOT NULL,
 updated_at INTEGER NOT NULL);
CREATE UNIQUE INDEX accounts_by_key ON accounts (match_key);
CREATE TABLE latchkey_meta (key TEXT PRIMARY KEY, value TEXT NOT NULL) WITHOUT ROWID;
CREATE TABLE latchkey_requests (
 id INTEGER PRIMARY KEY,
 account_id INTEGER,
 purpose INTEGER NOT NULL CHECK (purpose IN (0, 1)),
 nonce BLOB NOT NULL UNIQUE CHECK (typeof(nonce) = 'blob' AND length(nonce) = 16),
 requested_at INTEGER NOT NULL,
 decision INTEGER NOT NULL,
 code_tries INTEGER NOT NULL DEFAULT 0,
 voided_at INTEGER);
CREATE INDEX latchkey_requests_by_account ON latchkey_requests (account_id, requested_at);
CREATE TABLE latchkey_links (
 digest BLOB PRIMARY KEY CHECK (typeof(digest) = 'blob' AND length(digest) = 32),
 request_id INTEGER,
 account_id INTEGER NOT NULL,
 purpose INTEGER NOT NULL CHECK (purpose IN (0, 1)),
 issued_at INTEGER NOT NULL,
 used_at INTEGER,
 voided_at INTEGER,
 voided_by INTEGER) WITHOUT ROWID;
CREATE INDEX latchkey_links_by_account ON latchkey_links (account_id, issued_at);
CREATE TABLE latchkey_outbox (
 id INTEGER PRIMARY KEY,
 request_id INTEGER,
 account_id INTEGER,
 kind INTEGER NOT NULL CHECK (kind IN (0, 1, 2)),
 created_at INTEGER NOT NULL,
 state INTEGER NOT NULL CHECK (state BETWEEN 0 AND 4),
 attempts INTEGER NOT NULL DEFAULT 0,
 due_at INTEGER NOT NULL,
 lease_owner TEXT,
 lease_until INTEGER,
 minted_at INTEGER,
 message_id TEXT,
 last_error TEXT,
 finished_at INTEGER);
CREATE INDEX latchkey_outbox_due ON latchkey_outbox (due_at) WHERE state IN (0, 1);
CREATE INDEX latchkey_outbox_by_account ON latchkey_outbox (account_id) WHERE state IN (0, 1);
CREATE TABLE latchkey_throttle (bucket TEXT NOT NULL, at INTEGER NOT NULL);
CREATE INDEX latchkey_throttle_by_bucket ON latchkey_throttle (bucket, at);
CREATE TABLE latchkey_log (
 id INTEGER PRIMARY KEY,
 at INTEGER NOT NULL,
 event TEXT NOT NULL,
 account_id INTEGER,
 detail TEXT NOT NULL DEFAULT '');
