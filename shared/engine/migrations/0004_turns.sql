-- The number of this installation's next push, as the server last told it.
ALTER TABLE identity ADD COLUMN turn INTEGER NOT NULL DEFAULT 0;
