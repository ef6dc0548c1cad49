-- Places that show a code of their own: a screen in a hall, a poster on a wall. `added_day` and `day`
-- are days since 1970 in China's zone.
CREATE TABLE screens (
  code TEXT NOT NULL PRIMARY KEY,
  area TEXT NOT NULL REFERENCES areas (code),
  place TEXT NOT NULL,
  added_day INTEGER NOT NULL
) STRICT;

-- How often a code was opened in a day: never by whom, and at no time finer than the day.
CREATE TABLE screen_openings (
  code TEXT NOT NULL REFERENCES screens (code),
  day INTEGER NOT NULL,
  opened INTEGER NOT NULL,
  PRIMARY KEY (code, day)
) STRICT;
