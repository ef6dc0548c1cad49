-- What the city has made of the rulebook in the app, taken after its signature was verified.
CREATE TABLE rulebook (
  one INTEGER PRIMARY KEY CHECK (one = 1),
  -- The version in the app that the patches lie over.
  base TEXT NOT NULL,
  edition INTEGER NOT NULL,
  -- JSON, in order.
  patches TEXT NOT NULL,
  hash TEXT NOT NULL,
  signature TEXT NOT NULL
) STRICT;

-- What the city signs with: told at an enrolment, or with the first rulebook to a device that was
-- enrolled before.
CREATE TABLE city_key (
  one INTEGER PRIMARY KEY CHECK (one = 1),
  key TEXT NOT NULL
) STRICT;

-- Which rulebook the city has, as a feed said. `settled` is 1 once it was taken or refused; `refused`
-- says why, and holds no word of it.
CREATE TABLE rulebook_offer (
  one INTEGER PRIMARY KEY CHECK (one = 1),
  hash TEXT NOT NULL,
  settled INTEGER NOT NULL DEFAULT 0 CHECK (settled IN (0, 1)),
  refused TEXT
) STRICT;
