-- From when until when somebody's role in their area holds, from the first moment to the one before the
-- last; empty: without a bound.
ALTER TABLE people ADD COLUMN valid_from INTEGER;
ALTER TABLE people ADD COLUMN valid_until INTEGER;

-- What somebody's role was before it was changed. What they recorded in it comes in as long as their
-- device was out of reach, and waits for a lead.
CREATE TABLE former_grants (
  actor TEXT NOT NULL REFERENCES people (actor),
  role TEXT NOT NULL,
  area TEXT NOT NULL REFERENCES areas (code),
  point TEXT REFERENCES points (id),
  ended_at INTEGER NOT NULL,
  PRIMARY KEY (actor, role, area, ended_at)
) STRICT;

-- A record may wait for a lead without a turf: a drop-off of an attendant who is none any more.
CREATE TABLE held_records_of_all (
  community TEXT NOT NULL,
  id TEXT NOT NULL,
  kind TEXT NOT NULL,
  turf TEXT,
  hash TEXT NOT NULL,
  body TEXT NOT NULL,
  device TEXT NOT NULL,
  actor TEXT NOT NULL,
  made_at INTEGER NOT NULL,
  received_at INTEGER NOT NULL,
  clock_off_ms INTEGER,
  decided_at INTEGER,
  refused_why TEXT,
  PRIMARY KEY (community, id)
) STRICT;
INSERT INTO held_records_of_all SELECT community, id, kind, turf, hash, body, device, actor, made_at,
  received_at, clock_off_ms, decided_at, refused_why FROM held_records;
DROP TABLE held_records;
ALTER TABLE held_records_of_all RENAME TO held_records;
CREATE INDEX held_records_by_id ON held_records (id);
