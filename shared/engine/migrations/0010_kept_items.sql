-- What was looked up lately and what is kept. It is the person's and stays on this device: it goes
-- with whoever leaves, and is never sent.
CREATE TABLE kept_items (
  -- The item's key in the rulebook; a rulebook that follows may not know it.
  item TEXT PRIMARY KEY,
  -- Milliseconds since 1970 by the device's clock.
  looked_at INTEGER NOT NULL,
  -- NULL for a recent one, which is no favourite.
  favourite_at INTEGER
) STRICT, WITHOUT ROWID;
