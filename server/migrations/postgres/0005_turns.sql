-- Where each installation stands in its pushes, so that a copy of it is noticed: the epoch, the
-- number of the next push, the id of the first entry of the last.
ALTER TABLE devices ADD COLUMN turn_epoch TEXT;
ALTER TABLE devices ADD COLUMN turn BIGINT;
ALTER TABLE devices ADD COLUMN turn_first TEXT;
