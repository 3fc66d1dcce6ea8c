-- What a person linked to a record of the CRM that has another uid there. Ours may come as another
-- record, made by a copy of this store. Not synced.
CREATE TABLE linked (record INTEGER PRIMARY KEY REFERENCES record) STRICT;

-- Records that had no way out because the CRM has one for two of ours are asked about now.
UPDATE record SET parked = NULL WHERE parked = 'twin';
