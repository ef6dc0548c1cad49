-- What a household, or somebody on the roll, has agreed to: a row for each word they said, never changed.
-- `subject` is `household:COMMUNITY-NUMBER` or `actor:UUID`; `said_by` is who wrote it down.

CREATE TABLE consents (
  community TEXT NOT NULL REFERENCES areas (code),
  id TEXT NOT NULL,
  subject TEXT NOT NULL,
  purpose TEXT NOT NULL,
  word TEXT NOT NULL CHECK (word IN ('given', 'withdrawn')),
  text_version BIGINT NOT NULL,
  at BIGINT NOT NULL,
  channel TEXT NOT NULL,
  said_by TEXT NOT NULL,
  PRIMARY KEY (community, id)
);
CREATE INDEX consents_by_subject ON consents (community, subject, purpose);

-- The one place with phone numbers: sealed with a key that is not in the database, found by a keyed hash.

CREATE TABLE phone_vault (
  community TEXT NOT NULL REFERENCES areas (code),
  subject TEXT NOT NULL,
  lookup TEXT NOT NULL,
  sealed TEXT NOT NULL,
  set_at BIGINT NOT NULL,
  PRIMARY KEY (community, subject)
);
CREATE INDEX phone_vault_by_lookup ON phone_vault (lookup);

-- Households and their people that were erased: an import does not bring them back. No name, no card.

CREATE TABLE erased_subjects (
  community TEXT NOT NULL REFERENCES areas (code),
  subject TEXT NOT NULL,
  erased_at BIGINT NOT NULL,
  PRIMARY KEY (community, subject)
);
