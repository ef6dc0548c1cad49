-- The device's own database: what a person made, what the server told, what is still to be sent.

-- This installation, made at the first open.
CREATE TABLE device (
  one INTEGER PRIMARY KEY CHECK (one = 1),
  id TEXT NOT NULL
) STRICT;

-- What a person set.
CREATE TABLE settings (
  one INTEGER PRIMARY KEY CHECK (one = 1),
  body TEXT NOT NULL
) STRICT;

-- Who this device is enrolled as, with the token and the server's epoch it last saw.
CREATE TABLE identity (
  one INTEGER PRIMARY KEY CHECK (one = 1),
  body TEXT NOT NULL,
  token TEXT NOT NULL,
  epoch TEXT NOT NULL
) STRICT;

-- What was typed and is not a record yet.
CREATE TABLE drafts (
  place TEXT PRIMARY KEY,
  body TEXT NOT NULL
) STRICT;

-- Own records, in the order in which they were made. Never deleted.
CREATE TABLE records (
  position INTEGER PRIMARY KEY AUTOINCREMENT,
  id TEXT NOT NULL UNIQUE,
  kind TEXT NOT NULL,
  community TEXT NOT NULL,
  hash TEXT NOT NULL,
  body TEXT NOT NULL,
  made_at INTEGER NOT NULL,
  -- The record that must be at the server first.
  parent TEXT,
  -- The scope of its recycling point or turf.
  place TEXT,
  -- Its household or door.
  about TEXT,
  -- Who was enrolled when it was made: only under that token may it go up.
  actor TEXT,
  state TEXT NOT NULL CHECK (state IN ('waiting', 'acknowledged', 'attention', 'withdrawn')),
  -- The server's refusal, as JSON.
  refusal TEXT
) STRICT;

CREATE INDEX records_by_place ON records (place, kind, made_at);
CREATE INDEX records_by_about ON records (about, kind, made_at);
CREATE INDEX records_by_state ON records (state);

-- What waits to be sent.
CREATE TABLE outbox (
  id TEXT PRIMARY KEY REFERENCES records (id),
  position INTEGER NOT NULL UNIQUE,
  not_before_ms INTEGER NOT NULL DEFAULT 0
) STRICT;

-- The feeds this device follows and how far it has read each.
CREATE TABLE scopes (
  scope TEXT PRIMARY KEY,
  cursor TEXT
) STRICT;

-- What the feeds said; a later fact of the same key replaces the earlier.
CREATE TABLE facts (
  scope TEXT NOT NULL REFERENCES scopes (scope),
  kind TEXT NOT NULL,
  key TEXT NOT NULL,
  seq INTEGER NOT NULL,
  -- A record's own kind, else empty.
  record_kind TEXT NOT NULL,
  -- Its household or door.
  about TEXT,
  made_at INTEGER NOT NULL,
  body TEXT NOT NULL,
  PRIMARY KEY (scope, kind, key)
) STRICT, WITHOUT ROWID;

CREATE INDEX facts_by_scope ON facts (scope, record_kind, made_at);
CREATE INDEX facts_by_about ON facts (about, record_kind, made_at);

-- For whoever counts with their own SQL: what the server has not acknowledged, oldest first.
-- `made_at` is milliseconds since 1970 by the device's clock.
CREATE VIEW v_outbox AS
SELECT id, kind, community, made_at, state
FROM records
WHERE state IN ('waiting', 'attention')
ORDER BY position;
