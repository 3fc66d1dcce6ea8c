-- Failed tries to read a record wait for themselves: tries and retry_at are those of writing it.
ALTER TABLE record ADD COLUMN read_tries INTEGER NOT NULL DEFAULT 0;
ALTER TABLE record ADD COLUMN read_retry_at INTEGER;

-- Records out of our reach by the time at which that was told (read_at); emptied after a while.
CREATE INDEX record_hidden ON record (read_at) WHERE reach = 2;

-- Uids that placeholders had until the record itself came: the history names it by them.
CREATE TABLE alias (
  uid BLOB PRIMARY KEY CHECK (length (uid) = 16),
  record INTEGER NOT NULL REFERENCES record
) STRICT, WITHOUT ROWID;
