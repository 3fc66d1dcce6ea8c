-- Files attached to records. What is in them lies beside the database, in the folder that has its
-- name with -files behind it, each under the checksum of what it holds.
CREATE TABLE file (
  id INTEGER PRIMARY KEY REFERENCES record, listed INTEGER NOT NULL DEFAULT 1,
  about INTEGER REFERENCES record, name TEXT, media_type TEXT, size INTEGER, checksum TEXT,
  added_at INTEGER,
  extra TEXT, fold TEXT, name_key BLOB
) STRICT;
CREATE INDEX file_about ON file (about);
CREATE INDEX file_name ON file (name_key, id) WHERE listed = 1;
CREATE INDEX file_checksum ON file (checksum) WHERE checksum IS NOT NULL;
