-- The token is sealed with a key from the phone's secret storage. One of the two stands, never both.
ALTER TABLE identity RENAME TO identity_clear;

CREATE TABLE identity (
  one INTEGER PRIMARY KEY CHECK (one = 1),
  body TEXT NOT NULL,
  -- In the clear, on a device whose shell has no secret storage.
  token TEXT,
  -- Nonce, ciphertext, tag.
  sealed_token BLOB,
  epoch TEXT NOT NULL,
  CHECK ((token IS NULL) <> (sealed_token IS NULL))
) STRICT;

INSERT INTO identity (one, body, token, epoch) SELECT one, body, token, epoch FROM identity_clear;
DROP TABLE identity_clear;
