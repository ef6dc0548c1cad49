-- Where a recycling point is, in millionths of a degree, with the datum they are measured in.
-- All three, or none where nobody measured it.

ALTER TABLE points
  ADD COLUMN latitude_microdegrees BIGINT
    CHECK (latitude_microdegrees BETWEEN -90000000 AND 90000000),
  ADD COLUMN longitude_microdegrees BIGINT
    CHECK (longitude_microdegrees BETWEEN -180000000 AND 180000000),
  ADD COLUMN datum TEXT
    CHECK (datum IN ('wgs84', 'gcj02'));
