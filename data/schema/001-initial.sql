-- The first schema. Id inside the store, uid everywhere else. Dates are days since
-- 1970-01-01, instants seconds since 1970 UTC, money hundredths, quantities thousandths.
-- What comes from the field tables follows their names ("valid-to" is valid_to):
--   x_key   ICU sort key of a SORTED text, x_fold folded form of a MATCHED text
--   fold    folded text of all SEARCHED fields, what the full-text tables hold
--   listed  1 while lists show the record: neither deleted, unseen nor hidden (check rebuilds it)
--   extra   attributes of the CRM that we do not know, kept as JSON

CREATE TABLE meta (key TEXT PRIMARY KEY, value TEXT) STRICT, WITHOUT ROWID;

CREATE TABLE record (
  id INTEGER PRIMARY KEY,
  uid BLOB NOT NULL UNIQUE CHECK (length (uid) = 16),
  type INTEGER NOT NULL,
  origin INTEGER NOT NULL,                 -- 0 person, 1 import, 2 crm, 3 sample
  title TEXT,                              -- what a link to the record shows (check rebuilds it)
  deleted_at INTEGER,
  reach INTEGER NOT NULL DEFAULT 0,        -- 0 here, 1 unseen (placeholder), 2 hidden, 3 gone
  push INTEGER NOT NULL DEFAULT 0,         -- 0 nothing, 1 create, 2 update, 3 delete
  seq INTEGER,                             -- place in the outbox
  parked TEXT,
  tries INTEGER NOT NULL DEFAULT 0,
  retry_at INTEGER,
  remote_id TEXT,
  remote_version TEXT,
  read_at INTEGER,
  settled INTEGER NOT NULL DEFAULT 1       -- 0 to be read whole, 1 settled, 2 told gone
) STRICT;
CREATE UNIQUE INDEX record_remote ON record (type, remote_id) WHERE remote_id IS NOT NULL;
CREATE INDEX record_queue ON record (seq) WHERE push <> 0;
CREATE INDEX record_unsettled ON record (settled, id) WHERE settled <> 1;

-- Elements of sets: phones, e-mails, roles, people who take part, dated logs.
CREATE TABLE member (
  record INTEGER NOT NULL REFERENCES record,
  field TEXT NOT NULL,
  item TEXT NOT NULL,
  position INTEGER NOT NULL,               -- the person's order; the first is the main one
  target INTEGER REFERENCES record,        -- of sets of links
  role TEXT,
  PRIMARY KEY (record, field, item)
) STRICT, WITHOUT ROWID;
CREATE INDEX member_item ON member (lower (item), field);  -- e-mails are equal in any case
CREATE INDEX member_target ON member (target) WHERE target IS NOT NULL;

CREATE TABLE user (
  id INTEGER PRIMARY KEY REFERENCES record, listed INTEGER NOT NULL DEFAULT 1,
  name TEXT, email TEXT, login TEXT,
  extra TEXT, fold TEXT, name_key BLOB, name_fold TEXT
) STRICT;
CREATE INDEX user_name ON user (name_key, id) WHERE listed = 1;
CREATE INDEX user_name_fold ON user (name_fold);

CREATE TABLE client (
  id INTEGER PRIMARY KEY REFERENCES record, listed INTEGER NOT NULL DEFAULT 1,
  name TEXT, legal_name TEXT, code TEXT, vat_number TEXT, website TEXT,
  street TEXT, city TEXT, postcode TEXT, region TEXT, country TEXT,
  state TEXT, segment TEXT, responsible INTEGER REFERENCES record, source TEXT,
  contact_rhythm_days INTEGER, next_contact INTEGER, description TEXT,
  extra TEXT, fold TEXT, name_key BLOB, name_fold TEXT, code_fold TEXT, city_key BLOB
) STRICT;
CREATE INDEX client_name ON client (name_key, id) WHERE listed = 1;
CREATE INDEX client_name_fold ON client (name_fold);
CREATE INDEX client_code ON client (code_fold) WHERE code_fold IS NOT NULL;
CREATE INDEX client_city ON client (city_key, id) WHERE listed = 1;
CREATE INDEX client_state ON client (state, name_key, id) WHERE listed = 1;
CREATE INDEX client_responsible ON client (responsible, name_key, id) WHERE listed = 1;
CREATE INDEX client_next_contact ON client (next_contact, id) WHERE listed = 1;

CREATE TABLE person (
  id INTEGER PRIMARY KEY REFERENCES record, listed INTEGER NOT NULL DEFAULT 1,
  last_name TEXT, first_name TEXT, patronymic TEXT, position TEXT, decision_role TEXT,
  birthday INTEGER, do_not_call INTEGER, client INTEGER REFERENCES record, description TEXT,
  extra TEXT, fold TEXT, last_name_key BLOB, last_name_fold TEXT
) STRICT;
CREATE INDEX person_last_name ON person (last_name_key, id) WHERE listed = 1;
CREATE INDEX person_last_name_fold ON person (last_name_fold);
CREATE INDEX person_client ON person (client);

CREATE TABLE contract (
  id INTEGER PRIMARY KEY REFERENCES record, listed INTEGER NOT NULL DEFAULT 1,
  client INTEGER REFERENCES record, number TEXT, partner_number TEXT, kind TEXT, subject TEXT,
  state TEXT, signed_on INTEGER, valid_from INTEGER, valid_to INTEGER,
  amount INTEGER, currency TEXT, auto_prolong INTEGER, prolong_months INTEGER, notice_days INTEGER,
  responsible INTEGER REFERENCES record, description TEXT,
  extra TEXT, fold TEXT, number_key BLOB, number_fold TEXT
) STRICT;
CREATE INDEX contract_number ON contract (number_key, id) WHERE listed = 1;
CREATE INDEX contract_number_fold ON contract (number_fold);
CREATE INDEX contract_client ON contract (client);
CREATE INDEX contract_state ON contract (state, number_key, id) WHERE listed = 1;
CREATE INDEX contract_valid_to ON contract (valid_to, id) WHERE listed = 1;

CREATE TABLE amendment (
  id INTEGER PRIMARY KEY REFERENCES record, listed INTEGER NOT NULL DEFAULT 1,
  contract INTEGER REFERENCES record, number TEXT, date INTEGER, effective_from INTEGER,
  changes TEXT, state TEXT,
  extra TEXT, fold TEXT
) STRICT;
CREATE INDEX amendment_contract ON amendment (contract);

CREATE TABLE product (
  id INTEGER PRIMARY KEY REFERENCES record, listed INTEGER NOT NULL DEFAULT 1,
  code TEXT, name TEXT, kind TEXT, unit TEXT, price INTEGER, currency TEXT, description TEXT,
  extra TEXT, fold TEXT, code_fold TEXT, name_key BLOB, name_fold TEXT
) STRICT;
CREATE INDEX product_name ON product (name_key, id) WHERE listed = 1;
CREATE INDEX product_name_fold ON product (name_fold);
CREATE INDEX product_code ON product (code_fold) WHERE code_fold IS NOT NULL;

CREATE TABLE delivery (
  id INTEGER PRIMARY KEY REFERENCES record, listed INTEGER NOT NULL DEFAULT 1,
  client INTEGER REFERENCES record, contract INTEGER REFERENCES record, number TEXT, kind TEXT,
  state TEXT, agreed_on INTEGER, planned_on INTEGER, shipped_at INTEGER, delivered_at INTEGER,
  accepted_at INTEGER, accepted_by TEXT, carrier TEXT, waybill TEXT,
  street TEXT, city TEXT, postcode TEXT, country TEXT, cost INTEGER, currency TEXT,
  responsible INTEGER REFERENCES record, description TEXT,
  extra TEXT, fold TEXT, number_key BLOB, number_fold TEXT
) STRICT;
CREATE INDEX delivery_number ON delivery (number_key, id) WHERE listed = 1;
CREATE INDEX delivery_number_fold ON delivery (number_fold);
CREATE INDEX delivery_client ON delivery (client);
CREATE INDEX delivery_contract ON delivery (contract);
CREATE INDEX delivery_state ON delivery (state, agreed_on, id) WHERE listed = 1;
CREATE INDEX delivery_agreed_on ON delivery (agreed_on, id) WHERE listed = 1;

CREATE TABLE delivery_line (
  id INTEGER PRIMARY KEY REFERENCES record, listed INTEGER NOT NULL DEFAULT 1,
  delivery INTEGER REFERENCES record, product INTEGER REFERENCES record, name TEXT,
  quantity_planned INTEGER, quantity_shipped INTEGER, quantity_accepted INTEGER,
  unit TEXT, remark TEXT,
  extra TEXT, fold TEXT, name_key BLOB
) STRICT;
CREATE INDEX delivery_line_delivery ON delivery_line (delivery);

CREATE TABLE presentation (
  id INTEGER PRIMARY KEY REFERENCES record, listed INTEGER NOT NULL DEFAULT 1,
  client INTEGER REFERENCES record, title TEXT, mode TEXT, starts_at INTEGER, ends_at INTEGER,
  presenter INTEGER REFERENCES record, supervisor INTEGER REFERENCES record,
  place TEXT, join_url TEXT, state TEXT, outcome TEXT, next_step TEXT, description TEXT,
  extra TEXT, fold TEXT, title_key BLOB
) STRICT;
CREATE INDEX presentation_title ON presentation (title_key, id) WHERE listed = 1;
CREATE INDEX presentation_client ON presentation (client);
CREATE INDEX presentation_starts_at ON presentation (starts_at, id) WHERE listed = 1;

CREATE TABLE activity (
  id INTEGER PRIMARY KEY REFERENCES record, listed INTEGER NOT NULL DEFAULT 1,
  kind TEXT, client INTEGER REFERENCES record, person INTEGER REFERENCES record, subject TEXT,
  state TEXT, direction TEXT, phone TEXT, starts_at INTEGER, due_at INTEGER, done_at INTEGER,
  outcome TEXT, responsible INTEGER REFERENCES record, description TEXT,
  extra TEXT, fold TEXT, subject_key BLOB
) STRICT;
CREATE INDEX activity_subject ON activity (subject_key, id) WHERE listed = 1;
CREATE INDEX activity_client ON activity (client, done_at);
CREATE INDEX activity_due_at ON activity (due_at, id) WHERE listed = 1;

CREATE TABLE note (
  id INTEGER PRIMARY KEY REFERENCES record, listed INTEGER NOT NULL DEFAULT 1,
  about INTEGER REFERENCES record, text TEXT, pinned INTEGER,
  extra TEXT, fold TEXT
) STRICT;
CREATE INDEX note_about ON note (about);

-- What a person changed since the last agreement with the CRM: one row a field or merge group.
CREATE TABLE pending (
  record INTEGER NOT NULL REFERENCES record,
  grp TEXT NOT NULL,                       -- name of the group's first field; '': the record
  base TEXT,                               -- JSON object: field -> canonical text last agreed
  seq INTEGER NOT NULL,
  theirs TEXT, theirs_who TEXT,
  state INTEGER NOT NULL DEFAULT 0,        -- 0 waiting, 1 clash, 2 parked
  reason TEXT,
  PRIMARY KEY (record, grp)
) STRICT, WITHOUT ROWID;

-- A request on its way: on disk before it leaves.
CREATE TABLE attempt (
  record INTEGER PRIMARY KEY REFERENCES record,
  op INTEGER NOT NULL, sent TEXT NOT NULL, seq INTEGER NOT NULL, version TEXT,
  answered INTEGER NOT NULL DEFAULT 0      -- 0 sent, 1 no answer, 2 again, 3 acknowledged
) STRICT;

-- History: every change of every field, grouped by action. It is the timeline and the undo.
CREATE TABLE action (
  id INTEGER PRIMARY KEY,
  source INTEGER NOT NULL,                 -- 0 person, 1 sync, 2 rule, 3 import, 4 sample
  title TEXT NOT NULL,                     -- what was done: a key, after a tab its argument
  at INTEGER NOT NULL,
  device TEXT NOT NULL,
  person INTEGER REFERENCES record,
  state INTEGER NOT NULL,                  -- 0 running, 1 done, 2 interrupted, 3 stopped
  undoes INTEGER REFERENCES action,
  undone_by INTEGER REFERENCES action
) STRICT;
CREATE INDEX action_undone ON action (id) WHERE undone_by IS NULL;
CREATE INDEX action_broken ON action (state) WHERE state <> 1;

CREATE TABLE change (
  id INTEGER PRIMARY KEY,
  action INTEGER NOT NULL REFERENCES action,
  record INTEGER NOT NULL REFERENCES record,
  kind INTEGER NOT NULL,                   -- 1 created, 2 deleted, 3 restored, 4 field
  field TEXT, old TEXT, new TEXT           -- canonical texts
) STRICT;
CREATE INDEX change_record ON change (record, id);
CREATE INDEX change_action ON change (action);

CREATE TABLE tombstone (
  type INTEGER NOT NULL, remote_id TEXT NOT NULL, record INTEGER,
  PRIMARY KEY (type, remote_id)
) STRICT, WITHOUT ROWID;
CREATE INDEX tombstone_record ON tombstone (record);

-- How far each list of the CRM was read: changes up to (at, last), the walk over all ids up to
-- sweep; swept is the server's clock when the last walk ended.
CREATE TABLE cursor (
  stream TEXT PRIMARY KEY, at TEXT, last TEXT, sweep TEXT, swept INTEGER
) STRICT, WITHOUT ROWID;

-- Text in an editor that is no value (31.02): it survives a crash. record 0: a new record's form.
CREATE TABLE draft (
  record INTEGER NOT NULL, field TEXT NOT NULL, text TEXT NOT NULL,
  PRIMARY KEY (record, field)
) STRICT, WITHOUT ROWID;

-- Full text to do; the first old text wins (a contentless table needs it to forget).
CREATE TABLE stale (record INTEGER PRIMARY KEY, fold_was TEXT) STRICT;
CREATE VIRTUAL TABLE word USING fts5 (fold, content='', tokenize='unicode61 remove_diacritics 0', prefix='2 3');
CREATE VIRTUAL TABLE piece USING fts5 (fold, content='', tokenize='trigram');
