-- From when until when somebody's role in their area holds, from the first moment to the one before the
-- last; empty: without a bound.
ALTER TABLE people ADD COLUMN valid_from BIGINT;
ALTER TABLE people ADD COLUMN valid_until BIGINT;

-- What somebody's role was before it was changed. What they recorded in it comes in as long as their
-- device was out of reach, and waits for a lead.
CREATE TABLE former_grants (
  actor TEXT NOT NULL REFERENCES people (actor),
  role TEXT NOT NULL,
  area TEXT NOT NULL REFERENCES areas (code),
  point TEXT REFERENCES points (id),
  ended_at BIGINT NOT NULL,
  PRIMARY KEY (actor, role, area, ended_at)
);

-- A record may wait for a lead without a turf: a drop-off of an attendant who is none any more.
ALTER TABLE held_records ALTER COLUMN turf DROP NOT NULL;
