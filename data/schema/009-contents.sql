-- Files go to the CRM and come back: the record as every record does, its content beside that.
ALTER TABLE file ADD COLUMN content TEXT;   -- what the CRM calls what is in it; NULL: it is not there
CREATE INDEX file_unsent ON file (id) WHERE content IS NULL AND listed = 1;

-- What this computer knows of contents on their way. Not synced.
CREATE TABLE transfer (
  file INTEGER PRIMARY KEY REFERENCES record,
  wanted_at INTEGER,                    -- asked for: it comes as soon as it can; NULL: it is not
  here TEXT,                            -- the content that is known to be here, whole
  reason TEXT,                          -- why it did not come or go; NULL: nothing is wrong
  tries INTEGER NOT NULL DEFAULT 0,
  retry_at INTEGER
) STRICT;
CREATE INDEX transfer_wanted ON transfer (wanted_at, file) WHERE wanted_at IS NOT NULL;

-- Files of these, and of what belongs to these, are fetched before anybody asks. Not synced.
CREATE TABLE pinned (
  record INTEGER PRIMARY KEY REFERENCES record,
  at INTEGER NOT NULL
) STRICT;

-- Files that were attached before a CRM could have them go to it like all else that waits.
UPDATE record SET push = 1, seq = new.seq FROM (
  SELECT r.id AS id, coalesce ((SELECT CAST (value AS INTEGER) FROM meta WHERE key = 'seq'), 0)
    + row_number () OVER (ORDER BY r.id) AS seq
  FROM record r JOIN file f ON f.id = r.id
  WHERE r.push = 0 AND r.origin <> 3 AND r.deleted_at IS NULL AND r.remote_id IS NULL
    AND f.about IS NOT NULL AND f.name IS NOT NULL AND f.checksum IS NOT NULL) AS new
WHERE record.id = new.id;
INSERT INTO meta (key, value) SELECT 'seq', CAST (max (seq) AS TEXT) FROM record
WHERE push <> 0 HAVING max (seq) IS NOT NULL
ON CONFLICT (key) DO UPDATE SET
  value = CAST (max (CAST (value AS INTEGER), CAST (excluded.value AS INTEGER)) AS TEXT);
