-- How far the device's clock was behind the server's when the record was sent, in milliseconds; nothing
-- where the device did not say. An estimate: the way of the push is in it.
ALTER TABLE records ADD COLUMN clock_off_ms INTEGER;

-- Records of clocks that are off by more than five minutes: their `made_at` is not to be relied on.
CREATE VIEW v_clocks_off AS
SELECT id, community, kind, device, made_at, received_at, clock_off_ms,
       made_at + clock_off_ms AS probably_made_at
FROM records
WHERE clock_off_ms > 300000 OR clock_off_ms < -300000;
