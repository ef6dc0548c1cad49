-- When a device was last heard of, to the hour: a poll a minute is not worth a write each.
ALTER TABLE devices ADD COLUMN seen_at BIGINT;

-- A device that was reported lost, since when, and what is to become of what it did not send:
-- `send_first` or, by an organiser's word, `go_too`.
ALTER TABLE devices ADD COLUMN lost_at BIGINT;
ALTER TABLE devices ADD COLUMN lost_word TEXT;

-- When it was told, and which word: from then on it empties itself, and nothing is to be taken back.
ALTER TABLE devices ADD COLUMN told_at BIGINT;
ALTER TABLE devices ADD COLUMN told_word TEXT;
