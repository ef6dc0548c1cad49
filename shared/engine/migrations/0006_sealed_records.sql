-- Records of people who are not enrolled now, each sealed in one piece with a key from the phone's
-- secret storage. What stands beside the piece is what their order, their maker's return and the
-- server's answers need. Nothing else does: of a hash a door and an outcome could be found by trial.
CREATE TABLE sealed_records (
  -- As in `records`, which never gives a number twice.
  position INTEGER PRIMARY KEY,
  id TEXT NOT NULL UNIQUE,
  -- Who made it; nobody for a word typed before enrolment on a phone that was lost.
  actor TEXT,
  state TEXT NOT NULL CHECK (state IN ('waiting', 'acknowledged', 'attention', 'withdrawn')),
  not_before_ms INTEGER NOT NULL DEFAULT 0,
  -- The installation's id when it was sealed: the seal names it.
  device TEXT NOT NULL,
  -- Nonce, ciphertext, tag.
  sealed BLOB NOT NULL,
  -- 1: it did not open for its maker, by another key or by damage. It is kept all the same.
  unopened INTEGER NOT NULL DEFAULT 0 CHECK (unopened IN (0, 1))
) STRICT;

CREATE INDEX sealed_records_by_actor ON sealed_records (actor, state);

-- What such a person had typed.
CREATE TABLE sealed_drafts (
  actor TEXT NOT NULL,
  place TEXT NOT NULL,
  device TEXT NOT NULL,
  sealed BLOB NOT NULL,
  PRIMARY KEY (actor, place)
) STRICT, WITHOUT ROWID;

CREATE INDEX records_by_actor ON records (actor);

-- 1: pages that are free, or stand in the log, may still hold what was sealed or deleted.
ALTER TABLE device ADD COLUMN traces INTEGER NOT NULL DEFAULT 0;

-- For whoever counts with their own SQL: what is sealed, oldest first, and what does not open.
CREATE VIEW v_sealed AS
SELECT id, actor, state, unopened
FROM sealed_records
ORDER BY position;
