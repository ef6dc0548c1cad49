-- Times are milliseconds since 1970 UTC. UUIDs and hashes are lower-case text.
-- What belongs to a community carries its code in every key, so that it can be distributed by it.

CREATE TABLE meta (
  name TEXT NOT NULL PRIMARY KEY,
  value TEXT NOT NULL
);

-- Geography: small, the same everywhere.

CREATE TABLE areas (
  code TEXT NOT NULL PRIMARY KEY,
  level TEXT NOT NULL,
  parent TEXT,
  name TEXT NOT NULL,
  valid_from BIGINT,
  valid_to BIGINT
);

CREATE TABLE area_mergers (
  from_code TEXT NOT NULL REFERENCES areas (code),
  into_code TEXT NOT NULL REFERENCES areas (code),
  at BIGINT NOT NULL,
  PRIMARY KEY (from_code, into_code, at)
);

-- What an organiser imports.

CREATE TABLE communities (
  code TEXT NOT NULL PRIMARY KEY REFERENCES areas (code),
  county TEXT NOT NULL,
  name TEXT NOT NULL,
  local_name TEXT NOT NULL,
  synthetic BIGINT NOT NULL CHECK (synthetic IN (0, 1)),
  roll_source TEXT NOT NULL,
  roll_as_of BIGINT NOT NULL
);

CREATE TABLE households (
  community TEXT NOT NULL REFERENCES communities (code),
  number BIGINT NOT NULL,
  label TEXT NOT NULL,
  card TEXT NOT NULL,
  PRIMARY KEY (community, number),
  UNIQUE (community, card)
);
CREATE INDEX households_by_card ON households (card);

CREATE TABLE doors (
  community TEXT NOT NULL REFERENCES communities (code),
  number BIGINT NOT NULL,
  label TEXT NOT NULL,
  do_not_visit BIGINT NOT NULL CHECK (do_not_visit IN (0, 1)),
  PRIMARY KEY (community, number)
);

CREATE TABLE points (
  id TEXT NOT NULL PRIMARY KEY,
  name TEXT NOT NULL,
  hours TEXT NOT NULL,
  scale_max BIGINT NOT NULL
);

CREATE TABLE point_communities (
  point TEXT NOT NULL REFERENCES points (id),
  community TEXT NOT NULL REFERENCES communities (code),
  position BIGINT NOT NULL,
  PRIMARY KEY (point, community)
);
CREATE INDEX point_communities_by_community ON point_communities (community);

CREATE TABLE tariffs (
  version BIGINT NOT NULL PRIMARY KEY,
  body TEXT NOT NULL
);

CREATE TABLE scripts (
  version BIGINT NOT NULL PRIMARY KEY,
  body TEXT NOT NULL
);

CREATE TABLE turfs (
  community TEXT NOT NULL REFERENCES communities (code),
  id TEXT NOT NULL,
  name TEXT NOT NULL,
  PRIMARY KEY (community, id)
);
CREATE INDEX turfs_by_id ON turfs (id);

CREATE TABLE turf_doors (
  community TEXT NOT NULL,
  turf TEXT NOT NULL,
  door BIGINT NOT NULL,
  position BIGINT NOT NULL,
  PRIMARY KEY (community, turf, door),
  FOREIGN KEY (community, turf) REFERENCES turfs (community, id),
  FOREIGN KEY (community, door) REFERENCES doors (community, number)
);
CREATE INDEX turf_doors_by_door ON turf_doors (community, door);

-- People without names, their codes and devices. Codes and tokens stand here as hashes only.

CREATE TABLE people (
  actor TEXT NOT NULL PRIMARY KEY,
  label TEXT NOT NULL,
  role TEXT NOT NULL,
  community TEXT NOT NULL REFERENCES areas (code),
  household BIGINT,
  point TEXT REFERENCES points (id),
  synthetic BIGINT NOT NULL CHECK (synthetic IN (0, 1))
);

CREATE TABLE enrolment_codes (
  hash TEXT NOT NULL PRIMARY KEY,
  actor TEXT NOT NULL REFERENCES people (actor),
  expires_at BIGINT NOT NULL,
  used_at BIGINT,
  used_by TEXT
);

CREATE TABLE devices (
  token_hash TEXT NOT NULL PRIMARY KEY,
  device TEXT NOT NULL,
  actor TEXT NOT NULL REFERENCES people (actor),
  enrolled_at BIGINT NOT NULL,
  revoked_at BIGINT
);
CREATE INDEX devices_by_device ON devices (device);

CREATE TABLE leases (
  community TEXT NOT NULL,
  turf TEXT NOT NULL,
  actor TEXT NOT NULL,
  taken_at BIGINT NOT NULL,
  until BIGINT NOT NULL,
  PRIMARY KEY (community, turf, actor),
  FOREIGN KEY (community, turf) REFERENCES turfs (community, id)
);
CREATE INDEX leases_by_actor ON leases (actor);

-- Records as they were sent. The unique indexes are what makes a repeat harmless.

CREATE TABLE records (
  community TEXT NOT NULL,
  id TEXT NOT NULL,
  kind TEXT NOT NULL,
  hash TEXT NOT NULL,
  body TEXT NOT NULL,
  -- Empty for a word somebody typed: it is not tied to them.
  device TEXT,
  actor TEXT,
  made_at BIGINT NOT NULL,
  received_at BIGINT NOT NULL
);
CREATE UNIQUE INDEX records_by_community_and_id ON records (community, id);
-- Communities may lie on different machines: an id is unique in its community, and looked up here.
CREATE INDEX records_by_id ON records (id);

CREATE TABLE waiting_records (
  community TEXT NOT NULL,
  id TEXT NOT NULL,
  since BIGINT NOT NULL,
  PRIMARY KEY (community, id)
);

-- What records say, in columns. `community` is the household's or the door's.

CREATE TABLE shifts (
  community TEXT NOT NULL,
  id TEXT NOT NULL,
  point TEXT NOT NULL REFERENCES points (id),
  actor TEXT NOT NULL,
  opened_at BIGINT NOT NULL,
  received_at BIGINT NOT NULL,
  closed_by TEXT,
  closed_at BIGINT,
  PRIMARY KEY (community, id)
);
CREATE INDEX shifts_by_id ON shifts (id);
CREATE INDEX shifts_open ON shifts (id) WHERE closed_by IS NULL;

CREATE TABLE drop_offs (
  community TEXT NOT NULL,
  id TEXT NOT NULL,
  point TEXT NOT NULL REFERENCES points (id),
  shift TEXT NOT NULL,
  household BIGINT NOT NULL,
  card TEXT NOT NULL,
  tariff_version BIGINT NOT NULL REFERENCES tariffs (version),
  net_grams BIGINT NOT NULL CHECK (net_grams > 0),
  actor TEXT NOT NULL,
  made_at BIGINT NOT NULL,
  received_at BIGINT NOT NULL,
  PRIMARY KEY (community, id),
  FOREIGN KEY (community, household) REFERENCES households (community, number)
);
CREATE INDEX drop_offs_by_shift ON drop_offs (shift);
CREATE INDEX drop_offs_by_household ON drop_offs (community, household);

CREATE TABLE drop_off_lines (
  community TEXT NOT NULL,
  drop_off TEXT NOT NULL,
  position BIGINT NOT NULL,
  material TEXT NOT NULL,
  gross_grams BIGINT NOT NULL,
  tare_grams BIGINT NOT NULL,
  grade TEXT NOT NULL,
  points BIGINT NOT NULL,
  PRIMARY KEY (community, drop_off, position),
  FOREIGN KEY (community, drop_off) REFERENCES drop_offs (community, id)
);

CREATE TABLE reversals (
  community TEXT NOT NULL,
  drop_off TEXT NOT NULL,
  id TEXT NOT NULL,
  reason TEXT NOT NULL,
  actor TEXT NOT NULL,
  made_at BIGINT NOT NULL,
  received_at BIGINT NOT NULL,
  PRIMARY KEY (community, drop_off),
  FOREIGN KEY (community, drop_off) REFERENCES drop_offs (community, id)
);

CREATE TABLE visits (
  community TEXT NOT NULL,
  id TEXT NOT NULL,
  turf TEXT NOT NULL,
  door BIGINT NOT NULL,
  outcome TEXT NOT NULL,
  script_version BIGINT,
  supersedes TEXT,
  actor TEXT NOT NULL,
  made_at BIGINT NOT NULL,
  received_at BIGINT NOT NULL,
  PRIMARY KEY (community, id),
  FOREIGN KEY (community, turf, door) REFERENCES turf_doors (community, turf, door)
);
CREATE INDEX visits_by_door ON visits (community, door);

CREATE TABLE visit_answers (
  community TEXT NOT NULL,
  visit TEXT NOT NULL,
  question TEXT NOT NULL,
  choice TEXT NOT NULL,
  PRIMARY KEY (community, visit, question),
  FOREIGN KEY (community, visit) REFERENCES visits (community, id)
);

CREATE TABLE visit_voids (
  community TEXT NOT NULL,
  visit TEXT NOT NULL,
  id TEXT NOT NULL,
  reason TEXT NOT NULL,
  actor TEXT NOT NULL,
  made_at BIGINT NOT NULL,
  received_at BIGINT NOT NULL,
  PRIMARY KEY (community, visit),
  FOREIGN KEY (community, visit) REFERENCES visits (community, id)
);

CREATE TABLE door_proposals (
  community TEXT NOT NULL,
  id TEXT NOT NULL,
  turf TEXT NOT NULL,
  after_door BIGINT,
  label TEXT NOT NULL,
  actor TEXT NOT NULL,
  made_at BIGINT NOT NULL,
  received_at BIGINT NOT NULL,
  PRIMARY KEY (community, id),
  FOREIGN KEY (community, turf) REFERENCES turfs (community, id)
);

CREATE TABLE unknown_items (
  community TEXT NOT NULL,
  typed TEXT NOT NULL,
  rulebook TEXT NOT NULL,
  times BIGINT NOT NULL,
  PRIMARY KEY (community, typed, rulebook)
);

-- The ledger: rows are written once, never changed, never deleted.

CREATE TABLE transfers (
  community TEXT NOT NULL,
  id TEXT NOT NULL,
  source TEXT NOT NULL,
  phase TEXT NOT NULL,
  resolves TEXT,
  debit TEXT NOT NULL,
  credit TEXT NOT NULL,
  points BIGINT NOT NULL CHECK (points >= 0),
  tariff_version BIGINT NOT NULL,
  formula_version BIGINT NOT NULL,
  household BIGINT NOT NULL,
  written_at BIGINT NOT NULL,
  PRIMARY KEY (community, id),
  FOREIGN KEY (community, household) REFERENCES households (community, number),
  FOREIGN KEY (community, resolves) REFERENCES transfers (community, id)
);
CREATE INDEX transfers_by_source ON transfers (community, source);
CREATE INDEX transfers_by_household ON transfers (community, household);
-- A pending transfer is booked or dropped once, and taken back once.
CREATE UNIQUE INDEX transfers_resolved_once ON transfers (community, resolves)
  WHERE phase IN ('post', 'void');
CREATE UNIQUE INDEX transfers_corrected_once ON transfers (community, resolves)
  WHERE phase = 'correction';

-- The feed: one sequence a scope, numbers given out inside the writing transaction.

CREATE TABLE feed_heads (
  scope TEXT NOT NULL PRIMARY KEY,
  seq BIGINT NOT NULL
);

CREATE TABLE feed (
  scope TEXT NOT NULL,
  seq BIGINT NOT NULL,
  kind TEXT NOT NULL,
  key TEXT NOT NULL,
  item TEXT NOT NULL,
  PRIMARY KEY (scope, seq)
);
CREATE INDEX feed_by_key ON feed (scope, kind, key, seq);

-- For anyone who counts with SQL; described in server/README.md.

CREATE VIEW v_visits AS
SELECT v.id, v.community, v.community || '-' || v.door AS door, v.turf, v.outcome, v.actor,
       v.made_at, v.received_at,
       CASE WHEN x.visit IS NULL THEN 0 ELSE 1 END AS voided, x.reason AS void_reason
FROM visits v
LEFT JOIN visit_voids x ON x.community = v.community AND x.visit = v.id;

CREATE VIEW v_transfers AS
SELECT t.id, t.community, t.source, t.phase, t.resolves, t.debit, t.credit, t.points, t.written_at,
       CASE
         WHEN EXISTS (SELECT 1 FROM transfers r WHERE r.community = t.community
           AND r.resolves = COALESCE(t.resolves, t.id) AND r.phase = 'correction') THEN 'corrected'
         WHEN EXISTS (SELECT 1 FROM transfers r WHERE r.community = t.community
           AND r.resolves = COALESCE(t.resolves, t.id) AND r.phase = 'void') THEN 'voided'
         WHEN EXISTS (SELECT 1 FROM transfers r WHERE r.community = t.community
           AND r.resolves = COALESCE(t.resolves, t.id) AND r.phase = 'post') THEN 'booked'
         ELSE 'pending'
       END AS state
FROM transfers t;

CREATE VIEW v_standings AS
SELECT community, name, registered, contributing, grams,
       CASE WHEN registered >= 10 AND contributing >= 10 THEN 1 ELSE 0 END AS shown
FROM (
  SELECT c.code AS community, c.name AS name,
         (SELECT COUNT(*) FROM households h WHERE h.community = c.code) AS registered,
         COUNT(DISTINCT d.household) AS contributing,
         CAST(COALESCE(SUM(d.net_grams), 0) AS BIGINT) AS grams
  FROM communities c
  LEFT JOIN drop_offs d ON d.community = c.code AND NOT EXISTS (
    SELECT 1 FROM reversals r WHERE r.community = d.community AND r.drop_off = d.id)
  GROUP BY c.code, c.name
) AS counted;
