-- Snapshots of large feeds that are being fetched, part by part, so that a cut costs one part.
CREATE TABLE snapshots (
  scope TEXT PRIMARY KEY REFERENCES scopes (scope),
  -- SHA-256 of all its bytes.
  id TEXT NOT NULL,
  bytes INTEGER NOT NULL
) STRICT;

CREATE TABLE snapshot_parts (
  scope TEXT NOT NULL REFERENCES snapshots (scope),
  position INTEGER NOT NULL,
  body BLOB NOT NULL,
  PRIMARY KEY (scope, position)
) STRICT, WITHOUT ROWID;
