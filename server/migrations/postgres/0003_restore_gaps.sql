-- Records that the database before a restore had and the backup had not. Devices offer them again;
-- what nobody offers is lost and stands here for a person to see.
CREATE TABLE restore_gaps (
  community TEXT NOT NULL,
  id TEXT NOT NULL,
  kind TEXT NOT NULL,
  device TEXT,
  made_at BIGINT NOT NULL,
  received_at BIGINT NOT NULL,
  restored_at BIGINT NOT NULL,
  PRIMARY KEY (community, id)
);
