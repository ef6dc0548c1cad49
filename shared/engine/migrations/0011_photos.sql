-- Photos that own records name, until the server has them or a person takes the record back. Their
-- bytes lie in files of the folder `photos`, called by their ids. `refusal` says why the server will
-- never take one; `tried` puts one that has to wait behind the others.
CREATE TABLE photos (
  record TEXT NOT NULL,
  id TEXT NOT NULL,
  community TEXT NOT NULL,
  tried INTEGER NOT NULL DEFAULT 0,
  refusal TEXT,
  PRIMARY KEY (record, id)
) STRICT, WITHOUT ROWID;
CREATE INDEX photos_by_id ON photos (id);
