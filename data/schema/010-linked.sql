-- What a person linked to a record of the CRM that has a uid of its own there: that uid. Ours may
-- come as another record, made by a copy of this store. Not synced.
CREATE TABLE linked (
  record INTEGER PRIMARY KEY REFERENCES record,
  uid BLOB NOT NULL CHECK (length (uid) = 16)
) STRICT;

-- Records that had no way out because the CRM has one for two of ours are asked about now.
UPDATE record SET parked = NULL WHERE parked = 'twin';
