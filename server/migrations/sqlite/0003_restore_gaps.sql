-- Records that the database before a restore had and the backup had not. Devices offer them again;
-- what nobody offers is lost and stands here for a person to see.
CREATE TABLE restore_gaps (
  community TEXT NOT NULL,
  id TEXT NOT NULL,
  kind TEXT NOT NULL,
  device TEXT,
  made_at INTEGER NOT NULL,
  received_at INTEGER NOT NULL,
  restored_at INTEGER NOT NULL,
  PRIMARY KEY (community, id)
) STRICT;
