-- Photos that a visit names: they come after it, or never.
CREATE TABLE visit_photos (
  community TEXT NOT NULL,
  visit TEXT NOT NULL,
  photo TEXT NOT NULL,
  PRIMARY KEY (community, visit, photo),
  FOREIGN KEY (community, visit) REFERENCES visits (community, id)
);
CREATE INDEX visit_photos_by_photo ON visit_photos (community, photo);

-- Photos of things that the rulebook does not know. No record stands beside them, and nobody: they
-- cannot be taken back to who told the word. `word` is empty for one that is not counted.
CREATE TABLE missing_word_photos (
  community TEXT NOT NULL,
  word TEXT NOT NULL,
  photo TEXT NOT NULL,
  PRIMARY KEY (community, photo, word)
);

-- How much of a photo's file is there; the bytes lie in the folder of photos, under the same names.
-- One that is whole has no time: by it, it could be taken back to who sent it.
CREATE TABLE photos (
  community TEXT NOT NULL,
  id TEXT NOT NULL,
  bytes BIGINT NOT NULL CHECK (bytes > 0),
  received BIGINT NOT NULL CHECK (received BETWEEN 0 AND bytes),
  is_whole BIGINT NOT NULL CHECK (is_whole = 0 OR received = bytes),
  expires_at BIGINT,
  PRIMARY KEY (community, id),
  CHECK ((is_whole = 1) = (expires_at IS NULL))
);
CREATE INDEX photos_by_expiry ON photos (expires_at) WHERE expires_at IS NOT NULL;
