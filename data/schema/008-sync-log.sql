-- What sync did: a row a run. A run that did what the one before it did, nothing, is told by that
-- row. Reasons are codes and what the CRM said, never our words. Not synced.
CREATE TABLE sync_run (
  id INTEGER PRIMARY KEY,
  server TEXT,                          -- the address of the CRM; NULL: it has not answered yet
  began INTEGER NOT NULL,
  ended INTEGER,                        -- NULL: it goes on, or something ended the program
  times INTEGER NOT NULL DEFAULT 1,     -- runs that this row tells of, the last one ended then
  sent INTEGER NOT NULL DEFAULT 0,
  received INTEGER NOT NULL DEFAULT 0,
  merged INTEGER NOT NULL DEFAULT 0,
  refused INTEGER NOT NULL DEFAULT 0,
  asked INTEGER NOT NULL DEFAULT 0,
  outcome TEXT NOT NULL,                -- open, done, later, or why it stopped: offline, sign-in, …
  reason TEXT
) STRICT;

-- What needs a person is counted and listed without looking at all that waits.
CREATE INDEX pending_asked ON pending (state) WHERE state <> 0;
