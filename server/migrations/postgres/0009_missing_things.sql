-- Words that the rulebook does not know, as the guide compares names, with how often each was told.
-- Nobody is named, and no record: a count cannot be taken back to who told it.
CREATE TABLE missing_words (
  community TEXT NOT NULL,
  word TEXT NOT NULL,
  told BIGINT NOT NULL CHECK (told > 0),
  PRIMARY KEY (community, word)
);

-- What was counted before, without the words that are counted no more.
INSERT INTO missing_words (community, word, told)
SELECT community, word, told FROM (
  SELECT community, lower(replace(typed, ' ', '')) AS word, CAST(SUM(times) AS BIGINT) AS told
  FROM unknown_items
  GROUP BY community, lower(replace(typed, ' ', ''))
) AS counted
WHERE length(word) BETWEEN 1 AND 20 AND word !~ '([0-9][^0-9]*){7}';
DROP TABLE unknown_items;

-- Of a word's record stays by what a repeat is known: its id.
UPDATE records SET body = '', hash = '' WHERE kind = 'unknown_item';

-- What the city answered: rows over the rulebook of version `base` in the app, and the hash of the
-- rulebook with all patches up to this one, signed by the city's key. Written once, never changed.
CREATE TABLE rulebook_patches (
  base TEXT NOT NULL,
  edition BIGINT NOT NULL CHECK (edition > 0),
  version TEXT NOT NULL,
  body TEXT NOT NULL,
  hash TEXT NOT NULL,
  signature TEXT NOT NULL,
  made_at BIGINT NOT NULL,
  PRIMARY KEY (base, edition)
);
