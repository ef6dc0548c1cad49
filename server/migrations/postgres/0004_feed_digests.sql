-- How many facts a feed holds (the newest of each kind and key) and their digest, so that a device
-- can tell whether it holds the same. Nothing in both: not counted yet.
ALTER TABLE feed_heads ADD COLUMN facts BIGINT;
ALTER TABLE feed_heads ADD COLUMN digest TEXT;
