-- The audit log: rows are written once, never changed, never deleted. Each carries the hash of the one
-- before it. No personal data: words that may have to be erased stand beside, and as a salted hash here.

CREATE TABLE audit (
  seq BIGINT NOT NULL PRIMARY KEY,
  at BIGINT NOT NULL,
  who TEXT NOT NULL,
  act TEXT NOT NULL,
  area TEXT,
  subject TEXT,
  detail TEXT NOT NULL,
  words_hash TEXT,
  before_hash TEXT NOT NULL,
  hash TEXT NOT NULL
);

CREATE TABLE audit_words (
  seq BIGINT NOT NULL PRIMARY KEY,
  salt TEXT NOT NULL,
  words TEXT NOT NULL
);

-- One row: whoever appends to the log holds it, so that two never write the same number.
CREATE TABLE audit_heads (
  chain TEXT NOT NULL PRIMARY KEY,
  seq BIGINT NOT NULL,
  hash TEXT NOT NULL
);
INSERT INTO audit_heads (chain, seq, hash) VALUES
  ('city', 0, '0000000000000000000000000000000000000000000000000000000000000000');

-- People who log in at the console. No password and no secret stands here: the one as an argon2id hash,
-- the other sealed with a key that is not in the database.

CREATE TABLE logins (
  actor TEXT NOT NULL PRIMARY KEY REFERENCES people (actor),
  name TEXT NOT NULL UNIQUE,
  password_hash TEXT NOT NULL,
  totp_sealed TEXT NOT NULL,
  -- The newest time step a code was used of: none is used twice.
  totp_step BIGINT NOT NULL,
  failed BIGINT NOT NULL,
  locked_until BIGINT NOT NULL,
  added_at BIGINT NOT NULL
);

CREATE TABLE sessions (
  token_hash TEXT NOT NULL PRIMARY KEY,
  actor TEXT NOT NULL REFERENCES logins (actor),
  created_at BIGINT NOT NULL,
  seen_at BIGINT NOT NULL
);
CREATE INDEX sessions_by_actor ON sessions (actor);
