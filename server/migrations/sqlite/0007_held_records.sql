-- A turf may be taken back from a volunteer: they no longer read it, and what they still send of it
-- waits for a lead.
ALTER TABLE leases ADD COLUMN revoked_at INTEGER;

-- Records of turfs that their maker does not hold, whole, until a lead takes or refuses each.
CREATE TABLE held_records (
  community TEXT NOT NULL,
  id TEXT NOT NULL,
  kind TEXT NOT NULL,
  turf TEXT NOT NULL,
  hash TEXT NOT NULL,
  body TEXT NOT NULL,
  device TEXT NOT NULL,
  actor TEXT NOT NULL,
  made_at INTEGER NOT NULL,
  received_at INTEGER NOT NULL,
  clock_off_ms INTEGER,
  decided_at INTEGER,
  -- Why it was refused; empty with `decided_at` for one that was taken.
  refused_why TEXT,
  PRIMARY KEY (community, id)
) STRICT;
CREATE INDEX held_records_by_id ON held_records (id);
